package org.grievances.batch;

import static java.util.stream.Collectors.joining;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final int NOT_APPLIED = 424;

  private final String keyName;
  private final List<Outcome> outcomes = new ArrayList<>();
  private int failures;

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
    failures += isFailed(outcome) ? 1 : 0;
  }

  /** The number of items that have failed so far. */
  int failures() {
    return failures;
  }

  /**
   * Leaves an item out, since too many have failed before it.
   *
   * @param item the index of the item in the batch, from 0
   */
  void leaveOut(int item, Object key) {
    set(item, new Outcome(key, NOT_APPLIED, "Not applied"));
  }

  private OptionalInt firstFailed() {
    return IntStream.range(0, outcomes.size())
        .filter(item -> isFailed(outcomes.get(item)))
        .findFirst();
  }

  /** Whether an item has failed itself. */
  private static boolean isFailed(Outcome outcome) {
    return outcome.isFailure() && outcome.status() != NOT_APPLIED;
  }

  /**
   * How many items were created, updated or deleted, failed, and were not applied because others
   * failed: a dictionary (RFC 9651, section 3.2).
   */
  public String summary(Action action) {
    Map<String, Long> counts = new LinkedHashMap<>();
    action.doneStatuses().forEach((status, done) -> counts.put(done, count(status)));
    counts.put("failed", (long) failures);
    long notApplied = count(NOT_APPLIED);
    if (notApplied > 0) {
      counts.put("not-applied", notApplied);
    }
    return counts.entrySet().stream().map(Object::toString).collect(joining(", "));
  }

  private long count(int status) {
    return outcomes.stream().filter(outcome -> outcome.status() == status).count();
  }

  boolean hasFailures() {
    return failures > 0;
  }

  /** Removes the keys, because the records are not created after all. */
  void removeKeys() {
    outcomes.replaceAll(each -> new Outcome(null, each.status(), each.body()));
  }

  /** Reports each item that had not failed as not applied, because others failed. */
  void markNotApplied(Batch.Options options) {
    String body =
        options.atomic()
            ? "Not applied: item " + firstFailed().orElseThrow() + " failed"
            : "Not applied: as many items failed as maxFailures says";
    outcomes.replaceAll(each -> isFailed(each) ? each : new Outcome(each.key(), NOT_APPLIED, body));
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
          .forEach(outcome -> parsed.set(parsed.outcomes.size(), outcome));
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
