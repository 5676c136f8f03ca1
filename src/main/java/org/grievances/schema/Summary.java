package org.grievances.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a record that follow from the records that belong to it. They are set in the
 * transaction that writes one of these, so that nobody sees one without the other.
 */
public interface Summary {
  /** The names of these members. */
  Set<String> members();

  /**
   * The fields that they follow from.
   *
   * @param table of the records that belong to another
   */
  List<Field> fields(Table table);

  /** The conditions that those of these records fulfil which count. */
  List<Condition> conditions(Table table);

  /**
   * The values of the members, by name; those that are left out have none.
   *
   * @param rows the records that count, all of one record, with their values of the fields
   */
  Map<String, Object> of(List<Object[]> rows);
}
