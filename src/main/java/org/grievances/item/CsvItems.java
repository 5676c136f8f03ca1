package org.grievances.item;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.grievances.failure.FailureException;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Reads CSV (RFC 4180) row by row and validates each row as it is read. The header row names the
 * members, in any order and case; the fields are separated by commas, semicolons or tabs, whichever
 * it shows. Fails the request with {@code TOO_LARGE} if there are too many rows, and with {@code
 * INVALID_REQUEST} if the text is not in its charset, has no header row with the key, or has a
 * quote that never ends.
 */
public final class CsvItems implements Items {
  private static final String SEPARATORS = ",;\t";

  /** The header row must be found in as many characters. */
  private static final int MAX_HEADER = 64 * 1024;

  private final CsvRowHandler handler = new CsvRowHandler();
  private final CsvEnd end;
  private final CloseableIterator<CsvRow> rows;
  private final Charset charset;
  private final Table table;
  private final Members members;
  private final Codes codes;
  private final int maxItems;
  private final List<String> columns;
  private final int[] positions;
  private CsvRow next;
  private int items;

  /**
   * @param codes the codes that an item may contain
   */
  public CsvItems(
      InputStream in, Charset charset, Table table, Members members, Codes codes, int maxItems) {
    this.charset = charset;
    this.table = table;
    this.members = members;
    this.codes = codes;
    this.maxItems = maxItems;
    try {
      BufferedReader text = StrictText.decode(in, charset);
      char separator = separator(text);
      this.end = new CsvEnd(text);
      this.rows = reader(separator).build(handler, end).iterator();
    } catch (CharacterCodingException notDecoded) {
      throw notDecoded();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    this.columns = header();
    this.positions = columns.stream().mapToInt(this::position).toArray();
    checkColumns();
    this.next = read();
  }

  private static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .maxBufferSize(JsonCursor.MAX_TOKEN_LENGTH);
  }

  /** The one that the first line has most of. */
  private static char separator(BufferedReader text) throws IOException {
    text.mark(MAX_HEADER);
    int[] counts = new int[SEPARATORS.length()];
    int read = 0;
    for (int c = text.read(); c >= 0 && c != '\n' && ++read < MAX_HEADER; c = text.read()) {
      int which = SEPARATORS.indexOf(c);
      if (which >= 0) {
        counts[which]++;
      }
    }
    text.reset();
    int most = 0;
    for (int which = 1; which < counts.length; which++) {
      most = counts[which] > counts[most] ? which : most;
    }
    return SEPARATORS.charAt(most);
  }

  private List<String> header() {
    CsvRow header = read();
    if (header == null) {
      throw JsonCursor.malformed("The body must begin with a row of the members' names.");
    }
    return header.fields().stream().map(name -> name == null ? "" : name.strip()).toList();
  }

  private int position(String column) {
    for (int position = 0; position < table.fields().size(); position++) {
      if (table.fields().get(position).name().equalsIgnoreCase(column)) {
        return position;
      }
    }
    return -1;
  }

  private void checkColumns() {
    Set<Integer> seen = new HashSet<>();
    for (int position : positions) {
      if (position >= 0 && !seen.add(position)) {
        String twice = table.fields().get(position).name();
        throw JsonCursor.malformed("The header row names " + twice + " twice.");
      }
    }
    String key = table.keyField().name();
    if (!seen.contains(table.position(key))) {
      throw JsonCursor.malformed(
          "The header row must name "
              + key
              + "; fields are separated by commas, semicolons or tabs.");
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Item next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    if (++items > maxItems) {
      throw ItemReader.tooMany(maxItems);
    }
    Item item = item(next);
    next = read();
    return item;
  }

  private Item item(CsvRow row) {
    if (row.fields().size() != columns.size()) {
      String fields = " fields, but the header row has ";
      return new Item.Faulty(
          null, "Line " + row.line() + " has " + row.fields().size() + fields + columns.size());
    }
    ItemBuilder draft = new ItemBuilder(table, members);
    for (int column = 0; column < positions.length; column++) {
      draft.read(columns.get(column), positions[column], row.fields().get(column));
    }
    Item item = draft.finish(null, codes);
    return item instanceof Item.Faulty faulty
        ? new Item.Faulty(faulty.key(), "Line " + row.line() + ": " + faulty.faults())
        : item;
  }

  /** The next row; null after the last. */
  private CsvRow read() {
    try {
      CsvRow row = rows.next();
      if (end.isMark(row)) {
        return null;
      }
      if (!rows.hasNext()) {
        throw JsonCursor.malformed("A quote in the row at line " + row.line() + " never ends.");
      }
      return row;
    } catch (CsvParseException notCsv) {
      throw malformed();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause() instanceof CharacterCodingException ? notDecoded() : unreadable;
    }
  }

  private FailureException malformed() {
    return JsonCursor.malformed(
        "The body is not CSV: in the row at line "
            + handler.line()
            + (" text follows a closing quote, or a field has more than ")
            + (JsonCursor.MAX_TOKEN_LENGTH + " characters, maybe because its quote never ends."));
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
