package org.grievances.http.response;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import jakarta.inject.Inject;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.grievances.body.Spool;
import org.grievances.body.SpooledOutput;
import org.grievances.csv.FormulaGuard;
import org.grievances.http.request.MediaTypes;
import org.grievances.item.BodyFormat;
import org.grievances.item.Lines;
import org.grievances.settings.ExportSettings;

/** Writes the items of data without an envelope, one per line, as NDJSON or as CSV (RFC 4180). */
@Provider
@Produces({MediaTypes.NDJSON, MediaTypes.CSV})
public class LinesWriter implements MessageBodyWriter<Lines> {
  /** The number of items, by which a client can check that it has stored all of them. */
  private static final String COUNT = "X-Total-Count";

  @Inject private ExportSettings settings;

  @Override
  public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType as) {
    return Lines.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Lines lines,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType as,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    try (lines) {
      Iterator<Lines.Line> all = lines.iterator();
      lines.count().ifPresent(count -> headers.putSingle(COUNT, count));
      OutputStream paced =
          new PacedOutput(out, settings.minBytesPerSecond(), settings.maxDuration());
      Optional<Spool.Share> room = lines.room();
      if (room.isPresent()) {
        writeAtOnce(lines, all, as, headers, room.get(), paced);
      } else {
        write(lines, all, as, paced);
      }
      lines.sent();
    }
  }

  /** Reads all items before the first is sent. */
  private static void writeAtOnce(
      Lines lines,
      Iterator<Lines.Line> all,
      MediaType as,
      MultivaluedMap<String, Object> headers,
      Spool.Share room,
      OutputStream out)
      throws IOException {
    try (SpooledOutput spooled = new SpooledOutput(room)) {
      write(lines, all, as, spooled);
      headers.putSingle(HttpHeaders.CONTENT_LENGTH, spooled.size());
      spooled.sendTo(out);
    }
  }

  private static void write(Lines lines, Iterator<Lines.Line> all, MediaType as, OutputStream out)
      throws IOException {
    if (MediaTypes.format(as) == BodyFormat.CSV) {
      writeCsv(lines, all, MediaTypes.isGuarded(as), out);
    } else {
      writeObjects(all, out);
    }
  }

  private static void writeCsv(
      Lines lines, Iterator<Lines.Line> all, boolean isGuarded, OutputStream out)
      throws IOException {
    CsvWriter.CsvWriterBuilder writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF);
    writer.fieldSeparator(lines.separator());
    writer.quoteStrategy(isGuarded ? new SecondCellQuotes() : QuoteStrategies.EMPTY);
    CsvWriter csv = writer.build(out, StandardCharsets.UTF_8);
    if (lines.hasHeader()) {
      csv.writeRecord(isGuarded ? guarded(lines.columns()) : lines.columns());
    }
    while (all.hasNext()) {
      List<String> cells = all.next().cells();
      csv.writeRecord(isGuarded ? guarded(cells) : cells);
    }
    csv.flush();
  }

  private static List<String> guarded(List<String> cells) {
    List<String> guarded = new ArrayList<>(cells.size());
    for (String cell : cells) {
      guarded.add(cell == null ? null : FormulaGuard.guard(cell));
    }
    return guarded;
  }

  /**
   * Quotes empty texts, which differ from no value, and the second cell of a row where {@link
   * FormulaGuard#mustBeQuoted} says so.
   */
  private static final class SecondCellQuotes implements QuoteStrategy {
    private String first = "";

    @Override
    public boolean quoteEmpty(int line, int index) {
      first = "";
      return true;
    }

    @Override
    public boolean quoteNull(int line, int index) {
      first = "";
      return false;
    }

    @Override
    public boolean quoteValue(int line, int index, String value) {
      boolean isQuoted = index == 1 && FormulaGuard.mustBeQuoted(first, value);
      first = index == 0 ? value : "";
      return isQuoted;
    }
  }

  private static void writeObjects(Iterator<Lines.Line> all, OutputStream out) throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    while (all.hasNext()) {
      object.reset();
      all.next().object().writeTo(object);
      object.write('\n');
      object.writeTo(out);
    }
  }
}
