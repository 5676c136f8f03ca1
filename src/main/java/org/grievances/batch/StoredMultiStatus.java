package org.grievances.batch;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError;
import org.grievances.failure.RequestError.TextLength;
import org.grievances.item.ErrorsData;
import org.grievances.item.ItemErrors;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/** The outcomes of a batch as they are stored, from which every form of them can be sent. */
public record StoredMultiStatus(MultiStatus outcomes) implements Data {
  private static final String KEY = "key";
  private static final String STATUS = "status";
  private static final String DONE = "done";
  private static final String ERRORS = "errors";
  private static final String MORE = "more";

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    outcomes.outcomes().forEach(outcome -> write(json, outcome));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Outcome outcome) {
    json.writeStartObject();
    JsonValues.write(json, KEY, outcome.key());
    json.writeNumberProperty(STATUS, outcome.status());
    if (outcome.isFailure()) {
      JsonValues.write(json, ERRORS, ErrorsData.of(outcome.errors()));
      json.writeNumberProperty(MORE, outcome.errors().more());
    } else {
      json.writeStringProperty(DONE, outcome.done());
    }
    json.writeEndObject();
  }

  /**
   * Reads what was stored.
   *
   * @param keyName the name of the key of the table
   */
  public static MultiStatus parse(String keyName, Data stored) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    stored.writeTo(text);
    MultiStatus parsed = new MultiStatus(keyName);
    try (JsonParser json = Json.createParser(new ByteArrayInputStream(text.toByteArray()))) {
      json.next();
      json.getArrayStream()
          .map(JsonValue::asJsonObject)
          .map(StoredMultiStatus::outcome)
          .forEach(outcome -> parsed.set(parsed.outcomes().size(), outcome));
    }
    return parsed;
  }

  private static Outcome outcome(JsonObject item) {
    Object key = key(item.get(KEY));
    int status = item.getInt(STATUS);
    return item.containsKey(DONE)
        ? Outcome.done(key, status, item.getString(DONE))
        : Outcome.failed(key, status, errors(item));
  }

  private static Object key(JsonValue key) {
    return key instanceof JsonNumber number
        ? (Object) number.intValue()
        : key instanceof JsonString text ? text.getString() : null;
  }

  private static ItemErrors errors(JsonObject item) {
    List<RequestError> reported =
        item.getJsonArray(ERRORS).stream()
            .map(JsonValue::asJsonObject)
            .map(StoredMultiStatus::error)
            .toList();
    return new ItemErrors(reported, item.getInt(MORE));
  }

  private static RequestError error(JsonObject error) {
    return RequestError.of(
            ErrorCode.labelled(error.getString("code")),
            error.getString("member", null),
            error.getString("message"))
        .with(
            error.containsKey("length")
                ? new TextLength(error.getInt("length"), error.getInt("limit"))
                : null)
        .at(error.getInt("line", 0), error.getInt("column", 0));
  }
}
