package org.grievances.schema;

import jakarta.persistence.SequenceGenerator;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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

  /** One description for each entity, so that those of a list and of a field's codes are one. */
  private static final ClassValue<Table> OF_ENTITIES =
      new ClassValue<>() {
        @Override
        protected Table computeValue(Class<?> entity) {
          return new Table(name(entity), sequence(entity), fieldsOf(entity));
        }
      };

  private final String name;
  private final String sequence;
  private final List<Field> fields;
  private final Map<String, Integer> positions = new HashMap<>();
  private final int key;
  private final int[] required;

  private Table(String name, String sequence, List<Field> fields) {
    this.name = name;
    this.sequence = sequence;
    this.fields = fields;
    fields.forEach(field -> positions.put(field.name(), positions.size()));
    this.key = positions(Field::key).findFirst().orElse(-1);
    this.required = positions(Field::required).toArray();
  }

  /** Describes the table of an entity: its fields are those of the class, with their limits. */
  public static Table of(Class<?> entity) {
    return OF_ENTITIES.get(entity);
  }

  /** Whether an entity has fields that hold codes of lists. */
  public static boolean holdsCodes(Class<?> entity) {
    return Stream.of(entity.getDeclaredFields()).anyMatch(f -> f.isAnnotationPresent(CodeOf.class));
  }

  private static String name(Class<?> entity) {
    return entity.getAnnotation(jakarta.persistence.Table.class).name();
  }

  private static String sequence(Class<?> entity) {
    SequenceGenerator generator = entity.getAnnotation(SequenceGenerator.class);
    return generator == null ? null : generator.sequenceName();
  }

  /** Those of the class itself before those that it inherits. */
  private static List<Field> fieldsOf(Class<?> entity) {
    return Stream.<Class<?>>iterate(entity, each -> each != Object.class, Class::getSuperclass)
        .flatMap(each -> Stream.of(each.getDeclaredFields()))
        .filter(member -> !member.isSynthetic() && !Modifier.isStatic(member.getModifiers()))
        .filter(member -> !member.getName().startsWith("_persistence"))
        .map(Field::of)
        .toList();
  }

  /** The same table with the fields of another description that this one lacks, after its own. */
  public Table with(Table more) {
    List<Field> all = new ArrayList<>(fields);
    more.fields.stream().filter(field -> position(field.name()) < 0).forEach(all::add);
    return new Table(name, sequence, all);
  }

  public String name() {
    return name;
  }

  /** The sequence that keys are taken from when a record is to get one. */
  public String sequence() {
    return sequence;
  }

  public List<Field> fields() {
    return fields;
  }

  /** The place of the field with this JSON name; -1 when there is none. */
  public int position(String member) {
    return positions.getOrDefault(member, -1);
  }

  private IntStream positions(Predicate<Field> kind) {
    return IntStream.range(0, fields.size()).filter(position -> kind.test(fields.get(position)));
  }

  /** The places of the fields that a record must have a value for. */
  public int[] required() {
    return required.clone();
  }

  /** Whether its records have a key; what only travels has none. */
  public boolean hasKey() {
    return key >= 0;
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

  /** The fields whose values are codes of lists. */
  public List<Field> coded() {
    return fields.stream().filter(field -> field.list().isPresent()).toList();
  }

  /** The field that marks the default entry, if this is a list of codes. */
  public Optional<Field> defaultFlag() {
    return fields.stream().filter(Field::defaultFlag).findFirst();
  }

  /** Whether what is written of one record changes another: a list has one default at most. */
  public boolean isList() {
    return defaultFlag().isPresent();
  }

  /**
   * Sets what the service keeps itself: who changed the record, when, and, where the record does
   * not say it, who entered it and when.
   */
  public void stamp(Object[] values, AuditStamp stamp) {
    String user =
        Truncation.of(stamp.author().user(), fields.get(position(UPDATE_USER)).maxLength());
    values[position(UPDATE_DATE)] = stamp.date();
    values[position(UPDATE_USER)] = user;
    values[position(ENTRY_DATE)] = orElse(values[position(ENTRY_DATE)], stamp.date());
    values[position(ENTRY_USER)] = orElse(values[position(ENTRY_USER)], user);
  }

  private static Object orElse(Object value, Object otherwise) {
    return value == null ? otherwise : value;
  }

  /** When the record was last changed, of which there are no two in one record's life. */
  public Object updateDate(Object[] values) {
    return values[position(UPDATE_DATE)];
  }

  /** Whether the field at a place tells which record is meant, and in which state. */
  public boolean isVersion(int position) {
    return position == key || position == position(UPDATE_DATE);
  }

  /** The fields that an update replaces: all but the key and those that tell of the entry. */
  public List<Field> updatable() {
    List<Field> updatable = new ArrayList<>(fields);
    updatable.removeIf(
        field -> field.key() || field.name().equals(ENTRY_DATE) || field.name().equals(ENTRY_USER));
    return updatable;
  }
}
