package org.grievances.records;

import java.time.ZoneId;
import org.grievances.body.Body;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.Item;
import org.grievances.item.ItemBuilder;
import org.grievances.item.ItemReader;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * A record as received: parsed before the transaction, which checks its codes.
 *
 * @param key the required key, also used if the record contains none; null to accept its own key
 * @param author recorded as the author of the change
 */
public record SentRecord(Table table, ItemBuilder item, Object key, Author author) {

  /**
   * Parses a body.
   *
   * @param zone in which date-times without an offset are local time
   * @throws FailureException {@code MALFORMED_REQUEST} if it is not one JSON object
   */
  public static SentRecord parse(
      Body body, Table table, Members members, ZoneId zone, Object key, Author author) {
    return new SentRecord(
        table, ItemReader.readOne(body.open(), table, members, zone), key, author);
  }

  /**
   * The record's values, stamped with the author and the time.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} with the record's errors
   */
  Object[] stampedValues(Codes codes) {
    return stamped(codes).values();
  }

  /** The same, with the positions of those that it sets. */
  Item.Row stamped(Codes codes) {
    Item.Row row = row(codes);
    table.stamp(row.values(), AuditStamp.now(author));
    table.addStamped(row.sent());
    return row;
  }

  /**
   * The record's values.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} with the record's errors
   */
  public Object[] values(Codes codes) {
    return row(codes).values();
  }

  private Item.Row row(Codes codes) {
    Item finished = item.finish(key, codes);
    if (finished instanceof Item.Row row) {
      return row;
    }
    throw ((Item.Invalid) finished).errors().failure(ProblemType.MALFORMED_REQUEST);
  }
}
