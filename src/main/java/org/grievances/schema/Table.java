package org.grievances.schema;

import jakarta.persistence.SequenceGenerator;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The description of a table, derived from its entity class: all that the batch engine knows about
 * the records it handles. A record is passed as an array of values, one for each field, in this
 * order.
 */
public final class Table {
  /** The error of a field that must have a value and has none. */
  public static final String REQUIRED = "required";

  private static final String ENTRY_DATE = "entry_Date";
  private static final String ENTRY_USER = "entry_User";
  private static final String UPDATE_DATE = "update_Date";
  private static final String UPDATE_USER = "update_User";

  /** One instance per entity, so that a list and the fields that hold its codes share it. */
  private static final ClassValue<Table> OF_ENTITIES =
      new ClassValue<>() {
        @Override
        protected Table computeValue(Class<?> entity) {
          return new Table(entity);
        }
      };

  private final Class<?> entity;
  private final String name;
  private final String label;
  private final RowRule rule;
  private final List<EntityMember> members;
  private final List<Field> fields;
  private final Map<String, Integer> positions = new HashMap<>();
  private final int key;
  private final int[] keyParts;
  private final int[] required;
  private final List<Field> coded;
  private final List<Field> updatable;
  private final int entryDate;
  private final int entryUser;
  private final int updateDate;
  private final int updateUser;
  private final int[] withDefault;
  private final Optional<Parent> parent;
  private final Table stored;

  /** One instance per type, since the statements of each table are made once. */
  private final Map<Class<?>, Table> parts = new ConcurrentHashMap<>();

  private Table(Class<?> entity) {
    this(entity, null, EntityMember.of(entity), null, ruleOf(entity));
  }

  /**
   * @param label its name in jobs and metrics; null for that of the entity's table
   * @param stored with all that is stored of its records; null for what the entity has
   */
  private Table(
      Class<?> entity, String label, List<EntityMember> members, Table stored, RowRule rule) {
    this.entity = entity;
    this.name = entity.getAnnotation(jakarta.persistence.Table.class).name();
    this.label = label == null ? name : label;
    this.rule = rule;
    this.members = members;
    this.fields = members.stream().map(EntityMember::field).toList();
    fields.forEach(field -> positions.put(field.name(), positions.size()));
    this.key = positions(Field::key).findFirst().orElse(-1);
    this.keyParts = keyParts();
    this.required = positions(Field::required).toArray();
    this.coded = fields.stream().filter(field -> field.list().isPresent()).toList();
    this.updatable = fields.stream().filter(Table::isUpdatable).toList();
    this.entryDate = position(ENTRY_DATE);
    this.entryUser = position(ENTRY_USER);
    this.updateDate = position(UPDATE_DATE);
    this.updateUser = position(UPDATE_USER);
    this.withDefault = positions(field -> field.otherwise() != null).toArray();
    this.parent = findParent();
    this.stored = stored == null ? withEmbedded() : stored;
  }

  private int[] keyParts() {
    KeyOf made = entity.getAnnotation(KeyOf.class);
    return made == null ? new int[0] : Stream.of(made.value()).mapToInt(this::position).toArray();
  }

  private Table withEmbedded() {
    List<EntityMember> embedded = EntityMember.ofEmbedded(entity);
    return members.containsAll(embedded)
        ? this
        : new Table(
            entity, null, Stream.concat(members.stream(), embedded.stream()).toList(), null, rule);
  }

  /** The table of an entity, with the fields of the class and their limits. */
  public static Table of(Class<?> entity) {
    return OF_ENTITIES.get(entity);
  }

  /** Whether an entity is one of records with a history, but no list of codes. */
  public static boolean holdsRecords(Class<?> entity) {
    return entity.isAnnotationPresent(KeyOf.class)
        || Stream.of(entity.getDeclaredFields())
            .anyMatch(
                member ->
                    member.isAnnotationPresent(CodeOf.class)
                        || member.isAnnotationPresent(BelongsTo.class));
  }

  /** This table, followed by the fields of the objects that are embedded in its entity. */
  public Table stored() {
    return stored;
  }

  /** The parts of its records that are read and replaced by themselves. */
  public List<Table> parts() {
    return Stream.of(entity.getDeclaredFields())
        .map(java.lang.reflect.Field::getType)
        .filter(type -> type.isAnnotationPresent(Part.class))
        .map(this::part)
        .toList();
  }

