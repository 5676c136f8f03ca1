package org.grievances.scope;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * The part of the records that the caller of the current request may see, wherever these are read:
 * only those with certain values in certain members, and none of the members that are hidden. It
 * belongs to the thread that handles the request, so that no operation can forget it. Lists of
 * codes are for everybody.
 *
 * @param values the values that records have, by member; a member with no value lets none be seen
 * @param hidden the members that are neither shown nor changed
 */
public record Scope(Map<String, Set<String>> values, Set<String> hidden) {
  /** Everything, as for the service itself. */
  public static final Scope ALL = new Scope(Map.of(), Set.of());

  private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

  /** The scope of the request that the thread handles. */
  public static Scope current() {
    Scope scope = CURRENT.get();
    return scope == null ? ALL : scope;
  }

  /** Begins a request with this scope. */
  public void begin() {
    CURRENT.set(this);
  }

  /** Ends the request that the thread handled. */
  public static void end() {
    CURRENT.remove();
  }

  /** The records and members that both this and another one let see. */
  public Scope and(Scope other) {
    Map<String, Set<String>> both = new TreeMap<>(values);
    other.values.forEach((member, some) -> both.merge(member, some, Scope::common));
    Set<String> hiddenInOne = new TreeSet<>(hidden);
    hiddenInOne.addAll(other.hidden);
    return new Scope(both, hiddenInOne);
  }

  private static Set<String> common(Set<String> one, Set<String> other) {
    Set<String> common = new HashSet<>(one);
    common.retainAll(other);
    return common;
  }

  /** Whether only some records can be seen. */
  public boolean limitsRecords() {
    return !values.isEmpty();
  }

  /** Whether it hides this member of a table. */
  public boolean hides(Table table, Field field) {
    return !hidden.isEmpty() && !table.isList() && hidden.contains(field.name());
  }

  /** Whether it hides any member of a table. */
  public boolean hidesAnyOf(Table table) {
    return !hidden.isEmpty() && table.fields().stream().anyMatch(field -> hides(table, field));
  }

  /** The fields of a table that can be seen. */
  public List<Field> visible(Table table) {
    return hidden.isEmpty()
        ? table.fields()
        : table.fields().stream().filter(field -> !hides(table, field)).toList();
  }

  /** The conditions that the records of a table fulfil which can be seen. */
  public List<Condition> conditions(Table table) {
    List<Condition> conditions = new ArrayList<>();
    Table whole = Table.of(table.entity());
    values.forEach(
        (member, some) -> {
          if (whole.position(member) >= 0) {
            conditions.add(
                some.isEmpty()
                    ? Condition.absent(whole.keyField())
                    : Condition.oneOf(whole.field(member), Set.copyOf(some)));
          }
        });
    return conditions;
  }

  /**
   * Whether a record can be seen.
   *
   * @param row its values of all fields of the table, which has those of its entity
   */
  public boolean includes(Table table, Object[] row) {
    return conditions(table).stream()
        .allMatch(each -> each.isFulfilled(field -> row[table.position(field.name())]));
  }

  /** Distinguishes it from others, on each server in the same way; empty if it limits nothing. */
  public String text() {
    if (equals(ALL)) {
      return "";
    }
    Map<String, Set<String>> sorted = new TreeMap<>();
    values.forEach((member, some) -> sorted.put(member, new TreeSet<>(some)));
    return sorted + " " + new TreeSet<>(hidden);
  }
}
