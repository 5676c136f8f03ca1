package org.grievances.records;

import java.util.List;
import org.grievances.schema.Condition;
import org.grievances.schema.Sort;

/**
 * The requested page of a list.
 *
 * @param conditions which all records of the list fulfil
 * @param sorts the sort order; empty if the list has a fixed order
 * @param number the page number, from 1
 * @param size the number of records per page
 */
public record PageQuery(List<Condition> conditions, List<Sort> sorts, int number, int size) {

  /** The number of records before the page. */
  public long offset() {
    return (number - 1L) * size;
  }
}
