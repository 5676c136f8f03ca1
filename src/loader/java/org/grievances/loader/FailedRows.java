package org.grievances.loader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.grievances.csv.FormulaGuard;

/**
 * The file of the rows that were not applied: each as it was in the file that was loaded, with its
 * line, its status and the reason, so that it can be mended and loaded again by the same command.
 * In CSV these come first, since a row may have more or fewer fields than the header row. Texts of
 * CSV are guarded, since it may be mended in a spreadsheet.
 */
final class FailedRows implements AutoCloseable {
  private final Path file;
  private final FileForm form;
  private FileChannel out;

  /**
   * @param file null for none
   * @param form of the rows
   * @param keep how much of the file counts; what follows is of slices that will be sent again
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
          throw StopException.usage(
              "The file of failed rows is not complete any more, so the load cannot go on; --restart begins again: "
                  + file);
        }
        out.truncate(keep);
        out.position(keep);
      }
    } catch (IOException unwritable) {
      throw unwritable();
    }
  }

  private StopException unwritable() {
    return StopException.stopped("The failed rows cannot be written to " + file);
  }

  /** Null for none. */
  Path file() {
    return file;
  }

  private void open() throws IOException {
    out = PrivateFile.open(file);
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
          write(form.mark() + (form.isCsv() ? csv(header()) + "\n" : ""));
        }
        for (FailedRow row : rows) {
          write((form.isCsv() ? csv(fields(row)) : json(row)) + "\n");
        }
        out.force(true);
      }
      return out == null ? 0 : out.position();
    } catch (IOException unwritten) {
      throw unwritable();
    }
  }

  /** Forgets all but the beginning. */
  void truncate(long keep) {
    try {
      if (out != null) {
        out.truncate(keep);
        out.position(keep);
      }
    } catch (IOException unwritten) {
      throw unwritable();
    }
  }

  /** Whether there are any. */
  boolean any() {
    try {
      return out != null && out.size() > 0;
    } catch (IOException unreadable) {
      throw unwritable();
    }
  }

  private void write(String text) throws IOException {
    for (ByteBuffer bytes = ByteBuffer.wrap(form.bytes(text)); bytes.hasRemaining(); ) {
      out.write(bytes);
    }
  }

  private List<String> header() {
    List<String> fields =
        new ArrayList<>(List.of(ServiceColumns.LINE, ServiceColumns.STATUS, ServiceColumns.BODY));
    fields.addAll(form.columns());
    return fields;
  }

  private List<String> fields(FailedRow row) {
    List<String> fields = new ArrayList<>();
    fields.add(Long.toString(row.line()));
    fields.add(row.status() == null ? "" : row.status().toString());
    fields.add(row.reason());
    fields.addAll(CsvText.fields(row.text(), form.separator()));
    return fields;
  }

  private String csv(List<String> fields) {
    List<String> guarded = fields.stream().map(FormulaGuard::guard).toList();
    return CsvText.row(guarded, form.separator());
  }

  private static String json(FailedRow row) {
    String text = row.text().strip();
    String object = text.substring(0, text.length() - 1).stripTrailing();
    String outcome =
        JsonText.object(
            json -> {
              json.writeNumberField(ServiceColumns.LINE, row.line());
              json.writeObjectField(ServiceColumns.STATUS, row.status());
              json.writeStringField(ServiceColumns.BODY, row.reason());
            });
    return object + (object.length() > 1 ? "," : "") + outcome.substring(1);
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException unclosed) {
      throw unwritable();
    }
  }
}