  /**
   * A part of its records: its members, with the key of the record before them and who changed the
   * record when after them.
   *
   * @param type that the entity embeds
   */
  public Table part(Class<?> type) {
    return parts.computeIfAbsent(type, this::newPart);
  }

  private Table newPart(Class<?> type) {
    Part part = type.getAnnotation(Part.class);
    Stream<EntityMember> own = stored.members.stream().filter(member -> member.isIn(type));
    Stream<EntityMember> stamp =
        Stream.of(ENTRY_DATE, ENTRY_USER, UPDATE_DATE, UPDATE_USER)
            .map(member -> members.get(position(member)));
    List<EntityMember> all =
        Stream.of(Stream.of(members.get(key)), own, stamp).flatMap(each -> each).toList();
    return new Table(entity, part.value(), all, stored, ruleOf(type));
  }

  /** The fields of its entity, followed by those of one object that the entity embeds. */
  public Table with(Class<?> embedded) {
    return new Table(
        entity,
        null,
        stored.members.stream()
            .filter(member -> members.contains(member) || member.isIn(embedded))
            .toList(),
        stored,
        rule);
  }

  private static RowRule ruleOf(Class<?> type) {
    Ruled ruled = type.getAnnotation(Ruled.class);
    return ruled == null ? new RowRule.None() : (RowRule) newInstance(ruled.value());
  }

