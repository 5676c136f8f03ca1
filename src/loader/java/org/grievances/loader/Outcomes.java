package org.grievances.loader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** What became of the rows of a slice. */
record Outcomes(long created, long updated, List<FailedRow> failed) {
  private static final int CREATED = 201;
  private static final int UPDATED = 200;

  static Outcomes ofUnsent(Slice slice) {
    return new Outcomes(0, 0, slice.unsent());
  }

  Outcomes and(Outcomes other) {
    List<FailedRow> all = new ArrayList<>(failed);
    all.addAll(other.failed);
    return new Outcomes(created + other.created, updated + other.updated, all);
  }

  /**
   * Reads an answer in lines of JSON.
   *
   * @param from the first row that it answers
   * @param to the row after the last
   * @throws RetryException when it does not answer each row
   */
  static Outcomes read(byte[] answer, Slice slice, int from, int to) {
    long created = 0;
    long updated = 0;
    List<FailedRow> failed = new ArrayList<>();
    int index = from;
    try (JsonParser json =
        JsonText.JSON.createParser(
            ObjectReadContext.empty(), new String(answer, StandardCharsets.UTF_8))) {
      while (index < to && json.nextToken() == JsonToken.START_OBJECT) {
        int status = 0;
        String body = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String member = json.currentName();
          json.nextToken();
          switch (member) {
            case "status" -> status = json.getIntValue();
            case "body" -> body = json.getString();
            default -> json.skipChildren();
          }
        }
        switch (status) {
          case CREATED -> created++;
          case UPDATED -> updated++;
          default -> failed.add(slice.failed(index, status, body));
        }
        index++;
      }
    } catch (JacksonException cut) {
      throw incomplete();
    }
    if (index < to) {
      throw incomplete();
    }
    return new Outcomes(created, updated, failed);
  }

  private static RetryException incomplete() {
    return new RetryException("The answer does not tell of each row", null);
  }
}
