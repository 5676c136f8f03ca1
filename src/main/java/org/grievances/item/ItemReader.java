package org.grievances.item;

import jakarta.json.stream.JsonParser.Event;
import java.io.InputStream;
import java.util.NoSuchElementException;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Reads a JSON array item by item, checking each while it is read; holds one item at a time. Ends
 * the request with {@code TOO_LARGE} when there are too many, and with {@code INVALID_REQUEST} when
 * the text is not JSON in UTF-8 (RFC 8259, section 8.1), not an array or nested too deep.
 */
public final class ItemReader implements Items {
  private final JsonCursor json;
  private final Table table;
  private final Members members;
  private final Codes codes;
  private final int maxItems;
  private int items;

  /** Which members of an item are read. */
  public enum Members {
    /** Those that the table has a field for. */
    LENIENT,
    /** The same; a member that the table has no field for is a fault of its item. */
    STRICT,
    /** The key alone. */
    KEY_ONLY,
    /** The key, and when the record was last changed. */
    VERSION_ONLY
  }

  /**
   * @param codes those that an item may hold
   */
  public ItemReader(InputStream in, Table table, Members members, Codes codes, int maxItems) {
    this.json = new JsonCursor(in);
    this.table = table;
    this.members = members;
    this.codes = codes;
    this.maxItems = maxItems;
    if (json.advance() != Event.START_ARRAY) {
      throw JsonCursor.malformed("The body must be one JSON array of items.");
    }
    json.advance();
  }

  /**
   * Reads a body that is one item.
   *
   * @param codes those that the item may hold
   * @param key the key that the item is to have, whether it says so or not; null for any
   */
  public static Item readOne(
      InputStream in, Table table, Members members, Codes codes, Object key) {
    try (JsonCursor json = new JsonCursor(in)) {
      if (json.advance() != Event.START_OBJECT) {
        throw JsonCursor.malformed("The body must be one JSON object.");
      }
      ItemBuilder draft = object(json, new ItemBuilder(table, members));
      json.checkEnd();
      return draft.finish(key, codes);
    }
  }

  @Override
  public boolean hasNext() {
    if (!json.isAt(Event.END_ARRAY)) {
      return true;
    }
    json.checkEnd();
    return false;
  }

  @Override
  public Item next() {
    if (json.isAt(Event.END_ARRAY)) {
      throw new NoSuchElementException();
    }
    if (++items > maxItems) {
      throw new FailureException(
          Failure.TOO_LARGE, "The batch has more than " + maxItems + " items; split it.");
    }
    Item item = json.isAt(Event.START_OBJECT) ? object() : notAnObject();
    json.advance();
    return item;
  }

  private Item object() {
    return object(json, new ItemBuilder(table, members)).finish(null, codes);
  }

  private static ItemBuilder object(JsonCursor json, ItemBuilder draft) {
    while (json.advance() != Event.END_OBJECT) {
      String member = json.string();
      json.advance();
      draft.read(member, json);
      json.skipValue();
    }
    return draft;
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
