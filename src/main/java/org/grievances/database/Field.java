package org.grievances.database;

import jakarta.persistence.Id;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Locale;

/**
 * One member of a record: its JSON name, the kind of its values, and the column that holds them.
 *
 * @param maxLength UTF-16 code units a text may have; 0 for the other kinds
 */
public record Field(String name, Kind kind, int maxLength, boolean key) {

  /** What a field's values are. */
  public enum Kind {
    /** {@link Integer} */
    INTEGER,
    /** {@link String} */
    TEXT,
    /** {@link java.time.LocalDateTime} in UTC, to the microsecond */
    DATE_TIME
  }

  static Field of(java.lang.reflect.Field member) {
    Size size = member.getAnnotation(Size.class);
    return new Field(
        member.getName(),
        kind(member.getType()),
        size == null ? 0 : size.max(),
        member.isAnnotationPresent(Id.class));
  }

  private static Kind kind(Class<?> type) {
    if (type == Integer.class) {
      return Kind.INTEGER;
    }
    if (type == String.class) {
      return Kind.TEXT;
    }
    if (type == Instant.class) {
      return Kind.DATE_TIME;
    }
    throw new IllegalArgumentException("No kind of field has values of " + type);
  }

  String column() {
    return name.toLowerCase(Locale.ROOT);
  }
}
