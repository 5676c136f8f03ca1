package org.grievances.schema;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One member of a record: its JSON name, the kind of its values, and the column that holds them.
 *
 * @param column the column that holds it
 * @param minLength minimum length of a text in UTF-16 code units; 0 for the other kinds
 * @param maxLength maximum length of a text in UTF-16 code units; 0 for the other kinds
 * @param required whether a record must have a value; always true for keys
 * @param names the texts that it can have; empty if it can have any
 * @param otherwise the one that a new record has which says none; null for none
 * @param list the list whose codes are its values, if there is one
 * @param defaultFlag whether it marks the default entry of a list
 */
public record Field(
    String name,
    String column,
    Kind kind,
    int minLength,
    int maxLength,
    boolean key,
    boolean required,
    List<String> names,
    String otherwise,
    Optional<Table> list,
    boolean defaultFlag) {

  /** The type of a field's values. */
  public enum Kind {
    INTEGER(Integer.class, Types.INTEGER),
    BOOLEAN(Boolean.class, Types.BOOLEAN),
    TEXT(String.class, Types.VARCHAR),
    /** In UTC, with microsecond precision. */
    DATE_TIME(LocalDateTime.class, Types.TIMESTAMP),
    /** Whole numbers, which a column has as a text with commas between them. */
    INTEGERS(List.class, Types.VARCHAR);

    private final Class<?> javaType;
    private final int sqlType;

    Kind(Class<?> javaType, int sqlType) {
      this.javaType = javaType;
      this.sqlType = sqlType;
    }

    public Class<?> javaType() {
      return javaType;
    }

    /** One of {@link Types}. */
    public int sqlType() {
      return sqlType;
    }

    private static Kind of(Class<?> javaType) {
      return Stream.of(values())
          .filter(kind -> kind.javaType == javaType)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("No kind of field has " + javaType));
    }
  }

  static Field of(java.lang.reflect.Field member) {
    Size size = member.getAnnotation(Size.class);
    OneOf names = member.getAnnotation(OneOf.class);
    CodeOf code = member.getAnnotation(CodeOf.class);
    boolean key = member.isAnnotationPresent(Id.class);
    Column column = member.getAnnotation(Column.class);
    return new Field(
        member.getName(),
        column == null ? member.getName().toLowerCase(Locale.ROOT) : column.name(),
        Kind.of(member.getType()),
        size == null ? 0 : size.min(),
        size == null ? 0 : size.max(),
        key,
        key || member.isAnnotationPresent(NotNull.class),
        names == null
            ? List.of()
            : Stream.of(names.value().getEnumConstants()).map(Enum::name).toList(),
        names == null || names.otherwise().isEmpty() ? null : names.otherwise(),
        Optional.ofNullable(code).map(CodeOf::value).map(Table::of),
        member.isAnnotationPresent(DefaultFlag.class));
  }
}
