package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.grievances.server.RunningServer;
import org.grievances.server.WebhookReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scraper reads of the service. */
@ExtendWith(RunningServer.Resolver.class)
class MetricsIT {
  private static final String PUT_BATCH = "operation=\"PUT /grievances-batch\"";
  private static final int KEY = -1_313_000;

  /** One metric, as text: its name and labels, and its value. */
  private static double value(RunningServer server, String name, String... labels) {
    return lines(server)
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static Stream<String> lines(RunningServer server) {
    return scrape(server).asString().lines().filter(line -> !line.startsWith("#"));
  }

  private static Response scrape(RunningServer server) {
    Response metrics = server.asOperations().get("/metrics");
    metrics.then().statusCode(200);
    return metrics;
  }

  /** The metrics of a request are written once its response is, which its caller may have first. */
  private static void awaitIncrease(
      RunningServer server, double by, double before, String name, String... labels) {
    await(name + " " + List.of(labels))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertEquals(before + by, value(server, name, labels)));
  }

  private static String label(String name, String value) {
    return name + "=\"" + value + "\"";
  }

  @ParameterizedTest
  @ValueSource(strings = {"measured-derby", "measured-postgresql"})
  void aBatchIsCountedByTheOutcomesOfItsItems(String database, RunningServer server) {
    String of = label("database", database);
    String put = label("action", "put");
    double created = value(server, "grievances_items_total", of, put, label("outcome", "created"));
    double invalid = value(server, "grievances_items_total", of, put, label("outcome", "invalid"));
    double batches = value(server, "grievances_batch_items_count", of, put);
    double requests =
        value(server, "grievances_request_duration_seconds_count", of, PUT_BATCH, "status=\"207\"");
    double commits = value(server, "grievances_commit_duration_seconds_count", of);
    double bytes = value(server, "grievances_received_bytes_total", of);
    String batch =
        "[{\"grievance_Key\":%d},{\"grievance_Key\":%d},{\"grievance_Key\":\"?\"}]"
            .formatted(KEY, KEY + 1);

    server.to(database).body(batch).put(RunningServer.BATCH).then().statusCode(207);

    awaitIncrease(
        server,
        1,
        requests,
        "grievances_request_duration_seconds_count",
        of,
        PUT_BATCH,
        "status=\"207\"");
    awaitIncrease(
        server, 1, invalid, "grievances_items_total", of, put, label("outcome", "invalid"));
    awaitIncrease(
        server, 2, created, "grievances_items_total", of, put, label("outcome", "created"));
    awaitIncrease(server, 1, batches, "grievances_batch_items_count", of, put);
    awaitIncrease(server, batch.length(), bytes, "grievances_received_bytes_total", of);
    assertTrue(value(server, "grievances_commit_duration_seconds_count", of) > commits);
  }

  @Test
  void aDryRunAppliesNothingAndCountsNothing(RunningServer server) {
    String of = label("database", "measured-derby");
    double items = value(server, "grievances_items_total", of);
    double rollbacks = value(server, "grievances_rollbacks_total", of);

    server
        .to("measured-derby")
        .body("[{\"grievance_Key\":" + KEY + "}]")
        .put(RunningServer.BATCH + "?dryRun=true")
        .then()
        .statusCode(207);

    awaitIncrease(server, 1, rollbacks, "grievances_rollbacks_total", of);
    assertEquals(items, value(server, "grievances_items_total", of));
  }

  @Test
  void aRepeatedRequestIsCountedAsAReplay(RunningServer server) {
    String of = label("database", "measured-postgresql");
    double replays = value(server, "grievances_replays_total", of);
    String key = UUID.randomUUID().toString();
    for (int time = 0; time < 2; time++) {
      server
          .to("measured-postgresql")
          .header("Idempotency-Key", key)
          .body("[]")
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207);
    }

