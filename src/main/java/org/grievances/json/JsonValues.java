package org.grievances.json;

import jakarta.json.stream.JsonGenerator;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;

/** The form that values have in responses. */
public final class JsonValues {

  private JsonValues() {}

  /**
   * Writes a member of an object; the types that exports have most come first.
   *
   * @param value null or an empty {@link Optional} if it has none
   */
  public static void write(JsonGenerator json, String name, Object value) {
    if (value == null) {
      json.writeNull(name);
    } else if (value instanceof String text) {
      json.write(name, text);
    } else if (value instanceof LocalDateTime dateTime) {
      json.write(name, utc(dateTime));
    } else if (value instanceof Integer number) {
      json.write(name, number);
    } else if (value instanceof Long number) {
      json.write(name, number);
    } else if (value instanceof Boolean flag) {
      json.write(name, flag);
    } else if (value instanceof Data data) {
      json.writeKey(name);
      data.write(json);
    } else if (value instanceof Optional<?> optional) {
      write(json, name, optional.orElse(null));
    } else {
      json.write(name, value.toString());
    }
  }

  /** A value as text; null for none. */
  public static String text(Object value) {
    return value instanceof LocalDateTime dateTime ? utc(dateTime) : Objects.toString(value, null);
  }

  /** A date-time in UTC: with a fraction only if it is not zero. */
  public static String utc(LocalDateTime dateTime) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(dateTime) + "Z";
  }
}
