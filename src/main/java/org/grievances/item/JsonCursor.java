package org.grievances.item;

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
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.item.BoundedTokens.TokenTooLongException;

/**
 * Goes through a JSON text event by event. Ends the request with {@code INVALID_REQUEST} when the
 * text is not JSON in UTF-8 (RFC 8259, section 8.1), is nested too deep or has a token that is too
 * long.
 */
final class JsonCursor implements AutoCloseable {
  /** Nested arrays and objects, the outermost counted. */
  static final int MAX_DEPTH = 32;

  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private final Utf8Reader text;
  private final JsonParser parser;
  private Event event;
  private int depth;

  JsonCursor(InputStream in) {
    try {
      text = new Utf8Reader(in);
      parser = PARSERS.createParser(text);
    } catch (CharacterCodingException notUtf8) {
      throw malformed("The body is not UTF-8.");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  boolean isAt(Event other) {
    return event == other;
  }

  /** The name, the text or the digits that the cursor is at. */
  String string() {
    return parser.getString();
  }

  Event advance() {
    try {
      event = parser.next();
    } catch (JsonParsingException notJson) {
      throw notJson(notJson.getLocation());
    } catch (NoSuchElementException ended) {
      throw notJson(parser.getLocation());
    } catch (JsonException unreadable) {
      throw unreadable(unreadable);
    }
    switch (event) {
      case START_ARRAY, START_OBJECT -> depth++;
      case END_ARRAY, END_OBJECT -> depth--;
      default -> {}
    }
    if (depth > MAX_DEPTH) {
      throw malformed(
          "The body is nested deeper than "
              + MAX_DEPTH
              + (" levels: see " + place(parser.getLocation(), 0) + "."));
    }
    return event;
  }

  /** Goes to the end of the value that the cursor is at the start of. */
  void skipValue() {
    int outer = isAt(Event.START_OBJECT) || isAt(Event.START_ARRAY) ? depth - 1 : depth;
    while (depth > outer) {
      advance();
    }
  }

  /** Checks that nothing comes after the value that the cursor is at the end of. */
  void checkEnd() {
    try {
      if (parser.hasNext()) {
        throw notJson(parser.getLocation());
      }
    } catch (JsonParsingException notJson) {
      throw notJson(notJson.getLocation());
    } catch (JsonException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** Where the text ends too early, the parser counts some columns beyond its end. */
  private FailureException notJson(JsonLocation at) {
    long beyond = Math.max(0, at.getStreamOffset() - text.count());
    return malformed("The body is not JSON: see " + place(at, beyond) + ".");
  }

  private static String place(JsonLocation at, long beyond) {
    long column = Math.max(1, at.getColumnNumber() - beyond);
    return "line " + Math.max(1, at.getLineNumber()) + ", column " + column;
  }

  private RuntimeException unreadable(JsonException fault) {
    if (fault.getCause() instanceof TokenTooLongException token) {
      return malformed(
          "A text, a name or a number of the body has more than "
              + BoundedTokens.MAX_BYTES
              + (" bytes: see byte " + token.begin() + "."));
    }
    return fault.getCause() instanceof CharacterCodingException
        ? malformed("The body is not UTF-8.")
        : fault;
  }

  static FailureException malformed(String detail) {
    return new FailureException(Failure.INVALID_REQUEST, detail);
  }

  @Override
  public void close() {
    parser.close();
  }
}
