package org.grievances.records;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Position;
import org.grievances.schema.Sort;

/**
 * The requested page of a list.
 *
 * @param fields that are shown of each record
 * @param conditions which all records of the list fulfil
 * @param sorts the sort order; empty if the list has a fixed order
 * @param after the place after which the page begins; empty if it has a number
 * @param number the page number, from 1
 * @param size the number of records per page
 * @param countTo at which the counting of records stops
 */
public record PageQuery(
    List<Field> fields,
    List<Condition> conditions,
    List<Sort> sorts,
    Optional<Position> after,
    int number,
    int size,
    OptionalLong countTo) {

  /** The number of records before the page. */
  public long offset() {
    return (number - 1L) * size;
  }

  /**
   * The fields that are read of each record: those that are shown, and then the others of the
   * order.
   */
  List<Field> fieldsRead() {
    return Stream.concat(fields.stream(), sorts.stream().map(Sort::field)).distinct().toList();
  }

  /**
   * The place of a row of the list; empty if the list is sorted by texts of which only the first
   * characters count.
   *
   * @param row its values of {@link #fieldsRead}
   */
  Optional<Position> place(Object[] row) {
    List<Field> read = fieldsRead();
    return sorts.stream().map(Sort::field).anyMatch(PageQuery::isLong)
        ? Optional.empty()
        : Optional.of(
            new Position(sorts.stream().map(sort -> row[read.indexOf(sort.field())]).toList()));
  }

  private static boolean isLong(Field field) {
    return field.maxLength() > Sort.TEXT_LENGTH;
  }
}
