package org.grievances.batch;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.grievances.item.Lines;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;

/**
 * The response to a batch: for each item, at the item's index, the HTTP status of its outcome and a
 * text.
 */
public final class MultiStatus implements Data, Lines {
  private final String keyName;
  private final List<Outcome> outcomes = new ArrayList<>();

  MultiStatus(String keyName) {
    this.keyName = keyName;
  }

  public List<Outcome> outcomes() {
    return outcomes;
  }

  /**
   * Sets the outcome of an item; items may come in any order.
   *
   * @param item the index of the item in the batch, from 0
   */
  void set(int item, Outcome outcome) {
    while (outcomes.size() <= item) {
      outcomes.add(null);
    }
    outcomes.set(item, outcome);
  }

  private OptionalInt firstFailed() {
    return IntStream.range(0, outcomes.size())
        .filter(item -> outcomes.get(item).isFailure())
        .findFirst();
  }

  boolean hasFailures() {
    return firstFailed().isPresent();
  }

  /** Reports each item that had not failed as not applied, because another item failed. */
  void markNotApplied() {
    String body = "Not applied: item " + firstFailed().orElseThrow() + " failed";
    outcomes.replaceAll(each -> each.isFailure() ? each : new Outcome(each.key(), 424, body));
  }

  /** Reports each item that had not failed as one that would be applied. */
  void markAsDryRun() {
    outcomes.replaceAll(each -> each.isFailure() ? each : each.hypothetical());
  }

  /** Reads one that was stored. */
  public static MultiStatus parse(String keyName, Data stored) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    stored.writeTo(text);
    MultiStatus parsed = new MultiStatus(keyName);
    try (JsonParser json = Json.createParser(new ByteArrayInputStream(text.toByteArray()))) {
      json.next();
      json.getArrayStream()
          .map(JsonValue::asJsonObject)
          .map(MultiStatus::outcome)
          .forEach(parsed.outcomes::add);
    }
    return parsed;
  }

  private static Outcome outcome(JsonObject item) {
    JsonValue key = item.getJsonArray("id").getJsonObject(0).get("value");
    return new Outcome(
        key instanceof JsonNumber number
            ? (Object) number.intValue()
            : key instanceof JsonString text ? text.getString() : null,
        item.getInt("status"),
        item.getString("body"));
  }

  @Override
  public List<String> columns() {
    return List.of("item", keyName, "status", "body");
  }

  @Override
  public Iterator<Line> iterator() {
    return IntStream.range(0, outcomes.size()).mapToObj(this::line).iterator();
  }

  private Line line(int item) {
    Outcome outcome = outcomes.get(item);
    return new Line() {
      @Override
      public List<String> cells() {
        return Arrays.asList(
            Integer.toString(item),
            Objects.toString(outcome.key(), null),
            Integer.toString(outcome.status()),
            outcome.body());
      }

      @Override
      public Data object() {
        return json -> write(json, outcome);
      }
    };
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    outcomes.forEach(outcome -> write(json, outcome));
    json.writeEnd();
  }

  private void write(JsonGenerator json, Outcome outcome) {
    json.writeStartObject().writeStartArray("id").writeStartObject().write("key", keyName);
    JsonValues.write(json, "value", outcome.key());
    json.writeEnd().writeEnd();
    json.write("status", outcome.status()).write("body", outcome.body()).writeEnd();
  }
}
