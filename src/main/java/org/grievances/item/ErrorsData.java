package org.grievances.item;

import java.util.List;
import org.grievances.failure.RequestError;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/**
 * Errors as JSON: an array of objects.
 *
 * @param arePointed whether each says where it is in the body by a JSON pointer (RFC 6901), as the
 *     errors of a problem do (RFC 9457, section 3)
 */
public record ErrorsData(List<RequestError> errors, boolean arePointed) implements Data {

  /** The errors of an item; none if it did not fail. */
  public static ErrorsData of(ItemErrors errors) {
    return new ErrorsData(errors == null ? List.of() : errors.reported(), false);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    errors.forEach(error -> write(json, error));
    json.writeEndArray();
  }

  private void write(JsonGenerator json, RequestError error) {
    json.writeStartObject();
    JsonValues.write(json, "member", error.member());
    json.writeStringProperty("code", error.code().label())
        .writeStringProperty("message", error.message());
    if (arePointed && error.member() != null) {
      json.writeStringProperty(
          "pointer", "#/" + error.member().replace("~", "~0").replace("/", "~1"));
    }
    if (error.length() != null) {
      json.writeNumberProperty("length", error.length().actual())
          .writeNumberProperty("limit", error.length().limit());
    }
    writeKnown(json, "line", error.line());
    writeKnown(json, "column", error.column());
    json.writeEndObject();
  }

  private static void writeKnown(JsonGenerator json, String name, long number) {
    if (number > 0) {
      json.writeNumberProperty(name, number);
    }
  }
}
