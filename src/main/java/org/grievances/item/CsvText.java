package org.grievances.item;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;
import org.grievances.csv.CsvRow;
import org.grievances.csv.CsvRowHandler;
import org.grievances.csv.ParseErrors;
import org.grievances.csv.Separator;
import org.grievances.csv.StrictText;
import org.grievances.failure.FailureException;

/**
 * Reads CSV (RFC 4180) row by row; the fields are separated by commas, semicolons or tabs,
 * whichever the header row shows. Fails the request with {@code INVALID_REQUEST} if the text is not
 * in its charset, has no header row, or has a quote that never ends.
 */
final class CsvText implements CsvRows {
  /** The character that separates the fields of a text, at whose beginning it still is. */
  @FunctionalInterface
  private interface Separation {
    char of(BufferedReader text) throws IOException;
  }

  /** More than a field may have, so that its row fails alone; a quote that never ends has more. */
  private static final int MAX_FIELD_LENGTH = 4 * JsonCursor.MAX_TOKEN_LENGTH;

  private final CsvRowHandler handler;
  private final CloseableIterator<CsvRow> rows;
  private final Charset charset;
  private final List<String> columns;

  /** Reads a body. */
  CsvText(InputStream in, CsvForm form) {
    this(in, form, Separator::of);
  }

  /** Reads what this service has written. */
  CsvText(InputStream in) {
    this(in, CsvForm.RAW, text -> ',');
  }

  private CsvText(InputStream in, CsvForm form, Separation separation) {
    this.charset = form.charset();
    this.handler = new CsvRowHandler(form.isGuarded(), form.hasEmptyTexts());
    try {
      BufferedReader text = StrictText.decode(in, charset);
      CsvReader.CsvReaderBuilder reader = reader(separation.of(text));
      this.rows = reader.build(handler, text).iterator();
    } catch (CharacterCodingException notDecoded) {
      throw notDecoded();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    this.columns = header();
  }

  private static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(MAX_FIELD_LENGTH);
  }

  private List<String> header() {
    CsvRow header = next();
    if (header == null) {
      throw JsonCursor.malformed("The body must begin with a row of the members' names.");
    }
    return header.fields().stream().map(name -> name == null ? "" : name.strip()).toList();
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public CsvRow next() {
    try {
      return rows.hasNext() ? rows.next() : null;
    } catch (CsvParseException e) {
      ParseErrors.rethrowCause(e);
      throw malformed(e);
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause() instanceof CharacterCodingException ? notDecoded() : unreadable;
    }
  }

  private FailureException malformed(CsvParseException e) {
    if (ParseErrors.isUnclosedQuote(e)) {
      return JsonCursor.malformed("A quote in the row at line " + handler.line() + " never ends.");
    }
    return JsonCursor.malformed(
        "The body is not CSV: in the row at line "
            + handler.line()
            + (" text follows a closing quote, or a field has more than ")
            + (MAX_FIELD_LENGTH + " characters, maybe because its quote never ends."));
  }

  private FailureException notDecoded() {
    return JsonCursor.malformed("The body is not " + charset.name() + ".");
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
