package org.grievances.records;

import java.time.ZoneId;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.Body;
import org.grievances.item.Item;
import org.grievances.item.ItemReader;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * A record as received, to be parsed in the transaction that knows its codes.
 *
 * @param zone in which its date-times without an offset are local time
 * @param key the required key, also used if the record contains none; null to accept its own key
 * @param author recorded as the author of the change
 */
public record SentRecord(
    Table table, Body body, Members members, ZoneId zone, Object key, Author author) {

  /**
   * Parses the record's values and stamps them with the author and the time.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} with the record's errors
   */
  Object[] read(Codes codes) {
    Object[] values = read(body, table, members, zone, codes, key);
    table.stamp(values, AuditStamp.now(author));
    return values;
  }

  /** Parses a body as the field values of a table. */
  public static Object[] read(
      Body body, Table table, Members members, ZoneId zone, Codes codes, Object key) {
    Item item = ItemReader.readOne(body.open(), table, members, zone, codes, key);
    if (item instanceof Item.Row row) {
      return row.values();
    }
    throw new FailureException(
        ProblemType.MALFORMED_REQUEST, ((Item.Invalid) item).errors().text() + ".");
  }
}
