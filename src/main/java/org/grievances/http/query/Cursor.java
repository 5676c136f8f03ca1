package org.grievances.http.query;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.grievances.http.problem.ProblemException;
import org.grievances.http.request.RequestParameters;
import org.grievances.item.FieldValue;
import org.grievances.item.InvalidValueException;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.json.SmallJson;
import org.grievances.schema.Field;
import tools.jackson.core.JsonGenerator;

/**
 * An opaque cursor of a list, for the query parameter {@code after}: the values of some fields.
 * Clients get it in a link and pass it on unchanged.
 */
public final class Cursor {
  private Cursor() {}

  public static String of(List<Object> values) {
    Data texts =
        json -> {
          json.writeStartArray();
          values.forEach(value -> write(json, JsonValues.text(value)));
          json.writeEndArray();
        };
    byte[] bytes = texts.text().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void write(JsonGenerator json, String text) {
    if (text == null) {
      json.writeNull();
    } else {
      json.writeString(text);
    }
  }

  /**
   * The values of these fields.
   *
   * @throws ProblemException {@code MALFORMED_REQUEST} if the text is not a cursor of such a list
   */
  public static List<Object> parse(String text, List<Field> fields) {
    try {
      String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      return values(SmallJson.read(json, JsonArray.class).orElseThrow(), fields);
    } catch (RuntimeException | InvalidValueException e) {
      throw RequestParameters.malformed(
          "The parameter after is not from a link to this list; take the link as it is.");
    }
  }

  private static List<Object> values(JsonArray texts, List<Field> fields)
      throws InvalidValueException {
    if (texts.size() != fields.size()) {
      throw new IllegalArgumentException("another number of values");
    }
    List<Object> values = new ArrayList<>();
    for (int position = 0; position < texts.size(); position++) {
      Field field = fields.get(position);
      boolean absent = texts.get(position) == JsonValue.NULL && !field.required();
      values.add(
          absent
              ? null
              : FieldValue.parse(
                  field, ((JsonString) texts.get(position)).getString(), ZoneOffset.UTC));
    }
    return values;
  }
}
