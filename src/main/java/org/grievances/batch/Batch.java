package org.grievances.batch;

import org.grievances.database.Database;
import org.grievances.database.Table;
import org.grievances.item.Body;
import org.grievances.item.ItemReader;

/**
 * A batch as it was received: what to put where, for whom, and how.
 *
 * @param user recorded as the one who entered or updated the records
 * @param maxItems how many items it may have
 */
public record Batch(
    Table table, Database database, Body body, String user, Options options, int maxItems) {

  /**
   * What the caller asked for.
   *
   * @param atomic all items or none
   * @param dryRun check and run everything, keep nothing
   * @param strict refuse members that are not known
   */
  public record Options(boolean atomic, boolean dryRun, boolean strict) {}

  ItemReader items() {
    return new ItemReader(body.open(), table, options.strict(), maxItems);
  }
}
