package org.grievances.database.dialect;

import java.util.List;

/**
 * The number of rows of a group.
 *
 * @param group for each grouping, the value of the field, which may be null, or the number of the
 *     case
 */
public record GroupCount(List<Object> group, long count) {

  /** The number of the case, of a grouping by cases. */
  public int caseOf(int grouping) {
    return (Integer) group.get(grouping);
  }
}
