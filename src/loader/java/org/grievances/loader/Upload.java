package org.grievances.loader;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * One attempt to send all rows of a file, which a separate thread compresses while they are sent.
 * Rows that cannot be sent are added to the failed rows immediately.
 */
final class Upload implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_UNSENT = 1_000;
  private static final int MAX_UNSENT_LENGTH = 1024 * 1024;

  private final Content content;
  private final FailedRows failedRows;
  private final RowErrors errors = new RowErrors();
  private final List<FailedRow> unsent = new ArrayList<>();
  private long unsentLength;
  private final PipedOutputStream pipe = new PipedOutputStream();
  private final InputStream body;
  private final Thread compressor = new Thread(this::compress, "compressor");
  private long rows;
  private long failed;
  private long failedBytes;
  private Guard guard = Guard.KEEP;
  private long guardedRows;
  private volatile boolean complete;
  private volatile RuntimeException failure;

  /** The rows of a file, and how they are sent. */
  record Content(Source source, Rows.Options options, ColumnMap map) {
    Rows open() {
      try {
        return Rows.open(source, options, map);
      } catch (IOException e) {
        throw ExitException.stopped("The file cannot be read: " + e.getMessage());
      }
    }

    Format format() {
      return options.format();
    }
  }

  Upload(Content content, FailedRows failedRows) {
    this.content = content;
    this.failedRows = failedRows;
    try {
      this.body = new Checked(new PipedInputStream(pipe, BUFFER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins the upload; reading the stream fails, instead of ending, if the file cannot be read. */
  InputStream begin() {
    compressor.setDaemon(true);
    compressor.start();
    return body;
  }

  private final class Checked extends FilterInputStream {
    Checked(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read < 0 && !complete) {
        throw new IOException("the file was not sent to its end");
      }
      return read;
    }
  }

  private void compress() {
    try (PipedOutputStream out = pipe) {
      compressInto(out);
    } catch (IOException e) {
      // The request failed, and is sent again.
    }
  }

  private void compressInto(OutputStream out) {
    try (Rows read = content.open()) {
      failedRows.truncate(0);
      GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER);
      OutputStream text = new BufferedOutputStream(gzip, BUFFER);
      write(read, text);
      content.source().checkUnchanged();
      keepUnsent();
      guard = read.guard();
      guardedRows = read.guardedRows();
      text.flush();
      gzip.finish();
      complete = true;
    } catch (IOException e) {
      // The request failed, and is sent again.
    } catch (RuntimeException e) {
      failure = e;
    } catch (OutOfMemoryError e) {
      failure = ExitException.stopped("There is not enough memory.");
    }
  }

  private void write(Rows read, OutputStream out) throws IOException {
    String header = read.header();
    out.write(header.getBytes(StandardCharsets.UTF_8));
    UploadLines lines = new UploadLines(header);
    for (Row row = read.next(); row != null; row = read.next()) {
      rows++;
      if (row.error() != null) {
        keepUnsent(FailedRow.ofUnsent(row));
        continue;
      }
      for (long blank = lines.blankLinesBefore(row); blank > 0; blank--) {
        out.write('\n');
      }
      out.write(row.text().getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      lines.add(row);
    }
  }

  private void keepUnsent(FailedRow row) {
    unsent.add(row);
    unsentLength += row.text().length();
    if (unsent.size() == MAX_UNSENT || unsentLength > MAX_UNSENT_LENGTH) {
      keepUnsent();
    }
  }

  private void keepUnsent() {
    failed += unsent.size();
    failedBytes = failedRows.add(unsent);
    unsent.forEach(errors::add);
    unsent.clear();
    unsentLength = 0;
  }

  /** The number of rows of the file. */
  long rows() {
    return rows;
  }

  /** The number of rows that could not be sent. */
  long failed() {
    return failed;
  }

  long failedBytes() {
    return failedBytes;
  }

  Guard guard() {
    return guard;
  }

  /** The number of rows that seem guarded. */
  long guardedRows() {
    return guardedRows;
  }

  RowErrors errors() {
    return errors;
  }

  /**
   * Ends the upload, complete or not.
   *
   * @throws ExitException when the file cannot be read to its end
   */
  @Override
  public void close() {
    try {
      body.close();
      compressor.join();
    } catch (IOException e) {
      // Nobody reads from it any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ExitException.stopped("Interrupted");
    }
    if (failure != null) {
      throw failure;
    }
  }
}
