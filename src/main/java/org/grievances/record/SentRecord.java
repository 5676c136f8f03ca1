package org.grievances.record;

import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Author;
import org.grievances.database.Codes;
import org.grievances.database.Stamp;
import org.grievances.database.Table;
import org.grievances.item.Body;
import org.grievances.item.Item;
import org.grievances.item.ItemReader;
import org.grievances.item.ItemReader.Members;

/**
 * A record as it was received: to be read in the transaction that knows its codes.
 *
 * @param key the key that it is to have, whether it says so or not; null for its own
 * @param author recorded as the one who entered or updated it
 */
record SentRecord(Table table, Body body, Members members, Object key, Author author) {

  /**
   * Its values, stamped with who sends it and when.
   *
   * @throws ProblemException {@code MALFORMED_REQUEST} with all its faults
   */
  Object[] read(Codes codes) {
    Object[] values = read(body, table, members, codes, key);
    table.stamp(values, Stamp.now(author));
    return values;
  }

  static Object[] read(Body body, Table table, Members members, Codes codes, Object key) {
    Item item = ItemReader.readOne(body.open(), table, members, codes, key);
    if (item instanceof Item.Row row) {
      return row.values();
    }
    throw new ProblemException(ProblemType.MALFORMED_REQUEST, ((Item.Faulty) item).faults() + ".");
  }
}
