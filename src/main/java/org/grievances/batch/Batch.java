package org.grievances.batch;

import org.grievances.database.Database;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.item.Body;
import org.grievances.item.ItemReader;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * A batch as it was received: what to do where, for whom, and how.
 *
 * @param author recorded as the one who entered or updated the records
 * @param idempotent finds the answer that the same request got before, or keeps its own
 * @param maxItems how many items it may have
 */
public record Batch(
    Action action,
    Table table,
    Database database,
    Body body,
    Author author,
    IdempotentRequest idempotent,
    Options options,
    int maxItems) {

  /**
   * What the caller asked for.
   *
   * @param atomic all items or none
   * @param dryRun check and run everything, keep nothing
   * @param ifUnchanged refuse an item whose record is not of the {@code update_Date} that it gives
   * @param members which members of an item count
   */
  public record Options(boolean atomic, boolean dryRun, boolean ifUnchanged, Members members) {}

  /**
   * @param codes those that the items may hold
   */
  ItemReader items(Codes codes) {
    return new ItemReader(body.open(), table, action.members(options), codes, maxItems);
  }
}
