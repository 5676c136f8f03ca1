package org.grievances.item;

import java.io.InputStream;
import java.util.function.Function;
import tools.jackson.core.JsonToken;

/**
 * Moves from item to item of a JSON array, or of JSON objects one a line. An item of a line that is
 * nested too deeply, or has a token that is too long, is passed over, since the next line can be
 * read without it; in an array it fails the request.
 */
final class ItemCursor implements AutoCloseable {
  private final JsonCursor json;
  private final boolean lines;

  /** Why the item that begins here cannot be read; null if it can. */
  private String exceeded;

  ItemCursor(InputStream in, boolean lines) {
    this.json = new JsonCursor(in);
    this.lines = lines;
    if (!lines) {
      json.beginArray();
    }
    advance();
  }

  private void advance() {
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

  private String passOver(LimitExceededException e) {
    if (!lines) {
      throw e;
    }
    json.skipLine();
    return e.getMessage();
  }

  /** Whether there is another item; if not, nothing follows the array. */
  boolean hasNext() {
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
   * @param unreadable makes an item of the reason why it cannot be read
   */
  <T> T next(Function<JsonCursor, T> reader, Function<String, T> unreadable) {
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

  private <T> T read(Function<JsonCursor, T> reader, Function<String, T> unreadable) {
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
