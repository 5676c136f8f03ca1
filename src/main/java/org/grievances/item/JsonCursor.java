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
 * Reads a JSON text event by event. Fails the request with {@code INVALID_REQUEST} if the text is
 * not JSON in UTF-8 (RFC 8259, section 8.1), is nested too deeply or contains a token that is too
 * long.
 */
final class JsonCursor implements AutoCloseable {
  /** The maximum nesting depth of arrays and objects, including the outermost. */
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

  /** The name, string or digits at the cursor. */
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

  /** Skips to the end of the value that starts at the cursor. */
  void skipValue() {
    int outer = isAt(Event.START_OBJECT) || isAt(Event.START_ARRAY) ? depth - 1 : depth;
    while (depth > outer) {
      advance();
    }
  }

  /** Checks that nothing follows the value that ends at the cursor. */
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

  /** If the text ends too early, the parser reports a column some way past its end. */
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
