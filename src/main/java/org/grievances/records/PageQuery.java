package org.grievances.records;

import java.util.List;
import org.grievances.schema.Sort;

/**
 * Which page of a list is asked for.
 *
 * @param sorts the order; empty where the list has one of its own
 * @param number from 1
 * @param size records on a page
 */
public record PageQuery(List<Sort> sorts, int number, int size) {

  /** How many records come before the page. */
  long offset() {
    return (number - 1L) * size;
  }
}
