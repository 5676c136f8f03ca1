package org.grievances.item;

import java.io.InputStream;
import java.time.ZoneId;
import java.util.NoSuchElementException;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import tools.jackson.core.JsonToken;

/**
 * Reads a JSON array, or one JSON object a line, item by item and validates each item as it is
 * read; holds one item at a time. Fails the request with {@code TOO_LARGE} if there are too many
 * items, and with {@code MALFORMED_REQUEST} if the text is not JSON in UTF-8 (RFC 8259, section
 * 8.1), or is an array that is nested too deeply or has a token that is too long; of lines, such an
 * item fails alone.
 */
public final class ItemReader implements Items {
  public static final String NOT_AN_OBJECT = "The item is not a JSON object";

  private final ItemCursor cursor;
  private final boolean isOfPart;
  private final Table table;
  private final Members members;
  private final ZoneId zone;
  private final Codes codes;
  private final int maxItems;
  private int items;

  /** Which members of an item are read, and what those that it lacks mean. */
  public enum Members {
    /** The members for which the table has a field; without one, the field has no value. */
    LENIENT,
    /** The same, but a member for which the table has no field is an error in its item. */
    STRICT,
    /** As {@link #LENIENT}, but a field without a member keeps its value (RFC 7396). */
    LENIENT_MERGE,
    /** As {@link #STRICT}, but a field without a member keeps its value. */
    STRICT_MERGE,
    /** As {@link #LENIENT}, but the service gives the key, and one in an item is an error. */
    LENIENT_KEYLESS,
    /** As {@link #STRICT}, but the service gives the key. */
    STRICT_KEYLESS,
    /** Only the key. */
    KEY_ONLY,
    /** The key and the time of the record's last change. */
    VERSION_ONLY;

    /** Whether a member for which the table has no field is an error. */
    public boolean areStrict() {
      return this == STRICT || this == STRICT_MERGE || this == STRICT_KEYLESS;
    }

    /** Whether a field without a member keeps its value. */
    public boolean areMerged() {
      return this == LENIENT_MERGE || this == STRICT_MERGE;
    }

    /** Whether the service gives the key. */
    public boolean areKeyless() {
      return this == LENIENT_KEYLESS || this == STRICT_KEYLESS;
    }

    /** Whether the values of the members are written. */
    boolean areWritten() {
      return this != KEY_ONLY && this != VERSION_ONLY;
    }

    /** The same members, of which those that an item lacks keep their values. */
    public Members merged() {
      return areStrict() ? STRICT_MERGE : LENIENT_MERGE;
    }

    /** The same members, without the key. */
    public Members keyless() {
      return areStrict() ? STRICT_KEYLESS : LENIENT_KEYLESS;
    }
  }

  /**
   * @param zone in which date-times without an offset are local time
   * @param codes the codes that an item may contain
   */
  public ItemReader(
      InputStream in, Table table, Members members, ZoneId zone, Codes codes, int maxItems) {
    this(ItemCursor.ofArray(in), false, table, members, zone, codes, maxItems);
  }

  private ItemReader(
      ItemCursor cursor,
      boolean isOfPart,
      Table table,
      Members members,
      ZoneId zone,
      Codes codes,
      int maxItems) {
    this.cursor = cursor;
    this.isOfPart = isOfPart;
    this.table = table;
    this.members = members;
    this.zone = zone;
    this.codes = codes;
    this.maxItems = maxItems;
  }

  /** Reads NDJSON: items without an array around them, one per line. */
  static ItemReader ofLines(
      InputStream in, Table table, Members members, ZoneId zone, Codes codes, int maxItems) {
    return new ItemReader(ItemCursor.ofLines(in), false, table, members, zone, codes, maxItems);
  }

  /** The same for lines of a part, in which some are a {@link RefusedItem}. */
  public static ItemReader ofPart(
      InputStream in, Table table, Members members, ZoneId zone, Codes codes, int items) {
    return new ItemReader(ItemCursor.ofPart(in), true, table, members, zone, codes, items);
  }

  /**
   * Reads a body that is a single item.
   *
   * @param zone in which date-times without an offset are local time
   */
  public static ItemBuilder readOne(InputStream in, Table table, Members members, ZoneId zone) {
    try (JsonCursor json = new JsonCursor(in)) {
      if (json.advance() != JsonToken.START_OBJECT) {
        throw JsonCursor.malformed("The body must be one JSON object.");
      }
      ItemBuilder draft = object(json, new ItemBuilder(table, members, zone));
      json.checkEnd();
      return draft;
    }
  }

  @Override
  public boolean hasNext() {
    return cursor.hasNext();
  }

  @Override
  public Item next() {
    if (!cursor.hasNext()) {
      throw new NoSuchElementException();
    }
    if (++items > maxItems) {
      throw tooMany(maxItems);
    }
    return cursor.next(this::read, unreadable -> invalid(unreadable.reason()));
  }

  /** The failure of a batch with more items than allowed. */
  public static FailureException tooMany(int maxItems) {
    return new FailureException(
        ProblemType.TOO_LARGE, "The batch has more than " + maxItems + " items; split it.");
  }

  private Item read(JsonCursor json) {
    if (json.isAt(JsonToken.START_OBJECT)) {
      return object(json, new ItemBuilder(table, members, zone)).finish(null, codes);
    }
    if (isOfPart) {
      return invalid(RefusedItem.read(json).reason());
    }
    json.skipValue();
    return invalid(NOT_AN_OBJECT);
  }

  private static Item invalid(String reason) {
    return new Item.Invalid(null, ItemErrors.of(ErrorCode.MALFORMED, reason));
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

  @Override
  public void close() {
    cursor.close();
  }
}
