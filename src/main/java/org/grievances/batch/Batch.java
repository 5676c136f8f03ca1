package org.grievances.batch;

import org.grievances.database.Database;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.ItemSource;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * A batch: what to do where, with which items, for whom, and how.
 *
 * @param source where the items come from
 * @param sink where their outcomes go
 * @param author recorded as the one who entered or updated the records
 * @param idempotent finds the answer that the same request got before, or keeps its own
 */
public record Batch(
    Action action,
    Table table,
    Database database,
    ItemSource source,
    OutcomeSink sink,
    Author author,
    IdempotentRequest idempotent,
    Options options) {

  /**
   * What the caller asked for.
   *
   * @param atomic all items or none
   * @param dryRun check and run everything, keep nothing
   * @param ifUnchanged refuse an item whose record is not of the {@code update_Date} that it gives
   * @param members which members of an item count
   */
  public record Options(boolean atomic, boolean dryRun, boolean ifUnchanged, Members members) {}
}
