package org.grievances.database.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some of the changes to the records of a table, in the order of their commits.
 *
 * @param next the place after them
 * @param end how far changes could be read
 * @param complete whether there were no more that could be read
 */
public record ChangePage(
    List<RecordChange> changes, ChangePlace next, ChangesEnd end, boolean complete) {

  /** The same page with only the last change of each record. */
  public ChangePage latest() {
    Map<Object, RecordChange> latest = new LinkedHashMap<>();
    for (RecordChange change : changes) {
      latest.remove(change.key());
      latest.put(change.key(), change);
    }
    return new ChangePage(List.copyOf(latest.values()), next, end, complete);
  }
}
