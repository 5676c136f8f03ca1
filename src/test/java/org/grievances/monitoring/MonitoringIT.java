package org.grievances.monitoring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.grievances.server.DebianProgram;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard and the alerts, each expression run by a Prometheus that scrapes the server. */
@ExtendWith(RunningServer.Resolver.class)
class MonitoringIT {
  private static final String DATABASE = "measured-postgresql";
  private static final Path DASHBOARD =
      Path.of("src/main/deploy/monitoring/grafana-dashboard.json");
  private static final Path ALERTS = Path.of("src/main/deploy/monitoring/alerts.yml");
  private static final Path ALERT_TESTS = Path.of("src/test/resources/monitoring/alerts-test.yml");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:grievances|connectionpool|memory|gc|cpu|threadpool)_\\w+");
  private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");
  private static final int KEY = -1_414_000;

  /** Among the logs of the run, which are searched for what was sent. */
  private static final Path LABELS = Path.of("target/servers/prometheus/logs/series.json");

  private static Prometheus prometheus;

  /** Something of everything that a panel shows, since a series begins with its first event. */
  @BeforeAll
  static void scrape(RunningServer server) throws IOException, SQLException {
    happen(server);
    prometheus = Prometheus.scraping(server, Path.of("target/prometheus"));
  }

  private static void happen(RunningServer server) throws SQLException {
    refuseRow(server);
    String key = UUID.randomUUID().toString();
    for (int time = 0; time < 2; time++) {
      put(server.to(DATABASE).header("Idempotency-Key", key), "created");
    }
    put(server.to(DATABASE).queryParam("dryRun", true), "dry");
    server.to(DATABASE).get("/vbasoftware/grievances").then().statusCode(200);
    server.plain().get("/vbasoftware/grievances/1").then().statusCode(401);
    await("that the burst is used up")
        .pollInterval(Duration.ofMillis(20))
        .until(() -> isLimited(server, RunningServer.SLOW_KEY));
  }

  private static boolean isLimited(RunningServer server, String apiKey) {
    return server
            .credentials(apiKey, server.token("grievance-reader"))
            .header("vbasoftware-database", DATABASE)
            .get("/vbasoftware/grievances/" + KEY)
            .statusCode()
        == 429;
  }

  private static void put(RequestSpecification request, String issue) {
    request
        .body("[{\"grievance_Key\":%d,\"issue\":\"%s\"}]".formatted(KEY, issue))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
  }

  private static void refuseRow(RunningServer server) throws SQLException {
    server.awaitUse(DATABASE);
    try (Connection connection = server.postgres("measured");
        Statement statement = connection.createStatement()) {
      statement.execute("alter table grievances add check (issue <> 'refused')");
    }
    put(server.to(DATABASE), "refused");
  }

  @AfterAll
  static void keepLabels() throws IOException {
    Files.createDirectories(LABELS.getParent());
    Files.writeString(LABELS, prometheus.series());
    prometheus.close();
  }

  @Test
  void everyPanelOfTheDashboardShowsSomething() throws IOException {
    List<String> expressions =
        JsonPath.from(Files.readString(DASHBOARD)).getList("panels.targets.flatten().expr");
    assertTrue(expressions.size() > 30, expressions.toString());
    for (String expression : expressions) {
      if (expression != null) {
        String asked = expression.replace("$__rate_interval", "1m").replace("$database", ".*");
        assertFalse(prometheus.query(asked).isEmpty(), asked);
      }
    }
  }

  @Test
  void everyAlertIsEvaluated() throws IOException {
    await("that all rules are evaluated")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertEquals(List.of("ok"), health()));
    assertEquals(
        ALERT.matcher(Files.readString(ALERTS)).results().map(alert -> alert.group(1)).toList(),
        prometheus.rules().getList("data.groups.rules.flatten().name"));
  }

  private static List<String> health() {
    List<String> health = prometheus.rules().getList("data.groups.rules.flatten().health");
    return health.stream().distinct().toList();
  }

  /** An alert on a metric that does not exist would never fire. */
  @Test
  void everyMetricOfAnAlertExists() {
    List<String> queries = prometheus.rules().getList("data.groups.rules.flatten().query");
    for (String metric : new TreeSet<>(metrics(queries))) {
      assertFalse(prometheus.query(metric).isEmpty(), metric);
    }
  }

  private static List<String> metrics(List<String> queries) {
    return METRIC.matcher(String.join("\n", queries)).results().map(MatchResult::group).toList();
  }

  @Test
  void aDatabaseThatIsDownRaisesAnAlert() {
    await("the alert")
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                prometheus.query("ALERTS{alertname=\"GrievancesDatabaseDown\"}").stream()
                    .map(alert -> (Map<?, ?>) alert.get("metric"))
                    .anyMatch(labels -> "absent".equals(labels.get("database"))));
  }

  /** By Prometheus' own tests, on series that are made up. */
  @Test
  void alertsFireForWhatTheyAreFor() throws Exception {
    Path directory = Files.createDirectories(Path.of("target/prometheus/rules"));
    Files.copy(ALERTS, directory.resolve("alerts.yml"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        ALERT_TESTS, directory.resolve("alerts-test.yml"), StandardCopyOption.REPLACE_EXISTING);
    Process promtool =
        DebianProgram.of("bin/promtool", "prometheus")
            .in(directory, "test", "rules", directory.resolve("alerts-test.yml").toString())
            .start();
    assertEquals(0, promtool.waitFor(), Files.readString(directory.resolve("promtool.log")));
  }

  /** Each says what to do in the operations manual. */
  @Test
  void everyAlertIsInTheManual() throws IOException {
    String manual = Files.readString(Path.of("src/site/markdown/operations.md"));
    List<String> names = prometheus.rules().getList("data.groups.rules.flatten().name");
    for (String name : names) {
      assertTrue(manual.contains("`" + name + "`"), name);
    }
  }
}
