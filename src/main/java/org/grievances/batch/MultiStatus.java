package org.grievances.batch;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import org.grievances.item.Data;

/**
 * The answer to a batch: for each item, at the item's own place, the HTTP status of what was done
 * and a text. Items are answered in any order.
 */
public final class MultiStatus implements Data {
  private final String keyName;
  private final List<Result> results = new ArrayList<>();
  private int firstFailed = -1;

  /**
   * The answer to one item.
   *
   * @param key null when it could not be read
   */
  public record Result(Object key, int status, String body) {

    boolean isFailure() {
      return status >= 300;
    }
  }

  MultiStatus(String keyName) {
    this.keyName = keyName;
  }

  public List<Result> results() {
    return results;
  }

  boolean hasFailures() {
    return firstFailed >= 0;
  }

  /** Answers every item that had not failed that nothing was applied, because one did. */
  void failOthers() {
    String body = "Not applied: item " + firstFailed + " failed";
    results.replaceAll(each -> each.isFailure() ? each : new Result(each.key(), 424, body));
  }

  void answer(int item, Result result) {
    if (result.isFailure()) {
      firstFailed = hasFailures() ? Math.min(firstFailed, item) : item;
    }
    while (results.size() <= item) {
      results.add(null);
    }
    results.set(item, result);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    for (Result result : results) {
      json.writeStartObject().writeStartArray("id").writeStartObject().write("key", keyName);
      writeKey(json, result.key());
      json.writeEnd().writeEnd();
      json.write("status", result.status()).write("body", result.body()).writeEnd();
    }
    json.writeEnd();
  }

  private static void writeKey(JsonGenerator json, Object key) {
    if (key instanceof Integer number) {
      json.write("value", number);
    } else if (key instanceof String text) {
      json.write("value", text);
    } else {
      json.writeNull("value");
    }
  }
}
