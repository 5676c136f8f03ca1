package org.grievances.contract;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.JOSEException;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that a server without any configuration refuses requests, and has no accounts. */
class UnconfiguredServerIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static LibertyServer server;

  @BeforeAll
  static void start() throws IOException {
    server = LibertyServer.install("unconfigured", new Overrides()).startingQuickly().start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static RequestSpecification request() {
    return given().baseUri(server.url()).relaxedHTTPSValidation();
  }

  private static RequestSpecification operations() {
    return given().baseUri(server.operationsUrl()).relaxedHTTPSValidation();
  }

  @Test
  void requestIsRefused() throws IOException, GeneralSecurityException, JOSEException {
    Secrets secrets = Secrets.create(Path.of("target/servers/other-secrets"));
    request()
        .header("x-api-key", secrets.apiKey())
        .header("Authorization", "Bearer " + secrets.token("jane", "grievance-admin"))
        .header("vbasoftware-database", "alpha")
        .contentType("application/json")
        .body("[]")
        .put("/vbasoftware/grievances-batch")
        .then()
        .statusCode(401)
        .body("error.type", equalTo("/vbasoftware/problems/api-key-refused"));
  }

  /** But for what the JVM itself warns of. */
  @Test
  void linesOfTheConsoleAreJson() throws IOException {
    List<String> others =
        Files.readAllLines(server.directory().resolve("logs/console.log")).stream()
            .filter(line -> !line.startsWith("{\"") && !line.startsWith("OpenJDK "))
            .toList();
    assertEquals(List.of(), others);
  }

  @Test
  void thereIsNoConsole() {
    request().get("/console/").then().statusCode(404);
    request()
        .header("X-Requested-With", "grievances-console")
        .get("/vbasoftware/console-session")
        .then()
        .statusCode(404);
  }

  @Test
  void thereIsNoAccountForOperations() {
    operations()
        .auth()
        .preemptive()
        .basic(Overrides.OPERATIONS, "none")
        .get("/metrics")
        .then()
        .statusCode(401);
  }

  @Test
  void healthCheckNamesNoDatabase() {
    assertEquals(Set.of("up", "down", "starting"), databaseHealth().keySet());
  }

  @Test
  void noPortForPlainHttpIsOpened() throws IOException {
    databaseHealth();
    String log = Files.readString(server.directory().resolve("logs/messages.log"));
    assertFalse(log.contains("TCP Channel defaultHttpEndpoint has been started"));
  }

  /** Waits until both databases are up, and returns what the health check shows to everybody. */
  private static Map<String, Integer> databaseHealth() {
    Callable<Map<String, Integer>> health =
        () -> operations().get("/health/ready").path("checks[0].data");
    return await().atMost(TIMEOUT).until(health, data -> Integer.valueOf(2).equals(data.get("up")));
  }
}
