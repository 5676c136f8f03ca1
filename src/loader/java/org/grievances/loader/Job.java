package org.grievances.loader;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

/** A file that is sent as one job, which the service works off, and followed until it ends. */
final class Job {
  private static final int ACCEPTED = 202;
  private static final int TOO_LARGE = 413;
  private static final int BUFFER = 64 * 1024;
  private static final long DEFAULT_PAUSE_SECONDS = 2;
  private static final Duration LONGEST_UPLOAD = Duration.ofHours(12);
  private static final Set<String> STATE =
      Set.of("state", "read", "created", "updated", "failed", "title", "detail");

  private final Service service;
  private final Source source;
  private final Rows.Options rowOptions;
  private final ColumnMap map;
  private final boolean strict;
  private final Journal journal;
  private final FailedRows failedRows;
  private final Display display;
  private final AtomicReference<RuntimeException> unreadable = new AtomicReference<>();
  private volatile Map<String, String> state = Map.of();
  private volatile long percent;
  private volatile Upload upload;

  /** The rows of one attempt that were not sent, and how many there were. */
  private static final class Upload {
    private final List<FailedRow> unsent = new ArrayList<>();
    private long rows;
  }

  Job(
      Service service,
      Source source,
      Rows.Options rowOptions,
      ColumnMap map,
      boolean strict,
      Journal journal,
      FailedRows failedRows,
      Display display) {
    this.service = service;
    this.source = source;
    this.rowOptions = rowOptions;
    this.map = map;
    this.strict = strict || rowOptions.format() == Format.CSV;
    this.journal = journal;
    this.failedRows = failedRows;
    this.display = display;
  }

  void run() throws IOException {
    if (journal.job() == null) {
      display.show("Sending", source::read, source.size(), () -> "packed");
      String location = service.send(this::request, LONGEST_UPLOAD, this::location);
      Upload sent = upload;
      long failedBytes = failedRows.add(sent.unsent);
      journal.sentAs(location, sent.rows, new Totals(0, 0, sent.unsent.size()), failedBytes);
    }
    Totals unsent = journal.totals();
    display.show("Job", () -> percent, 100, this::progress);
    follow();
    Totals done = new Totals(number("created"), number("updated"), number("failed"));
    if (done.failed() > 0) {
      download();
    }
    journal.complete(unsent.plus(done));
  }

  private HttpRequest.Builder request() {
    if (unreadable.get() != null) {
      throw unreadable.get();
    }
    return service
        .request("grievances-batch")
        .header("Content-Type", rowOptions.format().sentAs())
        .header("Content-Encoding", "gzip")
        .header("Prefer", strict ? "respond-async, handling=strict" : "respond-async")
        .header("Idempotency-Key", journal.run())
        .PUT(BodyPublishers.ofInputStream(this::body));
  }

  private String location(HttpResponse<byte[]> answer) {
    if (answer.statusCode() == TOO_LARGE) {
      throw StopException.stopped("The service refused the job: " + Problem.of(answer).text());
    }
    if (answer.statusCode() != ACCEPTED) {
      throw StopException.stopped(
          "The service has no jobs, and took the file as one batch; load without --job.");
    }
    return answer
        .headers()
        .firstValue("Location")
        .map(location -> location.substring(location.lastIndexOf('/') + 1))
        .orElseThrow(() -> StopException.stopped("The service does not say which job it is."));
  }

  /** The rows as they are sent, packed by a thread of their own while they are received. */
  private InputStream body() {
    try {
      PipedInputStream body = new PipedInputStream(BUFFER);
      PipedOutputStream out = new PipedOutputStream(body);
      Upload attempt = new Upload();
      upload = attempt;
      Thread packer = new Thread(() -> pack(out, attempt), "packer");
      packer.setDaemon(true);
      packer.start();
      return new Checked(body, unreadable);
    } catch (IOException unopened) {
      throw new UncheckedIOException(unopened);
    }
  }

  private void pack(PipedOutputStream pipe, Upload attempt) {
    try (Rows rows = Rows.open(source, rowOptions, map);
        OutputStream out = new BufferedOutputStream(new GZIPOutputStream(pipe), BUFFER)) {
      out.write(rows.header().getBytes(StandardCharsets.UTF_8));
      for (Row row = rows.next(); row != null; row = rows.next()) {
        attempt.rows++;
        if (row.fault() != null) {
          attempt.unsent.add(new FailedRow(row.line(), row.text(), FailedRow.INVALID, row.fault()));
        } else {
          out.write((row.text() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException cut) {
      // The request failed, and is sent again.
    } catch (RuntimeException unread) {
      unreadable.set(unread);
    }
  }

  /** A body that breaks off, instead of ending, when the file cannot be read to its end. */
  private static final class Checked extends java.io.FilterInputStream {
    private final AtomicReference<RuntimeException> unreadable;

    Checked(InputStream in, AtomicReference<RuntimeException> unreadable) {
      super(in);
      this.unreadable = unreadable;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read < 0 && unreadable.get() != null) {
        throw new IOException("The file cannot be read", unreadable.get());
      }
      return read;
    }
  }

  private void follow() {
    boolean running = true;
    while (running) {
      HttpResponse<byte[]> answer =
          service.send(() -> service.request("jobs/" + journal.job()).GET(), told -> told);
      state = JsonText.values(answer.body(), STATE);
      percent =
          answer
              .headers()
              .firstValue("X-Progress")
              .map(progress -> Long.parseLong(progress.replaceAll("\\D.*", "")))
              .orElse(percent);
      running = isRunning();
      if (running) {
        pause(answer.headers().firstValueAsLong("Retry-After").orElse(DEFAULT_PAUSE_SECONDS));
      }
    }
  }

  private boolean isRunning() {
    String name = state.getOrDefault("state", "");
    return switch (name) {
      case "Queued", "InProgress" -> true;
      case "Completed" -> false;
      default ->
          throw StopException.stopped(
              "The job %s is %s: %s"
                  .formatted(
                      journal.job(),
                      name,
                      state.getOrDefault(
                          "detail", state.getOrDefault("title", "without a reason"))));
    };
  }

  private static void pause(long seconds) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw StopException.stopped("Interrupted");
    }
  }

  private long number(String member) {
    return Long.parseLong(state.getOrDefault(member, "0"));
  }

  private String progress() {
    return state.getOrDefault("state", "")
        + String.format(
            java.util.Locale.ROOT, ", %,d rows, %,d failed", number("read"), number("failed"));
  }

  /** Takes the failed rows from the service, after those that were not sent. */
  private void download() {
    service
        .patience()
        .get(
            () -> {
              failedRows.truncate(journal.failedBytes());
              HttpResponse<InputStream> answer =
                  service.open(
                      service
                          .request("jobs/" + journal.job() + "/failed")
                          .header("Accept", rowOptions.format().sentAs())
                          .GET());
              copy(answer.body());
              return null;
            });
  }

  private void copy(InputStream answer) {
    RecordSplitter splitter = new RecordSplitter(rowOptions.format() == Format.CSV);
    byte[] buffer = new byte[BUFFER];
    boolean[] first = {rowOptions.format() == Format.CSV && journal.failedBytes() > 0};
    try (SilenceGuard body = new SilenceGuard(answer)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        splitter.split(
            buffer,
            read,
            record -> {
              if (!first[0]) {
                failedRows.addAsTheyAre(record);
              }
              first[0] = false;
            });
      }
    } catch (IOException cut) {
      throw new RetryException("The failed rows broke off", null);
    }
  }
}
