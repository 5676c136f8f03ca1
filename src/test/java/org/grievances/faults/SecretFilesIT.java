package org.grievances.faults;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.grievances.server.HttpCalls;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that reads secrets from files, which lie as Kubernetes mounts those of a secret: links
 * to a directory that is replaced as a whole.
 */
class SecretFilesIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String CLIENT = "grievances.api-keys.filed";
  private static final String PASSWORD = Secrets.randomText();
  private static final String KEY = Secrets.randomText();

  private static final Map<String, String> FILES = new HashMap<>();

  private static Postgres postgres;
  private static Secrets secrets;
  private static LibertyServer server;
  private static int version;

  @BeforeAll
  static void startServer() throws Exception {
    List.of(PASSWORD, KEY).forEach(SentContents.OF_THE_RUN::add);
    postgres = Postgres.create();
    postgres.execute("create role filed login superuser password '" + PASSWORD + "'");
    postgres.requirePasswordOf("filed");
    postgres.execute("create database northwind");
    secrets = Secrets.create(Path.of("target/servers/secret-files-secrets"));
    server =
        LibertyServer.install(
                "secret-files",
                Overrides.of(secrets)
                    .set("grievances.api-keys", Secrets.CLIENT + ",filed")
                    .set(CLIENT + ".databases", "*"))
            .startingQuickly()
            .addDatabase(
                "northwind",
                PostgresDataSource.of("northwind", "northwind", postgres.port())
                    .xml()
                    .replace(
                        "user=\"postgres\"", "user=\"filed\" password=\"${NORTHWIND_PASSWORD}\""));
    FILES.put("NORTHWIND_PASSWORD", PASSWORD);
    FILES.put("grievances.operations.sha256", Secrets.sha256(PASSWORD));
    FILES.put(CLIENT + ".sha256", Secrets.sha256(KEY));
    mount();
    server.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    postgres.close();
  }

  private static void mount() throws IOException {
    Path directory = Files.createDirectories(server.directory().resolve("variables"));
    Path data = Files.createDirectory(directory.resolve("..version_" + ++version));
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Files.writeString(data.resolve(file.getKey()), file.getValue());
    }
    Path next = directory.resolve("..data_tmp");
    Files.createSymbolicLink(next, data.getFileName());
    Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String name : FILES.keySet()) {
      Path link = directory.resolve(name);
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", name));
      }
    }
  }

  private static int status(String apiKey, String database) throws Exception {
    return HttpCalls.send(
            secrets.httpClient(),
            HttpRequest.newBuilder(URI.create(server.url() + "/vbasoftware/grievances"))
                .header("User-Agent", "grievances-faults")
                .header("x-api-key", apiKey)
                .header("Authorization", "Bearer " + secrets.token("jane", "grievance-reader"))
                .header("vbasoftware-database", database))
        .statusCode();
  }

  private static void awaitStatus(int status, String apiKey, String database) {
    await(status + " of " + database)
        .atMost(TIMEOUT)
        .until(() -> status(apiKey, database) == status);
  }

  @Test
  void passwordOfADatabaseCountsUntilItIsReplaced() throws Exception {
    awaitStatus(200, secrets.apiKey(), "northwind");
    String next = Secrets.randomText();
    SentContents.OF_THE_RUN.add(next);
    postgres.execute("alter role filed password '" + next + "'");
    FILES.put("NORTHWIND_PASSWORD", next);
    mount();
    await("a connection with the new password")
        .atMost(TIMEOUT)
        .until(
            () -> {
              postgres.execute(
                  "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'filed'");
              return status(secrets.apiKey(), "northwind") == 200;
            });
  }

  @Test
  void passwordForMetricsIsReadFromAFile() throws Exception {
    given()
        .relaxedHTTPSValidation()
        .auth()
        .preemptive()
        .basic(Overrides.OPERATIONS, PASSWORD)
        .get(server.operationsUrl() + "/metrics")
        .then()
        .statusCode(200);
  }

  @Test
  void keyInAFileCountsUntilItIsReplaced() throws Exception {
    awaitStatus(200, KEY, PrivateServer.DERBY);
    String next = Secrets.randomText();
    SentContents.OF_THE_RUN.add(next);
    FILES.put(CLIENT + ".sha256", Secrets.sha256(next));
    mount();
    awaitStatus(200, next, PrivateServer.DERBY);
    assertEquals(401, status(KEY, PrivateServer.DERBY));
  }
}
