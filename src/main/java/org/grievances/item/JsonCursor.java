package org.grievances.item;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.grievances.csv.StrictText;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
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
 * Reads a JSON text token by token. Fails the request with {@code MALFORMED_REQUEST} if the text is
 * not JSON in UTF-8 (RFC 8259, section 8.1), is nested too deeply or contains a token that is too
 * long. Never passes on the messages of the parser, which quote the text.
 */
public final class JsonCursor implements ItemBuilder.Value, AutoCloseable {
  /** The maximum nesting depth of arrays and objects, including the outermost. */
  static final int MAX_DEPTH = 32;

  /** The maximum length of a string, a name or a number, each of which is held in memory. */
  public static final int MAX_TOKEN_LENGTH = 1024 * 1024;

  /** The maximum nesting depth of an invalid item that is returned with its outcome. */
  public static final int MAX_KEPT_DEPTH = 100_000;

  private static final JsonFactory PARSERS = parsers(MAX_DEPTH, MAX_TOKEN_LENGTH);
  private static final JsonFactory LENIENT_PARSERS =
      parsers(MAX_KEPT_DEPTH, PartStream.MAX_ITEM_BYTES);

  private final JsonFactory parsers;
  private final Reader text;

  /** The same text, if an item that exceeds a limit can be skipped; null if not. */
  private final ItemText lines;

  private JsonParser parser;
  private JsonToken token;

  /** How many characters and lines are before those that the parser has counted. */
  private long charactersBefore;

  private int linesBefore;

  /**
   * Nothing of a text outlives its parser: neither buffers nor names, which clients could otherwise
   * choose so as to fill the table of names or to collide in it.
   */
  private static JsonFactory parsers(int maxDepth, int maxLength) {
    return JsonFactory.builder()
        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxStringLength(maxLength)
                .maxNameLength(maxLength)
                .maxNumberLength(maxLength)
                .build())
        .build();
  }

  public JsonCursor(InputStream in) {
    this(PARSERS, decode(in), null);
  }

  private JsonCursor(JsonFactory parsers, Reader text, ItemText lines) {
    this.parsers = parsers;
    this.text = text;
    this.lines = lines;
    this.parser = parser();
  }

  /**
   * Reads lines, of which one that exceeds a limit can be skipped.
   *
   * @param maxKept the maximum length of a skipped line that is returned
   */
  static JsonCursor ofLines(InputStream in, int maxKept) {
    ItemText lines = new ItemText(decode(in), maxKept);
    return new JsonCursor(PARSERS, lines, lines);
  }

  /** Reads a part, whose items were checked when they were received. */
  public static JsonCursor ofPart(InputStream in) {
    return new JsonCursor(LENIENT_PARSERS, decode(in), null);
  }

  /** Reads an item that exceeds a limit. */
  public static JsonCursor ofKept(String item) {
    return new JsonCursor(LENIENT_PARSERS, new StringReader(item), null);
  }

  private static Reader decode(InputStream in) {
    try {
      // The parser's own decoder accepts overlong forms and surrogates.
      return StrictText.decode(in, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw notUtf8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonParser parser() {
    return parsers.createParser(ObjectReadContext.empty(), text);
  }

  public boolean isAt(JsonToken other) {
    return token == other;
  }

  /** The value at the cursor. */
  @Override
  public Object of(Field field, ZoneId zone) throws InvalidValueException {
    return isAt(JsonToken.VALUE_NULL) ? null : FieldValue.of(field).fromJson(this, field, zone);
  }

  /** The name, string or digits at the cursor. */
  public String string() {
    return parser.getString();
  }

  public JsonToken advance() {
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
  public void copyValue(JsonGenerator copy) {
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
  public void skipValue() {
    int open = token.isStructStart() ? 1 : 0;
    while (open > 0) {
      JsonToken next = advance();
      open += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
    }
  }

  /** Whether the line that exceeds a limit can be skipped. */
  boolean canSkipLine() {
    return lines != null;
  }

  /** Notes that an item begins behind the cursor. */
  void beginItem() {
    if (lines != null) {
      lines.beginItem(position());
    }
  }

  private long position() {
    return charactersBefore + parser.currentLocation().getCharOffset();
  }

  /**
   * Goes on at the line after the one in which a limit was exceeded.
   *
   * @return the item in that line, as it was sent; null if it is too long
   */
  String skipLine() {
    try {
      String item = lines.skipLine(position());
      linesBefore += parser.currentLocation().getLineNr();
      charactersBefore = lines.position();
      parser = parser();
      return item;
    } catch (CharacterCodingException e) {
      throw notUtf8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that nothing follows the value that ends at the cursor. */
  public void checkEnd() {
    if (next() != null) {
      throw notJson(parser.currentTokenLocation());
    }
  }

  /** The next token, read to its end; null at the end of the text. */
  private JsonToken next() {
    try {
      JsonToken next = parser.nextToken();
      if (next == JsonToken.VALUE_STRING && parser.getStringLength() > maxLength()) {
        throw tooLong();
      }
      return next;
    } catch (StreamReadException e) {
      throw notJson(e.getLocation());
    } catch (StreamConstraintsException e) {
      throw isTooDeep() ? tooDeep() : tooLong();
    } catch (JacksonIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? notUtf8()
          : new UncheckedIOException(e.getCause());
    }
  }

  private int maxLength() {
    return parsers == PARSERS ? MAX_TOKEN_LENGTH : PartStream.MAX_ITEM_BYTES;
  }

  private boolean isTooDeep() {
    return parser.streamReadContext().getNestingDepth() > MAX_DEPTH;
  }

  private static FailureException notUtf8() {
    return malformed("The body is not UTF-8.");
  }

  private FailureException notJson(TokenStreamLocation at) {
    return malformed(error("The body is not JSON: see ", at));
  }

  private LimitExceededException tooDeep() {
    return new LimitExceededException(
        error(
            "The body is nested deeper than " + MAX_DEPTH + " levels: see ",
            parser.currentLocation()));
  }

  /** The position is that of the last token whose start the parser has noted. */
  private LimitExceededException tooLong() {
    return new LimitExceededException(
        error(
            "A text, a name or a number of the body has more than "
                + MAX_TOKEN_LENGTH
                + " characters: see ",
            parser.currentTokenLocation()));
  }

  private RequestError error(String message, TokenStreamLocation at) {
    int line = linesBefore + at.getLineNr();
    int column = at.getColumnNr();
    return RequestError.of(
            ErrorCode.MALFORMED, message + "line " + line + ", column " + column + ".")
        .at(line, column);
  }

  static FailureException malformed(String detail) {
    return malformed(RequestError.of(ErrorCode.MALFORMED, detail));
  }

  /**
   * @param error of the whole body, whose message is a sentence
   */
  static FailureException malformed(RequestError error) {
    return new FailureException(ProblemType.MALFORMED_REQUEST, error.message(), List.of(error));
  }

  @Override
  public void close() {
    parser.close();
  }
}
