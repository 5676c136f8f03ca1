package org.grievances.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import jakarta.ws.rs.Produces;
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
import java.util.Iterator;
import org.grievances.item.BodyFormat;
import org.grievances.item.Lines;

/** Writes the items of data without an envelope, one a line, as NDJSON or as CSV (RFC 4180). */
@Provider
@Produces({MediaTypes.NDJSON, MediaTypes.CSV})
public class LinesWriter implements MessageBodyWriter<Lines> {
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
      if (MediaTypes.format(as) == BodyFormat.CSV) {
        writeCsv(lines, out);
      } else {
        writeObjects(lines, out);
      }
    }
  }

  private static void writeCsv(Lines lines, OutputStream out) throws IOException {
    CsvWriter csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
    Iterator<Lines.Line> all = lines.iterator();
    csv.writeRecord(lines.columns());
    while (all.hasNext()) {
      csv.writeRecord(all.next().cells());
    }
    csv.flush();
  }

  private static void writeObjects(Lines lines, OutputStream out) throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    for (Lines.Line line : lines) {
      object.reset();
      line.object().writeTo(object);
      object.write('\n');
      object.writeTo(out);
    }
  }
}
