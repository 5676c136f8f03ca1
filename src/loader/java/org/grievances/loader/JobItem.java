package org.grievances.loader;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.grievances.loader.JsonObject.Member;
import org.grievances.loader.client.RequestError;

/**
 * An item of a job with its outcome, as the service gives it in a line of JSON.
 *
 * @param line of the upload at which it begins; 0 if the service does not report it
 * @param members what was sent, each value with its type
 */
record JobItem(long line, int status, Reason reason, Map<String, String> members) {

  /**
   * @throws IOException when the line is not complete
   */
  static JobItem parse(String text) throws IOException {
    JsonObject object = JsonObject.parse(text);
    if (object == null) {
      throw new IOException("no item");
    }
    Map<String, String> outcome = new HashMap<>();
    object.members().stream()
        .filter(member -> ServiceColumns.isOfOutcome(member.name()))
        .forEach(member -> outcome.put(member.name(), member.text()));
    Reason reason =
        Reason.of(
            errors(outcome.get(ServiceColumns.ERRORS)),
            outcome.getOrDefault(ServiceColumns.BODY, ""));
    String line = outcome.getOrDefault(ServiceColumns.LINE, "");
    return new JobItem(
        line.matches("\\d+") ? Long.parseLong(line) : reason.line(),
        Integer.parseInt(outcome.get(ServiceColumns.STATUS)),
        reason,
        members(object));
  }

  private static List<RequestError> errors(String json) throws IOException {
    return json == null
        ? List.of()
        : List.of(JsonText.MAPPER.readValue(json, RequestError[].class));
  }

  /** Of members with the same name, the last one wins. */
  private static Map<String, String> members(JsonObject object) {
    Map<String, String> members = new HashMap<>();
    for (Member member : object.members()) {
      if (!ServiceColumns.isOfOutcome(member.name())) {
        String type = member.token() == JsonToken.VALUE_STRING ? "string " : "";
        members.put(member.name(), type + member.text());
      }
    }
    return members;
  }

  /**
   * Whether it is a row of a file.
   *
   * @param at the line of the upload at which the row begins
   */
  boolean isRow(Row row, long at) {
    if (line > 0) {
      return line == at;
    }
    JsonObject sent = JsonObject.parse(row.text());
    return sent != null && members(sent).equals(members);
  }
}
