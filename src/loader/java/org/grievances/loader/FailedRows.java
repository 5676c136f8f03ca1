package org.grievances.loader;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.grievances.csv.FormulaGuard;

/**
 * The file of the rows that were not applied: each as it was in the file that was loaded, with its
 * line, its status and the reason, so that it can be corrected and loaded again by the same
 * command. In CSV these come first, since a row may have more or fewer fields than the header row.
 * Texts of CSV are guarded, since the file may be edited in a spreadsheet.
 */
final class FailedRows implements AutoCloseable {
  private final Path file;
  private final FileForm form;
  private FileChannel out;
  private Writer text;

  /**
   * @param file null for none
   * @param form of the rows
   * @param keep the valid length of the file; the rest is of slices that will be sent again
   */
  FailedRows(Path file, FileForm form, long keep) {
    this.file = file;
    this.form = form;
    if (file == null) {
      return;
    }
    try {
      if (keep == 0) {
        Files.deleteIfExists(file);
      } else {
        open();
        if (out.size() < keep) {
          throw ExitException.usage(
              "The file of failed rows is not complete any more, so the load cannot go on; --restart begins again: "
                  + file);
        }
        out.truncate(keep);
        out.position(keep);
      }
    } catch (IOException e) {
      throw unwritable();
    }
  }

  private ExitException unwritable() {
    return ExitException.stopped("The failed rows cannot be written to " + file);
  }

  /** Null for none. */
  Path file() {
    return file;
  }

  private void open() throws IOException {
    out = PrivateFile.open(file);
    text = Channels.newWriter(out, form.encoder(), -1);
  }

  /** Adds rows, and returns how long the file is then, on the disk. */
  long add(List<FailedRow> rows) {
    if (file == null) {
      return 0;
    }
    try {
      if (!rows.isEmpty()) {
        if (out == null) {
          open();
        }
        if (out.position() == 0) {
          writeHeader();
        }
        for (FailedRow row : rows) {
          write(row);
        }
        text.flush();
        out.force(true);
      }
      return out == null ? 0 : out.position();
    } catch (IOException e) {
      throw unwritable();
    }
  }

  /** Truncates the file. */
  void truncate(long keep) {
    try {
      if (out != null) {
        out.truncate(keep);
        out.position(keep);
      }
    } catch (IOException e) {
      throw unwritable();
    }
  }

  /** Whether there are any. */
  boolean any() {
    try {
      return out != null && out.size() > 0;
    } catch (IOException e) {
      throw unwritable();
    }
  }

  private void writeHeader() throws IOException {
    text.write(form.mark());
    if (form.isCsv()) {
      List<String> names = List.of(ServiceColumns.LINE, ServiceColumns.STATUS, ServiceColumns.BODY);
      writeFields(names, form.columns());
    }
  }

  private void write(FailedRow row) throws IOException {
    if (form.isCsv()) {
      String status = row.status() == null ? "" : row.status().toString();
      List<String> outcome = List.of(Long.toString(row.line()), status, row.reason().toString());
      writeFields(outcome, CsvText.fields(row.text(), form.separator()));
    } else {
      writeObject(row);
    }
  }

  /**
   * Writes field by field, since a row that is too large for the service would be copied otherwise.
   */
  private void writeFields(List<String> outcome, List<String> fields) throws IOException {
    String separator = "";
    for (String field :
        (Iterable<String>) Stream.concat(outcome.stream(), fields.stream())::iterator) {
      text.write(separator);
      text.write(CsvText.field(FormulaGuard.guard(field), form.separator()));
      separator = String.valueOf(form.separator());
    }
    text.write('\n');
  }

  private void writeObject(FailedRow row) throws IOException {
    String object = row.text().strip();
    int end = object.length() - 1;
    while (object.charAt(end - 1) <= ' ') {
      end--;
    }
    text.write(object, 0, end);
    text.write(end > 1 ? "," : "");
    String outcome =
        JsonText.object(
            json -> {
              json.writeNumberField(ServiceColumns.LINE, row.line());
              json.writeObjectField(ServiceColumns.STATUS, row.status());
              json.writeStringField(ServiceColumns.BODY, row.reason().toString());
            });
    text.write(outcome, 1, outcome.length() - 1);
    text.write('\n');
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      throw unwritable();
    }
  }
}
