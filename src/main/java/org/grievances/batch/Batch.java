package org.grievances.batch;

import java.util.OptionalInt;
import org.grievances.database.Database;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.ItemSource;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * A batch: the action, its target table and database, the items, the author and the options.
 *
 * @param source supplies the items
 * @param author recorded as the author of the changes
 * @param replayGuard finds the outcomes if the batch was applied before, or keeps its own
 * @param undone what is taken back; null for all actions but {@link Action#UNDO}
 */
public record Batch(
    Action action,
    Table table,
    Database database,
    ItemSource source,
    Author author,
    ReplayGuard replayGuard,
    Options options,
    Undone undone) {

  /** A batch that takes nothing back. */
  public Batch(
      Action action,
      Table table,
      Database database,
      ItemSource source,
      Author author,
      ReplayGuard replayGuard,
      Options options) {
    this(action, table, database, source, author, replayGuard, options, null);
  }

  /**
   * The options that the caller requested.
   *
   * @param atomic apply all items or none
   * @param dryRun check and run everything, then roll back
   * @param ifUnchanged refuse an item if its record does not have the {@code update_Date} that the
   *     item gives
   * @param only which records the items may be of
   * @param maxFailures with so many failed items, nothing is applied
   * @param members which members of an item are read, and whether the others keep their values
   */
  public record Options(
      boolean atomic,
      boolean dryRun,
      boolean ifUnchanged,
      Only only,
      OptionalInt maxFailures,
      Members members) {

    /** Whether a batch with so many failed items ends without being applied. */
    boolean endsAt(int failures) {
      return maxFailures.isPresent() && failures >= maxFailures.getAsInt();
    }
  }
}
