package org.grievances.item;

import java.io.InputStream;
import java.util.function.Function;
import tools.jackson.core.JsonToken;

/**
 * Moves from item to item of a JSON array or of NDJSON. In NDJSON, an item that is nested too
 * deeply, or has a token that is too long, is skipped, since the next line can be read without it;
 * in an array it fails the request.
 */
public final class ItemCursor implements AutoCloseable {
  private final JsonCursor json;
  private final boolean lines;

  /** The item that begins here, if it cannot be read; null if it can. */
  private Unreadable exceeded;

  /**
   * An item that cannot be read.
   *
   * @param reason why
   * @param text as it was sent; null if it is too long to be kept
   */
  public record Unreadable(String reason, String text) {}

  private ItemCursor(JsonCursor json, boolean lines) {
    this.json = json;
    this.lines = lines;
    if (!lines) {
      json.beginArray();
    }
    advance();
  }

  public static ItemCursor ofArray(InputStream in) {
    return new ItemCursor(new JsonCursor(in), false);
  }

  static ItemCursor ofLines(InputStream in) {
    return new ItemCursor(JsonCursor.ofLines(in, 0), true);
  }

  /** Keeps the text of an item that cannot be read, up to the length that an item may have. */
  public static ItemCursor ofKeptLines(InputStream in) {
    return new ItemCursor(JsonCursor.ofLines(in, PartStream.MAX_ITEM_BYTES), true);
  }

  static ItemCursor ofPart(InputStream in) {
    return new ItemCursor(JsonCursor.ofPart(in), true);
  }

  private void advance() {
    json.beginItem();
    try {
      if (lines) {
        json.advanceOrEnd();
      } else {
        json.advance();
      }
    } catch (LimitExceededException e) {
      exceeded = passOver(e);
    }
  }

  private Unreadable passOver(LimitExceededException e) {
    if (!json.canSkipLine()) {
      throw e;
    }
    return new Unreadable(e.getMessage(), json.skipLine());
  }

  /** Whether there is another item; if not, nothing follows the array. */
  public boolean hasNext() {
    if (exceeded != null || !isAtEnd()) {
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

  /**
   * Reads the next item.
   *
   * @param reader reads the value that starts at the cursor, and moves to its end
   * @param unreadable makes an item of what cannot be read
   */
  public <T> T next(Function<JsonCursor, T> reader, Function<Unreadable, T> unreadable) {
    T item;
    if (exceeded == null) {
      item = read(reader, unreadable);
    } else {
      item = unreadable.apply(exceeded);
      exceeded = null;
    }
    advance();
    return item;
  }

  private <T> T read(Function<JsonCursor, T> reader, Function<Unreadable, T> unreadable) {
    try {
      return reader.apply(json);
    } catch (LimitExceededException e) {
      return unreadable.apply(passOver(e));
    }
  }

  @Override
  public void close() {
    json.close();
  }
}
