package org.grievances.database;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The description of a table, read off its entity class: all that the batch engine knows of the
 * records it handles. A record travels as an array of values, one for each field, in this order.
 */
public final class Table {
  private static final String ENTRY_DATE = "entry_Date";
  private static final String ENTRY_USER = "entry_User";
  private static final String UPDATE_DATE = "update_Date";
  private static final String UPDATE_USER = "update_User";

  private final String name;
  private final List<Field> fields;
  private final Map<String, Integer> positions = new HashMap<>();
  private final int key;

  private Table(String name, List<Field> fields) {
    this.name = name;
    this.fields = fields;
    fields.forEach(field -> positions.put(field.name(), positions.size()));
    this.key = fields.indexOf(fields.stream().filter(Field::key).findFirst().orElseThrow());
  }

  /** Describes the table of an entity: its fields are those of the class, with their limits. */
  public static Table of(Class<?> entity) {
    return new Table(
        entity.getAnnotation(jakarta.persistence.Table.class).name(),
        Stream.of(entity.getDeclaredFields())
            .filter(member -> !member.isSynthetic() && !Modifier.isStatic(member.getModifiers()))
            .filter(member -> !member.getName().startsWith("_persistence"))
            .map(Field::of)
            .toList());
  }

  public String name() {
    return name;
  }

  public List<Field> fields() {
    return fields;
  }

  /** The place of the field with this JSON name; -1 when there is none. */
  public int position(String member) {
    return positions.getOrDefault(member, -1);
  }

  public Field keyField() {
    return fields.get(key);
  }

  public Object key(Object[] values) {
    return values[key];
  }

  public void setKey(Object[] values, Object value) {
    values[key] = value;
  }

  /**
   * Sets what the service keeps itself: who changed the record, when, and, where the record does
   * not say it, who entered it and when.
   */
  public void stamp(Object[] values, Stamp stamp) {
    values[position(UPDATE_DATE)] = stamp.date();
    values[position(UPDATE_USER)] = stamp.user();
    values[position(ENTRY_DATE)] = orElse(values[position(ENTRY_DATE)], stamp.date());
    values[position(ENTRY_USER)] = orElse(values[position(ENTRY_USER)], stamp.user());
  }

  private static Object orElse(Object value, Object otherwise) {
    return value == null ? otherwise : value;
  }

  /** The fields that an update replaces: all but the key and those that tell of the entry. */
  List<Field> updatable() {
    List<Field> updatable = new ArrayList<>(fields);
    updatable.removeIf(
        field -> field.key() || field.name().equals(ENTRY_DATE) || field.name().equals(ENTRY_USER));
    return updatable;
  }
}