  private static Object newInstance(Class<?> type) {
    try {
      return EntityMember.newInstance(type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The table of the records that its records belong to, if they belong to others. */
  public Optional<Parent> parent() {
    return parent;
  }

  private Optional<Parent> findParent() {
    return Stream.of(entity.getDeclaredFields())
        .filter(member -> member.isAnnotationPresent(BelongsTo.class))
        .findFirst()
        .map(this::parent);
  }

  private Parent parent(java.lang.reflect.Field member) {
    BelongsTo belongs = member.getAnnotation(BelongsTo.class);
    return new Parent(
        of(belongs.value()).stored(),
        field(member.getName()),
        (Summary) newInstance(belongs.summary()));
  }

  /** Whether it is a part of the records of another table. */
  public boolean isPart() {
    return !label.equals(name);
  }

  /** Its name in jobs and metrics. */
  public String label() {
    return label;
  }

  /** The rule that the values of a record fulfil together. */
  public RowRule rule() {
    return rule;
  }

  /** The entity class of its records. */
  public Class<?> entity() {
    return entity;
  }

  /**
   * The key of the record that a record belongs to.
   *
   * @param values of the record
   */
  public Object parentKey(Object[] values) {
    return values[position(parent.orElseThrow().key().name())];
  }

  /** Makes a new entity with these values. */
  public Object newEntity(Object[] values) {
    Object created = newInstance(entity);
    for (int position = 0; position < values.length; position++) {
      members.get(position).set(created, values[position]);
    }
    return created;
  }

  /** Replaces the values of an entity, but not its key nor the date and the user of its entry. */
  public void replace(Object record, Object[] values) {
    for (Field field : updatable()) {
      int position = position(field.name());
      members.get(position).set(record, values[position]);
    }
  }

  /** The values of an entity. */
  public Object[] values(Object record) {
    return members.stream().map(member -> member.value(record)).toArray();
  }

  public String name() {
    return name;
  }

  /**
   * The values of a record of which some fields change.
   *
   * @param sent the positions of the values that are new
   * @param current the values of the others
   */
  public Object[] merge(Object[] values, BitSet sent, Object[] current) {
    Object[] merged = current.clone();
    sent.stream().forEach(position -> merged[position] = values[position]);
    return merged;
  }

  /** Adds to the positions of sent values those that the service sets with each change. */
  public void addStamped(BitSet sent) {
    sent.set(updateDate);
    sent.set(updateUser);
  }

  /** Whether the service can give keys to its records. */
  public boolean hasSequence() {
    return !isPart() && entity.isAnnotationPresent(SequenceGenerator.class);
  }

  /** The sequence that generates keys for records that need one. */
  public String sequence() {
    return entity.getAnnotation(SequenceGenerator.class).sequenceName();
  }

  public List<Field> fields() {
    return fields;
  }

  /** The position of the field with this JSON name; -1 when there is none. */
  public int position(String member) {
    return positions.getOrDefault(member, -1);
  }

  /** The field with this JSON name, which must exist. */
  public Field field(String member) {
    return fields.get(position(member));
  }

  private IntStream positions(Predicate<Field> kind) {
    return IntStream.range(0, fields.size()).filter(position -> kind.test(fields.get(position)));
  }

  /** The positions of the fields that a record must have a value for. */
  public int[] required() {
    return required.clone();
  }

  /** Whether its records have a key; data that is only transferred has none. */
  public boolean hasKey() {
    return key >= 0;
  }

  public Field keyField() {
    return fields.get(key);
  }

  /** The key of an entity. */
  public Object keyOf(Object record) {
    return members.get(key).value(record);
  }

  public Object key(Object[] values) {
    return values[key];
  }

  /** The field that each sent record names first: the key, or the first of which it is made. */
  public Field sentKey() {
    return makesKey() ? fields.get(keyParts[0]) : keyField();
  }

  /** Whether the key of its records is made of other values. */
  public boolean makesKey() {
    return keyParts.length > 0;
  }

  /** Whether the field at this position identifies the record. */
  public boolean isOfKey(int position) {
    return position == key || IntStream.of(keyParts).anyMatch(part -> part == position);
  }

  /** The key that is made of the other values of a record; null if they are all missing. */
  public String madeKey(Object[] values) {
    String made =
        IntStream.of(keyParts)
            .mapToObj(part -> values[part])
            .filter(Objects::nonNull)
            .map(Object::toString)
            .collect(Collectors.joining(" "));
    return made.isEmpty() ? null : made;
  }

  public void setKey(Object[] values, Object value) {
    values[key] = value;
  }

  /** The fields whose values are codes of lists. */
  public List<Field> coded() {
    return coded;
  }

  /** The lists whose codes its records use, each once. */
  public List<Table> codeLists() {
    return coded.stream().flatMap(field -> field.list().stream()).distinct().toList();
  }

  /** The fields whose values are codes of a list. */
  public List<Field> codesOf(Table list) {
    return coded.stream().filter(field -> field.list().filter(list::equals).isPresent()).toList();
  }

  /** The field that marks the default entry, if this is a list of codes. */
  public Optional<Field> defaultFlag() {
    return fields.stream().filter(Field::defaultFlag).findFirst();
  }

  /** Whether writing one record can change another: a list has at most one default. */
  public boolean isList() {
    return defaultFlag().isPresent();
  }

  /**
   * Sets the audit fields: who changed the record and when and, if the record does not say so
   * itself, who entered it and when. Members of a few names that have a default get it.
   */
  public void stamp(Object[] values, AuditStamp stamp) {
    String user = Truncation.of(stamp.author().user(), fields.get(updateUser).maxLength());
    values[updateDate] = stamp.date();
    values[updateUser] = user;
    values[entryDate] = orElse(values[entryDate], stamp.date());
    values[entryUser] = orElse(values[entryUser], user);
    for (int position : withDefault) {
      values[position] = orElse(values[position], fields.get(position).otherwise());
    }
  }

  private static Object orElse(Object value, Object otherwise) {
    return value == null ? otherwise : value;
  }

  /** When the record was last changed; a record never has the same value twice. */
  public LocalDateTime updateDate(Object[] values) {
    return (LocalDateTime) values[updateDate];
  }

  /** Whether its records change, so that each has a history and the database counts them. */
  public boolean hasHistory() {
    return updateDate >= 0;
  }

  public Field updateDate() {
    return fields.get(updateDate);
  }

  /** Whether the field at this position identifies the record or its version. */
  public boolean isVersion(int position) {
    return isOfKey(position) || position == updateDate;
  }

  /** The fields that an update replaces: all but the key and the entry's date and user. */
  public List<Field> updatable() {
    return updatable;
  }

  /** Those of these fields that an update replaces. */
  public List<Field> updatable(BitSet positions) {
    return updatable.stream().filter(field -> positions.get(position(field.name()))).toList();
  }

  private static boolean isUpdatable(Field field) {
    return !field.key() && !field.name().equals(ENTRY_DATE) && !field.name().equals(ENTRY_USER);
  }
}
