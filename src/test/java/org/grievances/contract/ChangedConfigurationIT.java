package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests what happens to callers when the configuration of a server changes while it runs. */
@ExtendWith(RunningServer.Resolver.class)
class ChangedConfigurationIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private static LibertyServer changing;
  private static RunningServer shared;

  @BeforeAll
  static void start(RunningServer server) throws IOException, JOSEException, SQLException {
    shared = server;
    Overrides overrides = Overrides.of(server.secrets()).withOperations("password");
    changing = server.another("changing", overrides).start();
    server.awaitUse(changing, "delta");
  }

  @AfterAll
  static void stop() throws IOException {
    assertFalse(log().contains("CWWKZ0009I"), "the application was stopped");
    changing.close();
  }

  private static String log() throws IOException {
    return Files.readString(changing.directory().resolve("logs/messages.log"));
  }

  private static RequestSpecification to(String database) {
    return shared.to(database).baseUri(changing.url());
  }

  private static Response list(String database) {
    return to(database).get("/vbasoftware/grievances");
  }

  private static void write(String database, int key) {
    to(database)
        .body("[{\"grievance_Key\":%d}]".formatted(key))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data[0].status", equalTo(201));
  }

  private static Path file(String database) {
    return changing.directory().resolve("databases/" + database + ".xml");
  }

  /** Writes a file whose time differs from before, as the server sees it. */
  private static void change(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
  }

  private static void add(String database) throws IOException, SQLException {
    change(file(database), shared.newDatabase(database));
    shared.awaitUse(changing, database);
  }

  /** The server numbers data sources by the order of their files, and this one comes first. */
  @Test
  void addedDatabaseIsUsedWithoutARestartAndOthersAreUsedAsBefore() throws Exception {
    list("added").then().statusCode(404).body(containsString("database-unknown"));
    List<Integer> statuses =
        whileCallersCall(
            "delta",
            () -> {
              add("added");
              return null;
            });
    assertEquals(List.of(200), statuses.stream().distinct().toList());
    write("added", 1);
  }

  @Test
  void removedDatabaseIsUnknownAndHasNoMetrics() throws IOException, SQLException {
    add("removed");
    assertTrue(metrics().contains("grievances_database_up{database=\"removed\""));
    Files.delete(file("removed"));
    await("that it is unknown").atMost(TIMEOUT).until(() -> list("removed").statusCode() == 404);
    assertFalse(metrics().contains("grievances_database_up{database=\"removed\""));
    add("removed_too");
    change(file("removed_too"), "<server/>");
    await("that it is unknown")
        .atMost(TIMEOUT)
        .until(() -> list("removed_too").statusCode() == 404);
  }

  private static String metrics() {
    return shared
        .operations(changing)
        .auth()
        .preemptive()
        .basic(Overrides.OPERATIONS, "password")
        .get("/metrics")
        .asString();
  }

  /** What callers see meanwhile is the new state, the old one, or that they shall try again. */
  @Test
  void changedDatabaseIsUsedWithoutARestartAndNobodyIsToldThatItIsMissing() throws Exception {
    add("moving");
    write("moving", 1);
    String moved = shared.newDatabase("moved_away").replace("/moved_away\"", "/moving\"");
    List<Integer> statuses =
        whileCallersCall(
            "moving",
            () -> {
              change(file("moving"), moved);
              await("the other database")
                  .atMost(TIMEOUT)
                  .pollInterval(POLL)
                  .until(() -> ((List<?>) list("moving").path("data")), List::isEmpty);
              return null;
            });
    assertTrue(statuses.contains(200), statuses.toString());
    assertEquals(
        List.of(), statuses.stream().filter(status -> status != 200 && status != 503).toList());
    write("moving", 2);
    assertEquals(
        List.of(2), to("moving").get("/vbasoftware/grievances").path("data.grievance_Key"));
  }

  private static List<Integer> whileCallersCall(String database, Callable<Void> change)
      throws Exception {
    AtomicBoolean isDone = new AtomicBoolean();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<List<Integer>> statuses = caller.submit(() -> statuses(database, isDone));
      change.call();
      isDone.set(true);
      return statuses.get();
    } finally {
      isDone.set(true);
      caller.shutdown();
    }
  }

  private static List<Integer> statuses(String database, AtomicBoolean isDone) {
    List<Integer> statuses = new ArrayList<>();
    while (!isDone.get()) {
      Response response = list(database);
      statuses.add(response.statusCode());
      if (response.statusCode() == 503) {
        assertTrue(response.headers().hasHeaderWithName("Retry-After"));
      }
    }
    return statuses;
  }

  /** A broken file changes nothing while the server runs. */
  @Test
  void otherDatabasesAreUsedAsBeforeWhileAFileIsBroken() throws Exception {
    List<Integer> statuses =
        whileCallersCall(
            "delta",
            () -> {
              change(file("broken"), "<server><dataSource");
              await("that the server has read it")
                  .atMost(TIMEOUT)
                  .until(() -> log().contains("CWWKG0014E"));
              Files.delete(file("broken"));
              return null;
            });
    assertEquals(List.of(200), statuses.stream().distinct().toList());
  }

  @Test
  void replacedApplicationCountsAtTheNextStart() throws Exception {
    Path application = changing.directory().resolve("apps/grievances.war");
    List<Integer> statuses =
        whileCallersCall(
            "delta",
            () -> {
              Files.setLastModifiedTime(application, FileTime.from(Instant.now().plusSeconds(5)));
              Thread.sleep(2_000);
              return null;
            });
    assertEquals(List.of(200), statuses.stream().distinct().toList());
  }
}
