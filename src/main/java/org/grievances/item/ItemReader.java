package org.grievances.item;

import jakarta.json.stream.JsonParser.Event;
import java.io.InputStream;
import java.util.NoSuchElementException;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Table;

/**
 * Reads a JSON array item by item, checking each while it is read; holds one item at a time. Ends
 * the request with {@code TOO_LARGE} when there are too many, and with {@code MALFORMED_REQUEST}
 * when the text is not JSON in UTF-8 (RFC 8259, section 8.1), not an array or nested too deep.
 */
public final class ItemReader implements AutoCloseable {
  private final JsonCursor json;
  private final Table table;
  private final boolean strict;
  private final int maxItems;
  private int items;

  /**
   * @param strict whether a member that the table has no field for is a fault of its item
   */
  public ItemReader(InputStream in, Table table, boolean strict, int maxItems) {
    this.json = new JsonCursor(in);
    this.table = table;
    this.strict = strict;
    this.maxItems = maxItems;
    if (json.advance() != Event.START_ARRAY) {
      throw JsonCursor.malformed("The body must be one JSON array of items.");
    }
    json.advance();
  }

  public boolean hasNext() {
    if (!json.isAt(Event.END_ARRAY)) {
      return true;
    }
    json.checkEnd();
    return false;
  }

  public Item next() {
    if (json.isAt(Event.END_ARRAY)) {
      throw new NoSuchElementException();
    }
    if (++items > maxItems) {
      throw new ProblemException(
          ProblemType.TOO_LARGE, "The batch has more than " + maxItems + " items; split it.");
    }
    Item item = json.isAt(Event.START_OBJECT) ? object() : notAnObject();
    json.advance();
    return item;
  }

  private Item object() {
    ItemDraft draft = new ItemDraft(table, strict);
    while (json.advance() != Event.END_OBJECT) {
      String member = json.string();
      json.advance();
      draft.read(member, json);
      json.skipValue();
    }
    return draft.finish();
  }

  private Item notAnObject() {
    json.skipValue();
    return new Item.Faulty(null, "The item is not a JSON object");
  }

  @Override
  public void close() {
    json.close();
  }
}
