package org.grievances.loader;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.grievances.csv.FormulaGuard;

/** The rows of a job that were not applied, as the service gives them back. */
final class JobItems {
  private static final int BUFFER = 64 * 1024;
  private static final String STATUS = "status";
  private static final String BODY = "body";

  private final Service service;
  private final Format format;
  private final FailedRows failedRows;
  private final Path unprocessed;
  private final Faults faults;

  /**
   * @param unprocessed where rows go that the job did not come to
   * @param faults hears of the failed rows
   */
  JobItems(Service service, Format format, FailedRows failedRows, Path unprocessed, Faults faults) {
    this.service = service;
    this.format = format;
    this.failedRows = failedRows;
    this.unprocessed = unprocessed;
    this.faults = faults;
  }

  FailedRows failedRows() {
    return failedRows;
  }

  Path unprocessed() {
    return unprocessed;
  }

  /** Adds the faults of rows that the service has not seen. */
  void add(Faults ofUnsent) {
    faults.add(ofUnsent);
  }

  /**
   * Adds the failed rows to their file.
   *
   * @param keep the length of the file before
   */
  void takeFailed(String job, long keep) {
    Faults found =
        service
            .patience()
            .get(
                () -> {
                  failedRows.truncate(keep);
                  Faults attempt = new Faults();
                  receive(
                      job,
                      "failed",
                      (record, header) -> {
                        if (!header || keep == 0) {
                          failedRows.addAsTheyAre(record);
                        }
                        if (!header) {
                          attempt.add(failed(record));
                        }
                      });
                  failedRows.force();
                  return attempt;
                });
    faults.add(found);
  }

  private FailedRow failed(byte[] record) throws IOException {
    String text = new String(record, StandardCharsets.UTF_8);
    if (format == Format.CSV) {
      List<String> fields = CsvText.fields(text);
      int count = fields.size();
      return FailedRow.told(fields.get(count - 2), FormulaGuard.unguard(fields.get(count - 1)));
    }
    JsonNode object = JsonText.MAPPER.readTree(text);
    return FailedRow.told(object.path(STATUS).asText(), object.path(BODY).asText());
  }

  /** Puts the rows that the job did not come to into a file of their own. */
  void takeUnprocessed(String job) {
    service
        .patience()
        .get(
            () -> {
              try (FileChannel out = PrivateFile.open(unprocessed)) {
                out.truncate(0);
                receive(job, "unprocessed", (record, header) -> write(out, record));
              }
              return null;
            });
  }

  private void write(FileChannel out, byte[] record) {
    try {
      for (ByteBuffer bytes = ByteBuffer.wrap(record); bytes.hasRemaining(); ) {
        out.write(bytes);
      }
    } catch (IOException full) {
      throw StopException.stopped("The unprocessed rows cannot be written to " + unprocessed);
    }
  }

  /** Takes a record; the first one of CSV is the header row. */
  @FunctionalInterface
  private interface Taker {
    void take(byte[] record, boolean header) throws IOException;
  }

  private void receive(String job, String which, Taker taker) throws InterruptedException {
    HttpResponse<InputStream> answer =
        service.open(
            service.request("jobs/" + job + "/" + which).header("Accept", format.sentAs()).GET());
    RecordSplitter splitter = new RecordSplitter(format == Format.CSV);
    byte[] buffer = new byte[BUFFER];
    int headers = format == Format.CSV ? 1 : 0;
    long[] received = {-headers};
    try (SilenceGuard body = new SilenceGuard(answer.body())) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        splitter.split(buffer, read, record -> taker.take(withShortEnd(record), received[0]++ < 0));
      }
    } catch (IOException cut) {
      throw brokeOff(which);
    }
    if (received[0] < answer.headers().firstValueAsLong("X-Total-Count").orElse(0)) {
      throw brokeOff(which);
    }
  }

  /** The record with a line end as this program writes it. */
  private static byte[] withShortEnd(byte[] record) {
    int end = record.length;
    if (end < 2 || record[end - 2] != '\r') {
      return record;
    }
    byte[] shorter = Arrays.copyOf(record, end - 1);
    shorter[end - 2] = '\n';
    return shorter;
  }

  private static RetryException brokeOff(String which) {
    return new RetryException("The " + which + " rows broke off", null);
  }
}
