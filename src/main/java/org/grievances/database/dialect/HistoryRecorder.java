package org.grievances.database.dialect;

import java.sql.SQLException;
import java.util.List;

/** Adds changes to the history of a table, in a database whose triggers do not. */
@FunctionalInterface
public interface HistoryRecorder {

  /**
   * Records a change of rows, which are locked: after they are created, or before they are updated
   * or deleted.
   *
   * @param keys of the rows, in ascending order; may be empty
   */
  void record(TableAccess rows, List<Object> keys, Change change) throws SQLException;
}
