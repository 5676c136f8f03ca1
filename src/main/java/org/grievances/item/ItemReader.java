package org.grievances.item;

import java.io.InputStream;
import java.time.ZoneId;
import java.util.NoSuchElementException;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import tools.jackson.core.JsonToken;

/**
 * Reads a JSON array, or one JSON object a line, item by item and validates each item as it is
 * read; holds one item at a time. Fails the request with {@code TOO_LARGE} if there are too many
 * items, and with {@code INVALID_REQUEST} if the text is not JSON in UTF-8 (RFC 8259, section 8.1),
 * is not an array or is nested too deeply.
 */
public final class ItemReader implements Items {
  private final JsonCursor json;
  private final boolean lines;
  private final Table table;
  private final Members members;
  private final ZoneId zone;
  private final Codes codes;
  private final int maxItems;
  private int items;

  /** Which members of an item are read. */
  public enum Members {
    /** The members for which the table has a field. */
    LENIENT,
    /** The same, but a member for which the table has no field is an error in its item. */
    STRICT,
    /** Only the key. */
    KEY_ONLY,
    /** The key and the time of the record's last change. */
    VERSION_ONLY
  }

  /**
   * @param zone in which date-times without an offset are local time
   * @param codes the codes that an item may contain
   */
  public ItemReader(
      InputStream in, Table table, Members members, ZoneId zone, Codes codes, int maxItems) {
    this(in, false, table, members, zone, codes, maxItems);
    json.beginArray();
    json.advance();
  }

  private ItemReader(
      InputStream in,
      boolean lines,
      Table table,
      Members members,
      ZoneId zone,
      Codes codes,
      int maxItems) {
    this.json = new JsonCursor(in);
    this.lines = lines;
    this.table = table;
    this.members = members;
    this.zone = zone;
    this.codes = codes;
    this.maxItems = maxItems;
  }

  /** Reads items that follow each other without an array around them, one a line. */
  static ItemReader ofLines(
      InputStream in, Table table, Members members, ZoneId zone, Codes codes, int maxItems) {
    ItemReader reader = new ItemReader(in, true, table, members, zone, codes, maxItems);
    reader.json.advanceOrEnd();
    return reader;
  }

  /**
   * Reads a body that is a single item.
   *
   * @param zone in which date-times without an offset are local time
   * @param codes the codes that the item may contain
   * @param key the required key, also used if the item contains none; null to accept any key
   */
  public static Item readOne(
      InputStream in, Table table, Members members, ZoneId zone, Codes codes, Object key) {
    try (JsonCursor json = new JsonCursor(in)) {
      if (json.advance() != JsonToken.START_OBJECT) {
        throw JsonCursor.malformed("The body must be one JSON object.");
      }
      ItemBuilder draft = object(json, new ItemBuilder(table, members, zone));
      json.checkEnd();
      return draft.finish(key, codes);
    }
  }

  @Override
  public boolean hasNext() {
    if (!isAtEnd()) {
      return true;
    }
    if (!lines) {
      json.checkEnd();
    }
    return false;
  }

  private boolean isAtEnd() {
    return lines ? json.isAtEnd() : json.isAt(JsonToken.END_ARRAY);
  }

  @Override
  public Item next() {
    if (isAtEnd()) {
      throw new NoSuchElementException();
    }
    if (++items > maxItems) {
      throw tooMany(maxItems);
    }
    Item item = json.isAt(JsonToken.START_OBJECT) ? object() : notAnObject();
    if (lines) {
      json.advanceOrEnd();
    } else {
      json.advance();
    }
    return item;
  }

  /** The failure of a batch with more items than allowed. */
  static FailureException tooMany(int maxItems) {
    return new FailureException(
        Failure.TOO_LARGE, "The batch has more than " + maxItems + " items; split it.");
  }

  private Item object() {
    return object(json, new ItemBuilder(table, members, zone)).finish(null, codes);
  }

  private static ItemBuilder object(JsonCursor json, ItemBuilder draft) {
    while (json.advance() != JsonToken.END_OBJECT) {
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
