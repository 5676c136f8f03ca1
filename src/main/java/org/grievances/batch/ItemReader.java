package org.grievances.batch;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.StringJoiner;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Field;
import org.grievances.database.Table;

/**
 * Reads a JSON array item by item, checking each while it is read; holds one item at a time.
 *
 * <p>Ends the request with {@code MALFORMED_REQUEST} when the text is not JSON in UTF-8 (RFC 8259,
 * section 8.1), not an array or nested too deep, and with {@code TOO_LARGE} when it has too many
 * items.
 */
final class ItemReader implements AutoCloseable {
  /** Nested arrays and objects, the batch's own array counted. */
  static final int MAX_DEPTH = 32;

  private static final int MAX_QUOTED_NAME = 64;
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private final Table table;
  private final boolean strict;
  private final int maxItems;
  private final Utf8Reader text;
  private final JsonParser json;

  private Event event;
  private int depth;
  private int items;

  /**
   * @param strict whether a member that the table has no field for is a fault of its item
   */
  ItemReader(InputStream in, Table table, boolean strict, int maxItems) {
    this.table = table;
    this.strict = strict;
    this.maxItems = maxItems;
    this.text = utf8(in);
    this.json = PARSERS.createParser(text);
    if (advance() != Event.START_ARRAY) {
      throw malformed("The body must be one JSON array of items.");
    }
    advance();
  }

  private static Utf8Reader utf8(InputStream in) {
    try {
      return new Utf8Reader(in);
    } catch (CharacterCodingException notUtf8) {
      throw malformed("The body is not UTF-8.");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  boolean hasNext() {
    if (event != Event.END_ARRAY) {
      return true;
    }
    checkEnd();
    return false;
  }

  Item next() {
    if (event == Event.END_ARRAY) {
      throw new NoSuchElementException();
    }
    if (++items > maxItems) {
      throw new ProblemException(
          ProblemType.TOO_LARGE, "The batch has more than " + maxItems + " items; split it.");
    }
    Item item = event == Event.START_OBJECT ? object() : notAnObject();
    advance();
    return item;
  }

  private Item object() {
    Object[] values = new Object[table.fields().size()];
    StringJoiner faults = new StringJoiner("; ");
    boolean keyFaulty = false;
    while (advance() != Event.END_OBJECT) {
      String member = json.getString();
      int position = table.position(member);
      advance();
      if (position < 0) {
        skipValue();
        if (strict) {
          faults.add(quoted(member) + ": unknown member");
        }
        continue;
      }
      Field field = table.fields().get(position);
      try {
        values[position] = event == Event.VALUE_NULL ? null : value(field);
      } catch (FaultException fault) {
        values[position] = null;
        keyFaulty |= field.key();
        faults.add(field.name() + ": " + fault.getMessage());
      }
    }
    Object key = table.key(values);
    if (key == null && !keyFaulty) {
      faults.add(table.keyField().name() + ": required");
    }
    return faults.length() == 0
        ? new Item.Row(key, values)
        : new Item.Faulty(key, faults.toString());
  }

  private Object value(Field field) throws FaultException {
    try {
      return FieldValue.read(field, event, json);
    } finally {
      skipValue();
    }
  }

  private Item notAnObject() {
    skipValue();
    return new Item.Faulty(null, "The item is not a JSON object");
  }

  /** Goes to the end of the value that the parser is at the start of. */
  private void skipValue() {
    int outer = event == Event.START_OBJECT || event == Event.START_ARRAY ? depth - 1 : depth;
    while (depth > outer) {
      advance();
    }
  }

  private static String quoted(String name) {
    return name.length() <= MAX_QUOTED_NAME ? name : name.substring(0, MAX_QUOTED_NAME) + "…";
  }

  private Event advance() {
    try {
      event = json.next();
    } catch (JsonParsingException notJson) {
      throw notJson(notJson.getLocation());
    } catch (NoSuchElementException ended) {
      throw notJson(json.getLocation());
    } catch (JsonException unreadable) {
      throw unreadable(unreadable);
    }
    switch (event) {
      case START_ARRAY, START_OBJECT -> depth++;
      case END_ARRAY, END_OBJECT -> depth--;
      default -> {}
    }
    if (depth > MAX_DEPTH) {
      throw malformed("The body is nested deeper than " + MAX_DEPTH + " levels.");
    }
    return event;
  }

  private void checkEnd() {
    try {
      if (json.hasNext()) {
        throw notJson(json.getLocation());
      }
    } catch (JsonParsingException notJson) {
      throw notJson(notJson.getLocation());
    } catch (JsonException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** Where the text ends too early, the parser counts some columns beyond its end. */
  private ProblemException notJson(JsonLocation at) {
    long beyond = Math.max(0, at.getStreamOffset() - text.count());
    return malformed(
        "The body is not JSON: see line "
            + Math.max(1, at.getLineNumber())
            + ", column "
            + Math.max(1, at.getColumnNumber() - beyond)
            + ".");
  }

  private static RuntimeException unreadable(JsonException fault) {
    return fault.getCause() instanceof CharacterCodingException
        ? malformed("The body is not UTF-8.")
        : fault;
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail);
  }

  @Override
  public void close() {
    json.close();
  }
}
