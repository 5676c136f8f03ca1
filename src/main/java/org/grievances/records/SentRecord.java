package org.grievances.records;

import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.item.Body;
import org.grievances.item.Item;
import org.grievances.item.ItemReader;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * A record as it was received: to be read in the transaction that knows its codes.
 *
 * @param key the key that it is to have, whether it says so or not; null for its own
 * @param author recorded as the one who entered or updated it
 */
public record SentRecord(Table table, Body body, Members members, Object key, Author author) {

  /**
   * Its values, stamped with who sends it and when.
   *
   * @throws FailureException {@code INVALID_REQUEST} with all its faults
   */
  Object[] read(Codes codes) {
    Object[] values = read(body, table, members, codes, key);
    table.stamp(values, AuditStamp.now(author));
    return values;
  }

  /** The values of a body, as the fields of a table. */
  public static Object[] read(Body body, Table table, Members members, Codes codes, Object key) {
    Item item = ItemReader.readOne(body.open(), table, members, codes, key);
    if (item instanceof Item.Row row) {
      return row.values();
    }
    throw new FailureException(Failure.INVALID_REQUEST, ((Item.Faulty) item).faults() + ".");
  }
}
