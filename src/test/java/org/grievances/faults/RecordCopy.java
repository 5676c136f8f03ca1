package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.faults.RecordWriter.Content;

/**
 * A copy of the records of a database that is made of its changes alone, from the first one on. A
 * reader follows the links, and goes on at its last place when its server was killed.
 */
final class RecordCopy {
  private static final Pattern NEXT = Pattern.compile("</vbasoftware/(.+)>; rel=\"next\"");

  private final String database;
  private final String run;
  private final Map<Integer, Content> records = new HashMap<>();
  private String next = "grievances/changes?from=start";
  private long changes;

  /**
   * @param run identifies the test run in failure messages
   */
  RecordCopy(String database, String run) {
    this.database = database;
    this.run = run;
  }

  /** Reads page after page until one gets no response. */
  void followUntilUnanswered(RecordClient client) {
    try {
      while (true) {
        read(client);
      }
    } catch (IOException e) {
      // The page is read again by whoever goes on.
    }
  }

  /** The records once there are no further changes. */
  Map<Integer, Content> complete(RecordClient client) throws IOException {
    while (read(client) > 0) {}
    return records;
  }

  /** How many changes were read. */
  long changes() {
    return changes;
  }

  private int read(RecordClient client) throws IOException {
    HttpResponse<String> page = client.send("GET", database, next, "");
    if (page.statusCode() == 503) {
      return 1;
    }
    assertEquals(200, page.statusCode(), page.body() + run);
    List<JsonObject> read =
        RecordWriter.parse(page.body()).getJsonArray("data").getValuesAs(JsonObject.class);
    read.forEach(this::apply);
    Matcher link = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
    assertTrue(link.matches(), "a link to the next page; " + run);
    next = link.group(1);
    changes += read.size();
    return read.size();
  }

  private void apply(JsonObject change) {
    int key = change.getInt("grievance_Key");
    boolean isCreated = change.getString("change").equals("created");
    assertEquals(!isCreated, records.containsKey(key), change + run);
    if (change.getString("change").equals("deleted")) {
      records.remove(key);
    } else {
      records.put(key, content(change.get("grievance").asJsonObject()));
    }
  }

  private static Content content(JsonObject record) {
    return new Content(
        record.getInt("call_Key"), record.getString("issue"), record.getString("subscriber_ID"));
  }
}
