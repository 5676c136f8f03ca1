package org.grievances.item;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.grievances.csv.StrictText;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.schema.Field;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads a JSON text token by token. Fails the request with {@code INVALID_REQUEST} if the text is
 * not JSON in UTF-8 (RFC 8259, section 8.1), is nested too deeply or contains a token that is too
 * long. The messages of the parser quote the text, so that none of them is passed on.
 */
final class JsonCursor implements ItemBuilder.Value, AutoCloseable {
  /** The maximum nesting depth of arrays and objects, including the outermost. */
  static final int MAX_DEPTH = 32;

  /** The maximum length of a string, a name or a number, each of which is held in memory. */
  static final int MAX_TOKEN_LENGTH = 1024 * 1024;

  /**
   * Nothing of a text outlives its parser: neither buffers nor names, which clients could otherwise
   * choose so as to fill the table of names or to collide in it.
   */
  private static final JsonFactory PARSERS =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TOKEN_LENGTH)
                  .maxNameLength(MAX_TOKEN_LENGTH)
                  .maxNumberLength(MAX_TOKEN_LENGTH)
                  .build())
          .build();

  private final JsonParser parser;
  private JsonToken token;

  JsonCursor(InputStream in) {
    try {
      // The parser's own decoder accepts overlong forms and surrogates.
      Reader text = StrictText.decode(in, StandardCharsets.UTF_8);
      parser = PARSERS.createParser(ObjectReadContext.empty(), text);
    } catch (CharacterCodingException notUtf8) {
      throw notUtf8();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  boolean isAt(JsonToken other) {
    return token == other;
  }

  /** The value at the cursor. */
  @Override
  public Object of(Field field, ZoneId zone) throws InvalidValueException {
    return isAt(JsonToken.VALUE_NULL) ? null : FieldValue.read(field, this, zone);
  }

  /** The name, string or digits at the cursor. */
  String string() {
    return parser.getString();
  }

  JsonToken advance() {
    if (!advanceOrEnd()) {
      throw notJson(parser.currentLocation());
    }
    return token;
  }

  /** The same, unless the text ends here; then it returns false. */
  boolean advanceOrEnd() {
    token = next();
    return token != null;
  }

  /** Whether the text has ended. */
  boolean isAtEnd() {
    return token == null;
  }

  /** Moves to the start of the array that the text must be. */
  void beginArray() {
    if (advance() != JsonToken.START_ARRAY) {
      throw malformed("The body must be one JSON array of items.");
    }
  }

  /** Copies the value that starts at the cursor, and moves to its end. */
  void copyValue(JsonGenerator copy) {
    int open = 0;
    do {
      copyToken(copy);
      open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (open > 0 && advance() != null);
  }

  /** A number stays as it was written. */
  private void copyToken(JsonGenerator copy) {
    if (token.isNumeric()) {
      copy.writeNumber(string());
    } else {
      copy.copyCurrentEvent(parser);
    }
  }

  /** Skips to the end of the value that starts at the cursor. */
  void skipValue() {
    int open = token.isStructStart() ? 1 : 0;
    while (open > 0) {
      JsonToken next = advance();
      open += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
    }
  }

  /** Checks that nothing follows the value that ends at the cursor. */
  void checkEnd() {
    if (next() != null) {
      throw notJson(parser.currentTokenLocation());
    }
  }

  /** The next token, read to its end; null at the end of the text. */
  private JsonToken next() {
    try {
      JsonToken next = parser.nextToken();
      if (next == JsonToken.VALUE_STRING && parser.getStringLength() > MAX_TOKEN_LENGTH) {
        throw tooLong();
      }
      return next;
    } catch (StreamReadException notJson) {
      throw notJson(notJson.getLocation());
    } catch (StreamConstraintsException exceeded) {
      throw isTooDeep() ? tooDeep() : tooLong();
    } catch (JacksonIOException unreadable) {
      throw unreadable.getCause() instanceof CharacterCodingException
          ? notUtf8()
          : new UncheckedIOException(unreadable.getCause());
    }
  }

  private boolean isTooDeep() {
    return parser.streamReadContext().getNestingDepth() > MAX_DEPTH;
  }

  private static FailureException notUtf8() {
    return malformed("The body is not UTF-8.");
  }

  private static FailureException notJson(TokenStreamLocation at) {
    return malformed("The body is not JSON: see " + place(at) + ".");
  }

  private FailureException tooDeep() {
    return malformed(
        "The body is nested deeper than "
            + MAX_DEPTH
            + (" levels: see " + place(parser.currentLocation()) + "."));
  }

  /** The position is that of the last token whose start the parser has noted. */
  private FailureException tooLong() {
    return malformed(
        "A text, a name or a number of the body has more than "
            + MAX_TOKEN_LENGTH
            + (" characters: see " + place(parser.currentTokenLocation()) + "."));
  }

  private static String place(TokenStreamLocation at) {
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  static FailureException malformed(String detail) {
    return new FailureException(Failure.INVALID_REQUEST, detail);
  }

  @Override
  public void close() {
    parser.close();
  }
}
