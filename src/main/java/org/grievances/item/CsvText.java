package org.grievances.item;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToIntFunction;
import org.grievances.csv.ColumnNames;
import org.grievances.csv.CsvRow;
import org.grievances.csv.CsvRowHandler;
import org.grievances.csv.EndOfFileReader;
import org.grievances.csv.ParseErrors;
import org.grievances.csv.Separator;
import org.grievances.csv.StrictText;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.RequestError;
import org.grievances.schema.Table;

/**
 * Reads CSV (RFC 4180) row by row, as spreadsheets write it. Fails the request with {@code
 * MALFORMED_REQUEST} if the text is not in its charset, has no header row, or has a quote that
 * never ends.
 */
public final class CsvText implements CsvRows {
  /**
   * As long as an item may be, so that only a row with too long a field fails; an unclosed quote
   * exceeds it.
   */
  private static final int MAX_FIELD_LENGTH = PartStream.MAX_ITEM_BYTES;

  /** The first bytes of workbooks, in hexadecimal: new ones, and old ones. */
  private static final String ZIP = "504b0304";

  private static final String OLE = "d0cf11e0";
  private static final String GZIP = "1f8b";

  private final CsvRowHandler handler;
  private final CloseableIterator<CsvRow> rows;
  private final List<String> columns;
  private Charset charset;

  /**
   * Reads a body.
   *
   * @param table whose fields the header row names
   */
  public CsvText(InputStream in, CsvForm form, Table table) {
    this(in, form, names -> CsvColumns.count(table, names));
  }

  /** Reads a stored part. */
  public CsvText(InputStream in) {
    this(in, CsvForm.OF_PARTS, names -> 0);
  }

  private CsvText(InputStream in, CsvForm form, ToIntFunction<List<String>> members) {
    this.charset = form.charset();
    this.handler = new CsvRowHandler(form.isGuarded(), form.hasEmptyTexts());
    try {
      BufferedInputStream bytes = new BufferedInputStream(in);
      checkIsText(bytes);
      this.charset = StrictText.charset(bytes, form.charset());
      BufferedReader text =
          new BufferedReader(new EndOfFileReader(StrictText.decode(bytes, charset)));
      char separator = form.separator() == null ? Separator.of(text, members) : form.separator();
      this.rows = reader(separator).build(handler, text).iterator();
    } catch (CharacterCodingException e) {
      throw notDecoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.columns = header();
  }

  /**
   * Refuses workbooks and archives that are sent by mistake, before all of them is read as text.
   */
  private static void checkIsText(BufferedInputStream bytes) throws IOException {
    bytes.mark(Integer.BYTES);
    String head = HexFormat.of().formatHex(bytes.readNBytes(Integer.BYTES));
    bytes.reset();
    if (head.equals(ZIP) || head.equals(OLE)) {
      throw JsonCursor.malformed(
          "The body is a workbook or another compressed file; save it as CSV in UTF-8.");
    }
    if (head.startsWith(GZIP)) {
      throw JsonCursor.malformed("The body is gzip; send it with Content-Encoding: gzip.");
    }
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
    return ColumnNames.of(header.fields());
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
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException ? notDecoded() : e;
    }
  }

  private FailureException malformed(CsvParseException e) {
    if (ParseErrors.isUnclosedQuote(e)) {
      return malformed("A quote in the row at line " + handler.line() + " never ends.");
    }
    return malformed(
        "The body is not CSV: in the row at line "
            + handler.line()
            + (" text follows a closing quote, or a field has more than ")
            + (MAX_FIELD_LENGTH + " characters, maybe because its quote never ends."));
  }

  private FailureException malformed(String message) {
    return JsonCursor.malformed(
        RequestError.of(ErrorCode.MALFORMED, message).at(handler.line(), 0));
  }

  private FailureException notDecoded() {
    return JsonCursor.malformed(
        "The body is not "
            + charset.name()
            + "; name the charset that it is in, as in text/csv; charset=windows-1252.");
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
