package org.grievances.monitoring;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.grievances.server.DebianProgram;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;

/** The Prometheus of the Debian package, which scrapes the shared server every second. */
final class Prometheus implements AutoCloseable {
  private static final DebianProgram PROGRAM = DebianProgram.of("bin/prometheus", "prometheus");
  private static final Path ALERTS = Path.of("src/main/deploy/monitoring/alerts.yml");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String CONFIGURATION =
      """
      global:
        scrape_interval: 1s
        evaluation_interval: 1s
      rule_files: ["%s"]
      scrape_configs:
        - job_name: grievances
          scheme: https
          basic_auth:
            username: %s
            password: %s
          tls_config:
            ca_file: %s
          static_configs:
            - targets: ["localhost:%d"]
      """;

  private final Process process;
  private final String api;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.api = "http://localhost:" + port + "/api/v1";
  }

  /**
   * @param directory for its configuration, data and log
   */
  static Prometheus scraping(RunningServer server, Path directory) throws IOException {
    Path configuration = Files.createDirectories(directory).resolve("prometheus.yml");
    Files.writeString(configuration, configuration(server));
    int port = LibertyServer.freePort();
    Process process =
        PROGRAM
            .in(
                directory,
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=localhost:" + port)
            .start();
    Prometheus prometheus = new Prometheus(process, port);
    prometheus.awaitScrapes();
    return prometheus;
  }

  private static String configuration(RunningServer server) {
    return CONFIGURATION.formatted(
        ALERTS.toAbsolutePath(),
        Overrides.OPERATIONS,
        RunningServer.OPERATIONS_PASSWORD,
        server.secrets().caFile().toAbsolutePath(),
        server.server().operationsPort());
  }

  /** A rate needs two of them. */
  private void awaitScrapes() {
    await("that the server is scraped")
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(() -> !query("count_over_time(up[1m]) > 2 and up == 1").isEmpty());
  }

  /** The series that an expression yields now, each with its labels and its value. */
  List<Map<String, Object>> query(String expression) {
    return given()
        .queryParam("query", expression)
        .get(api + "/query")
        .then()
        .statusCode(200)
        .extract()
        .path("data.result");
  }

  JsonPath rules() {
    return get("/rules");
  }

  /** The labels of all series that it has. */
  String series() {
    return given()
        .queryParam("match[]", "{job=\"grievances\"}")
        .get(api + "/series")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private JsonPath get(String path) {
    return given().get(api + path).then().statusCode(200).extract().jsonPath();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
