package org.grievances.item.part;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.grievances.csv.CsvRow;
import org.grievances.item.BodyFormat;
import org.grievances.item.CsvColumns;
import org.grievances.item.CsvForm;
import org.grievances.item.CsvText;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.PartStream;
import org.grievances.schema.Table;

/** Copies the rows of CSV to parts of {@link NumberedRows}. */
final class RowCopier implements ItemCopier {
  private final CsvText text;
  private CsvRow next;
  private CsvWriter part;

  RowCopier(InputStream in, CsvForm form, Table table, Members members) {
    this.text = new CsvText(in, form, table);
    CsvColumns.of(table, text.columns()).checked(table, members);
    this.next = text.next();
  }

  @Override
  public BodyFormat format() {
    return BodyFormat.CSV;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public void begin(PartStream stream) {
    part =
        CsvWriter.builder()
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(stream, StandardCharsets.UTF_8);
    write(NumberedRows.LINE, text.columns());
  }

  @Override
  public void copyNext() {
    write(Long.toString(next.line()), next.fields());
    next = text.next();
  }

  private void write(String line, List<String> fields) {
    List<String> numbered = new ArrayList<>(fields.size() + 1);
    numbered.add(line);
    numbered.addAll(fields);
    part.writeRecord(numbered);
  }

  @Override
  public void flush() throws IOException {
    part.flush();
  }

  @Override
  public void close() {
    text.close();
  }
}
