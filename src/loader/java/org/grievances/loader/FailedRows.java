package org.grievances.loader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.grievances.csv.FormulaGuard;

/**
 * The file of the rows that were not applied: each as it was sent, followed by its status and the
 * reason, so that it can be mended and loaded again. Texts of CSV are guarded, since it may be
 * mended in a spreadsheet.
 */
final class FailedRows implements AutoCloseable {
  private final Path file;
  private final String header;
  private FileChannel out;

  /**
   * @param file null for none
   * @param header of the rows as they are sent; empty for JSON
   * @param keep how much of the file counts; what follows is of slices that will be sent again
   */
  FailedRows(Path file, String header, long keep) {
    this.file = file;
    this.header = header;
    if (file == null) {
      return;
    }
    try {
      if (keep == 0) {
        Files.deleteIfExists(file);
      } else {
        open();
        if (out.size() < keep) {
          throw StopException.usage("The file of failed rows is not complete any more: " + file);
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
          write(header.isEmpty() ? "" : guarded(header, "status", "body") + "\n");
        }
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(line(row)).append('\n'));
        write(text.toString());
        out.force(true);
      }
      return out == null ? 0 : out.position();
    } catch (IOException unwritten) {
      throw unwritable();
    }
  }

  /** Adds a record as the service gives it. */
  void addAsTheyAre(byte[] record) {
    if (file == null) {
      return;
    }
    try {
      if (out == null) {
        open();
      }
      write(ByteBuffer.wrap(record));
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

  /** Returns when all of them are on the disk. */
  void force() {
    try {
      if (out != null) {
        out.force(true);
      }
    } catch (IOException unwritten) {
      throw unwritable();
    }
  }

  private void write(String text) throws IOException {
    write(StandardCharsets.UTF_8.encode(text));
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private String line(FailedRow row) {
    if (!header.isEmpty()) {
      return guarded(row.text(), Integer.toString(row.status()), row.reason());
    }
    String object = row.text().substring(0, row.text().length() - 1);
    String end = JsonText.object("body", row.reason()).substring(1);
    String comma = object.length() > 1 ? "," : "";
    return object + comma + "\"status\":" + row.status() + "," + end;
  }

  private static String guarded(String row, String status, String reason) {
    List<String> fields = new ArrayList<>(CsvText.fields(row));
    fields.add(status);
    fields.add(reason);
    return CsvText.row(fields.stream().map(FormulaGuard::guard).toList());
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