    awaitIncrease(server, 1, replays, "grievances_replays_total", of);
  }

  @ParameterizedTest
  @CsvSource({"204, delivered", "410, failed"})
  void attemptsAtDeliveriesToWebhooksAreCounted(int status, String outcome, RunningServer server)
      throws Exception {
    String[] labels = {label("database", "measured-derby"), label("outcome", outcome)};
    double attempts = value(server, "grievances_webhook_attempts_total", labels);
    try (WebhookReceiver receiver = WebhookReceiver.start(server.secrets())) {
      receiver.answer(status);
      String webhook =
          server
              .to("measured-derby")
              .body("{\"url\":\"%s\",\"events\":[\"job.ended\"]}".formatted(receiver.url()))
              .post("/vbasoftware/webhooks")
              .header("Location");
      server.to("measured-derby").post(webhook + "/deliveries").then().statusCode(202);
      awaitIncrease(server, 1, attempts, "grievances_webhook_attempts_total", labels);
      server.to("measured-derby").delete(webhook).then().statusCode(204);
    }
  }

  @Test
  void refusalsAreCountedByTheirProblem(RunningServer server) {
    Map<String, String> labels =
        Map.of("operation", "none", "database", "none", "problem", "api-key-refused");
    String[] given =
        labels.entrySet().stream()
            .map(each -> label(each.getKey(), each.getValue()))
            .toArray(String[]::new);
    double refused = value(server, "grievances_problems_total", given);

    server.plain().get("/vbasoftware/grievances/1").then().statusCode(401);

    awaitIncrease(server, 1, refused, "grievances_problems_total", given);
  }

  @Test
  void theStateOfEachDatabaseIsTold(RunningServer server) {
    assertEquals(1, value(server, "grievances_database_up", label("database", "delta")));
    assertEquals(0, value(server, "grievances_database_up", label("database", "absent")));
    assertEquals(
        40, value(server, "grievances_database_max_active_requests", label("database", "absent")));
    assertEquals(1, value(server, "grievances_build_info"));
    assertTrue(
        value(server, "grievances_database_size_bytes", label("database", "measured-postgresql"))
            > 1e6);
    assertTrue(
        value(server, "grievances_history_rows", label("database", "measured-postgresql")) >= 0);
  }

  @Test
  void theTimeLeftForTheCertificateIsThatOfTheOneThatCallersAreShown(RunningServer server)
      throws Exception {
    Duration left;
    try (SSLSocket socket =
        (SSLSocket)
            server
                .secrets()
                .trusting()
                .getSocketFactory()
                .createSocket("localhost", server.server().port())) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      left = Duration.between(Instant.now(), shown.getNotAfter().toInstant());
    }
    assertEquals(left.toSeconds(), value(server, "grievances_certificate_expiry_seconds"), 60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "spool"})
  void roomOnTheDiskIsMeasured(String directory, RunningServer server) {
    double free = value(server, "grievances_disk_free_bytes", label("directory", directory));
    double size = value(server, "grievances_disk_size_bytes", label("directory", directory));
    assertTrue(free > 1e6 && free <= size, free + " of " + size);
  }

  @Test
  void linesOfTheLogAreCountedByLevel(RunningServer server) {
    String warnings = label("level", "WARNING");
    double before = value(server, "grievances_log_lines_total", warnings);
    server.plain().get("/vbasoftware/grievances/1").then().statusCode(401);
    assertTrue(value(server, "grievances_log_lines_total", warnings) > before);
    assertTrue(value(server, "grievances_log_lines_total", label("level", "INFO")) > 0);
    assertTrue(value(server, "grievances_log_lines_total", label("level", "SEVERE")) >= 0);
  }

  /** An alert sees an increase of the first one only from zero. */
  @Test
  void jobsThatFailedAreCountedFromZero(RunningServer server) {
    String failed = label("state", "failed");
    String line =
        lines(server)
            .filter(each -> each.startsWith("grievances_jobs_total{"))
            .filter(each -> each.contains(failed))
            .filter(each -> each.contains(label("database", "measured-derby")))
            .findFirst()
            .orElse("none");
    assertTrue(line.endsWith(" 0.0"), line);
  }

  @Test
  void openAndOverdueGrievancesAreCounted(RunningServer server) {
    String of = label("database", "measured-derby");
    await("the first count")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertTrue(value(server, "grievances_open", of) >= 0));
    assertTrue(value(server, "grievances_overdue", of) >= 0);
  }

  /** A label with such a value would make a series for each caller, path or record. */
  @Test
  void nothingThatACallerMakesUpIsALabel(RunningServer server) {
    String madeUp = "made-up-" + UUID.randomUUID();
    server.to(madeUp).get("/vbasoftware/grievances/4242424").then().statusCode(404);
    server.to("delta").get("/vbasoftware/" + madeUp).then().statusCode(404);
    server.to("delta").get("/vbasoftware/grievance-statuses/" + madeUp).then().statusCode(404);
    server.to("delta").get("/vbasoftware/grievances/4242424").then().statusCode(404);
    await()
        .until(
            () ->
                value(
                        server,
                        "grievances_request_duration_seconds_count",
                        label("operation", "GET /grievances/{grievanceKey}"))
                    > 0);

    String metrics = scrape(server).asString();

    assertFalse(metrics.contains("made-up"));
    assertFalse(metrics.contains("4242424"));
    assertFalse(metrics.contains(RunningServer.USER));
    assertTrue(metrics.contains("operation=\"GET /grievance-statuses/{code}\""));
  }

  @Test
  void durationsAreInBuckets(RunningServer server) {
    server.to("delta").get("/vbasoftware/grievances/-77").then().statusCode(404);
    await()
        .until(
            () ->
                value(
                        server,
                        "grievances_request_duration_seconds_bucket",
                        label("database", "delta"),
                        "le=\"0.25\"")
                    > 0);
  }
}
