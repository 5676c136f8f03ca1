package org.grievances.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a job that were not applied. The service reports which; the rows are copied from the
 * file unchanged.
 */
final class JobItems {
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_ROWS = 1_000;

  private final Service service;
  private final Upload.Content content;
  private final FailedRows failedRows;
  private final Unprocessed unprocessed;
  private final RowErrors errors;

  /**
   * @param content that was sent
   * @param unprocessed receives the rows that the job did not reach
   * @param errors receives the errors of failed rows
   */
  JobItems(
      Service service,
      Upload.Content content,
      FailedRows failedRows,
      Unprocessed unprocessed,
      RowErrors errors) {
    this.service = service;
    this.content = content;
    this.failedRows = failedRows;
    this.unprocessed = unprocessed;
    this.errors = errors;
  }

  FailedRows failedRows() {
    return failedRows;
  }

  Path unprocessed() {
    return unprocessed.file();
  }

  /** Adds the errors of rows that were not sent. */
  void add(RowErrors ofUnsent) {
    errors.add(ofUnsent);
  }

  /**
   * Adds the failed rows to their file.
   *
   * @param keep the length of the file before
   */
  void takeFailed(String job, long keep) {
    content.source().checkUnchanged();
    errors.add(service.retryDelays().get(() -> receiveFailed(job, keep)));
    content.source().checkUnchanged();
  }

  private RowErrors receiveFailed(String job, long keep) throws InterruptedException {
    failedRows.truncate(keep);
    RowErrors found = new RowErrors();
    List<FailedRow> some = new ArrayList<>();
    try (Rows rows = content.open()) {
      FailedRowSearch search = new FailedRowSearch(rows, job);
      receive(
          job,
          item -> {
            some.add(search.find(item));
            if (some.size() == MAX_ROWS) {
              keep(some, found);
            }
          });
    } catch (IOException e) {
      throw unreadable(e);
    }
    keep(some, found);
    return found;
  }

  private void keep(List<FailedRow> rows, RowErrors found) {
    failedRows.add(rows);
    rows.forEach(found::add);
    rows.clear();
  }

  /** Finds failed items in the file; both are in the same order. */
  private static final class FailedRowSearch {
    private final Rows rows;
    private final String job;
    private final UploadLines lines;

    FailedRowSearch(Rows rows, String job) {
      this.rows = rows;
      this.job = job;
      this.lines = new UploadLines(rows.header());
    }

    FailedRow find(JobItem item) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row.error() == null && item.isRow(row, lines.add(row))) {
          Reason reason = item.reason().at(row.line());
          return new FailedRow(row.line(), row.original(), item.status(), reason);
        }
      }
      throw ExitException.ended(
          "The failed rows of the job %s are not found in the file; the service has them at jobs/%s/failed."
              .formatted(job, job));
    }
  }

  /**
   * Writes the rows that the job did not reach to a separate file.
   *
   * @param tried how many rows it processed, which were the first ones that were sent
   */
  void takeUnprocessed(long tried) {
    content.source().checkUnchanged();
    List<FailedRow> some = new ArrayList<>();
    try (Rows rows = content.open();
        FailedRows file = new FailedRows(unprocessed.file(), unprocessed.form(), 0)) {
      long sent = 0;
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row.error() == null && ++sent > tried) {
          some.add(FailedRow.untried(row));
        }
        if (some.size() == MAX_ROWS) {
          file.add(some);
          some.clear();
        }
      }
      file.add(some);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static ExitException unreadable(IOException e) {
    return ExitException.ended("The file cannot be read again: " + e.getMessage());
  }

  /** Accepts a failed item. */
  @FunctionalInterface
  private interface ItemConsumer {
    void take(JobItem item) throws IOException;
  }

  private void receive(String job, ItemConsumer consumer) throws InterruptedException {
    HttpResponse<InputStream> answer =
        service.open(
            service
                .request("jobs/" + job + "/failed")
                .header("Accept", Format.NDJSON.sentAs())
                .header("Prefer", "errors=structured")
                .GET());
    RecordSplitter splitter = new RecordSplitter(false);
    byte[] buffer = new byte[BUFFER];
    long[] received = {0};
    try (SilenceGuard body = new SilenceGuard(answer.body())) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        splitter.split(
            buffer,
            read,
            record -> {
              consumer.take(JobItem.parse(new String(record, StandardCharsets.UTF_8)));
              received[0]++;
            });
      }
    } catch (IOException e) {
      throw brokeOff();
    }
    if (received[0] < answer.headers().firstValueAsLong("X-Total-Count").orElse(0)) {
      throw brokeOff();
    }
  }

  private static RetryException brokeOff() {
    return new RetryException("The failed rows broke off", null);
  }
}
