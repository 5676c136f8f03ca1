package org.grievances.batch;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import org.grievances.item.Data;

/**
 * The response to a batch: for each item, at the item's index, the HTTP status of its outcome and a
 * text.
 */
public final class MultiStatus implements OutcomeSink, Data {
  private final String keyName;
  private final List<Outcome> outcomes = new ArrayList<>();

  public MultiStatus(String keyName) {
    this.keyName = keyName;
  }

  public List<Outcome> outcomes() {
    return outcomes;
  }

  @Override
  public void begin() {
    outcomes.clear();
  }

  @Override
  public void accept(int item, Outcome outcome) {
    while (outcomes.size() <= item) {
      outcomes.add(null);
    }
    outcomes.set(item, outcome);
  }

  /** Reports each item that had not failed as not applied, because another item failed. */
  @Override
  public void undo(int failed) {
    String body = "Not applied: item " + failed + " failed";
    outcomes.replaceAll(each -> each.isFailure() ? each : new Outcome(each.key(), 424, body));
  }

  @Override
  public Data answer() {
    return this;
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    for (Outcome outcome : outcomes) {
      json.writeStartObject().writeStartArray("id").writeStartObject().write("key", keyName);
      writeKey(json, outcome.key());
      json.writeEnd().writeEnd();
      json.write("status", outcome.status()).write("body", outcome.body()).writeEnd();
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
