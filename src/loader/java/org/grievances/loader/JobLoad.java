package org.grievances.loader;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.grievances.loader.client.ApiResponse;
import org.grievances.loader.client.Job;
import org.grievances.loader.client.Job.StateEnum;
import org.grievances.loader.client.JobEnvelope;

/** Sends a file as one job, and polls the job until it ends. */
final class JobLoad {
  private static final int ACCEPTED = 202;
  private static final int TOO_LARGE = 413;
  private static final long DEFAULT_PAUSE_SECONDS = 2;
  private static final Duration UPLOAD_TIMEOUT = Duration.ofHours(12);

  private final Service service;
  private final Upload.Content content;
  private final Sending sending;
  private final Journal journal;
  private final JobItems items;
  private final Display display;
  private Upload upload;
  private volatile Job job = new Job();
  private volatile long percent;

  JobLoad(
      Service service,
      Upload.Content content,
      Sending sending,
      Journal journal,
      JobItems items,
      Display display) {
    this.service = service;
    this.content = content;
    this.sending = sending;
    this.journal = journal;
    this.items = items;
    this.display = display;
  }

  void run() throws java.io.IOException {
    if (journal.job() == null) {
      display.show("Sending", content.source()::read, content.source().size(), () -> "gzipped");
      send();
    }
    Totals unsent = journal.totals();
    display.showPart("Job", () -> percent, this::progress);
    follow();
    items.takeFailed(journal.job(), journal.failedBytes());
    if (job.getState() != StateEnum.COMPLETED) {
      throw unfinished();
    }
    journal.complete(
        unsent.plus(
            new Totals(count(job.getCreated()), count(job.getUpdated()), count(job.getFailed()))));
  }

  private void send() {
    String id = service.send(this::request, UPLOAD_TIMEOUT, this::id);
    upload.close();
    items.add(upload.errors());
    upload.guard().sayKept(display, upload.guardedRows());
    journal.sentAs(id, upload.rows(), new Totals(0, 0, upload.failed()), upload.failedBytes());
  }

  private HttpRequest.Builder request() {
    if (upload != null) {
      upload.close();
    }
    upload = new Upload(content, items.failedRows());
    Upload attempt = upload;
    return sending
        .request(service, BodyPublishers.ofInputStream(attempt::begin))
        .header("Content-Type", content.format().sentAs())
        .header("Content-Encoding", "gzip")
        .header("Content-Disposition", "attachment; filename*=UTF-8''" + encodedName())
        .header("Prefer", sending.strict() ? "respond-async, handling=strict" : "respond-async")
        .header("Idempotency-Key", journal.run());
  }

  /** The name of the file, encoded by RFC 8187, for the list of jobs. */
  private String encodedName() {
    String name = content.source().file().getFileName().toString();
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private String id(HttpResponse<byte[]> answer) {
    if (answer.statusCode() == TOO_LARGE) {
      throw ExitException.ended("The service refused the job: " + Problem.of(answer).text());
    }
    if (answer.statusCode() != ACCEPTED) {
      throw ExitException.ended(
          "The service has no jobs, and took the file as one batch; load with --restart and without --job.");
    }
    return answer
        .headers()
        .firstValue("Location")
        .map(location -> location.substring(location.lastIndexOf('/') + 1))
        .orElseThrow(() -> ExitException.stopped("The service does not say which job it is."));
  }

  private void follow() {
    for (boolean active = true; active; ) {
      ApiResponse<JobEnvelope> answer = service.job(journal.job());
      job = answer.getData().getData();
      percent = number(answer, "X-Progress", percent);
      active = job.getState() == StateEnum.QUEUED || job.getState() == StateEnum.IN_PROGRESS;
      if (active) {
        pause(number(answer, "Retry-After", DEFAULT_PAUSE_SECONDS));
      }
    }
  }

  private static long number(ApiResponse<?> answer, String header, long otherwise) {
    return answer.getHeaders().getOrDefault(header, List.of()).stream()
        .map(value -> value.replaceAll("\\D.*", ""))
        .filter(digits -> !digits.isEmpty())
        .map(Long::valueOf)
        .findFirst()
        .orElse(otherwise);
  }

  private static void pause(long seconds) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ExitException.stopped("Interrupted");
    }
  }

  private static long count(Integer number) {
    return Objects.requireNonNullElse(number, 0);
  }

  private String progress() {
    Job now = job;
    if (now.getState() != StateEnum.IN_PROGRESS) {
      return "waits until the service begins it";
    }
    String speed =
        now.getSecondsLeft() == null
            ? ""
            : text(", %,d a second, %,d s left", now.getPerSecond(), now.getSecondsLeft());
    return text(
        "%,d of %,d rows, %,d failed%s",
        count(now.getRead()), count(now.getItems()), count(now.getFailed()), speed);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Writes the unprocessed rows to a file, and explains how to continue. */
  private ExitException unfinished() {
    StringBuilder message = new StringBuilder();
    message.append("The job ").append(journal.job());
    message.append(
        switch (job.getState()) {
          case CANCELLED -> " was cancelled";
          case FAILED -> " failed";
          default -> " is in a state that this program does not know";
        });
    message.append(
        text(
            " after %,d of %,d rows: %,d created, %,d updated, %,d failed",
            count(job.getRead()),
            count(job.getItems()),
            count(job.getCreated()),
            count(job.getUpdated()),
            count(job.getFailed())));
    message.append(job.getProblem() == null ? "." : ". Why: " + job.getProblem());
    long left = count(job.getItems()) - count(job.getRead());
    if (!sending.dryRun() && left > 0) {
      items.takeUnprocessed(count(job.getRead()));
      message.append(
          text(
              " The other %,d were not applied; they are in %s. Load that file with the same command to go on, or the whole file again with --restart.",
              left, items.unprocessed()));
    }
    if (items.failedRows().file() != null && items.failedRows().any()) {
      message.append(" The failed rows are in ").append(items.failedRows().file()).append('.');
    }
    return ExitException.ended(message.toString());
  }
}
