package org.grievances.schema;

import jakarta.persistence.Id;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * One member of a record: its JSON name, the kind of its values, and the column that holds them.
 *
 * @param minLength minimum length of a text in UTF-16 code units; 0 for the other kinds
 * @param maxLength maximum length of a text in UTF-16 code units; 0 for the other kinds
 * @param required whether a record must have a value; always true for keys
 * @param list the list whose codes are its values, if there is one
 * @param defaultFlag whether it marks the default entry of a list
 */
public record Field(
    String name,
    Kind kind,
    int minLength,
    int maxLength,
    boolean key,
    boolean required,
    Optional<Table> list,
    boolean defaultFlag) {

  /** The type of a field's values. */
  public enum Kind {
    /** {@link Integer} */
    INTEGER,
    /** {@link Boolean} */
    BOOLEAN,
    /** {@link String} */
    TEXT,
    /** {@link LocalDateTime} in UTC, with microsecond precision */
    DATE_TIME
  }

  static Field of(java.lang.reflect.Field member) {
    Size size = member.getAnnotation(Size.class);
    CodeOf code = member.getAnnotation(CodeOf.class);
    boolean key = member.isAnnotationPresent(Id.class);
    return new Field(
        member.getName(),
        kind(member.getType()),
        size == null ? 0 : size.min(),
        size == null ? 0 : size.max(),
        key,
        key || member.isAnnotationPresent(NotNull.class),
        Optional.ofNullable(code).map(CodeOf::value).map(Table::of),
        member.isAnnotationPresent(DefaultFlag.class));
  }

  private static Kind kind(Class<?> type) {
    if (type == Integer.class) {
      return Kind.INTEGER;
    }
    if (type == Boolean.class) {
      return Kind.BOOLEAN;
    }
    if (type == String.class) {
      return Kind.TEXT;
    }
    if (type == LocalDateTime.class) {
      return Kind.DATE_TIME;
    }
    throw new IllegalArgumentException("No kind of field has values of " + type);
  }

  /** The column that holds it. */
  public String column() {
    return name.toLowerCase(Locale.ROOT);
  }
}
