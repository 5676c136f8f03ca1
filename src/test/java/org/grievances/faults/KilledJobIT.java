package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.grievances.server.LongForm;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Test;

/**
 * Kills the server that runs a job at random moments: another goes on within a minute, and no item
 * is left out or applied twice.
 */
class KilledJobIT {
  private static final String DATABASE = "shared";
  private static final int KILLS = LongForm.number("faults.kills", 1, 10);
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
  private static final int ROWS = 100_000 + 80_000 * (KILLS - 1);
  private static final int FAULTY = 7;
  private static final String READ =
      "select items_read from jobs order by received desc fetch first row only";
  private static final int MAX_MILLIS = 1_500;
  private static final Duration TAKEN_OVER = Duration.ofMinutes(1);

  private final Random random = new Random(SEED);
  private final List<Duration> takeovers = new ArrayList<>();

  @Test
  void anotherServerGoesOnAndNothingIsLostOrDoubled() throws Exception {
    try (Postgres postgres = Postgres.create();
        ServerGroup group = install(postgres);
        Connection connection = postgres.connect()) {
      group.start(DATABASE);
      String job = send(group);
      killAll(group, connection);
      check(connection);
      group.start((KILLS - 1) % 2, DATABASE);
      undo(group, job);
      killAll(group, connection);
      checkUndo(connection);
    }
    System.out.println("KilledJobIT: faults.seed=" + SEED + "; taken over after " + takeovers);
  }

  private static ServerGroup install(Postgres postgres) throws Exception {
    PostgresDataSource database = PostgresDataSource.of(DATABASE, "postgres", postgres.port());
    return ServerGroup.install(
        "killed-job", 2, (overrides, secrets) -> {}, Map.of(DATABASE, database.xml()));
  }

  /** Kills servers while they run the latest job, and waits for its end. */
  private void killAll(ServerGroup group, Connection connection) throws Exception {
    awaitProgress(connection, 0);
    for (int kill = 0; kill < KILLS; kill++) {
      killAndTakeOver(group, kill % 2, kill + 1 < KILLS, connection);
    }
    awaitEnd(connection);
  }

  /** The path of the job. */
  private static String send(ServerGroup group) throws Exception {
    String csv =
        IntStream.range(0, ROWS)
            .mapToObj(row -> row % ROWS < FAULTY ? "x,y" : row + ",issue of the member " + row)
            .collect(Collectors.joining("\n", "grievance_Key,issue\n", "\n"));
    return accepted(
        group,
        request(group, "/vbasoftware/" + PrivateServer.BATCH)
            .header("Content-Type", "text/csv")
            .header("Prefer", "respond-async")
            .PUT(HttpRequest.BodyPublishers.ofString(csv)));
  }

  private static void undo(ServerGroup group, String job) throws Exception {
    accepted(group, request(group, job + "/undo").POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpRequest.Builder request(ServerGroup group, String path) throws Exception {
    return HttpRequest.newBuilder(URI.create(group.urls().get(0) + path))
        .header("User-Agent", "grievances-faults")
        .header("x-api-key", group.secrets().apiKey())
        .header("Authorization", "Bearer " + group.token())
        .header("vbasoftware-database", DATABASE);
  }

  private static String accepted(ServerGroup group, HttpRequest.Builder request) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(group.secrets().trusting()).build();
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(202, response.statusCode(), response.body());
    return response.headers().firstValue("Location").orElseThrow();
  }

  /**
   * @param again whether the server is started again, which it is before the other takes over
   */
  private void killAndTakeOver(ServerGroup group, int server, boolean again, Connection connection)
      throws IOException, InterruptedException, SQLException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_MILLIS));
    group.servers().get(server).kill();
    Instant killed = Instant.now();
    long read = value(connection, READ);
    assertTrue(read < ROWS - FAULTY, "the job runs when its server is killed; faults.seed=" + SEED);
    if (again) {
      group.start(server, DATABASE);
    }
    awaitProgress(connection, read);
    takeovers.add(Duration.between(killed, Instant.now()));
  }

  private static void awaitProgress(Connection connection, long from) {
    Awaitility.await("progress of the job; faults.seed=" + SEED)
        .atMost(TAKEN_OVER)
        .until(() -> value(connection, READ) > from);
  }

  private static void awaitEnd(Connection connection) {
    Awaitility.await("end of the job; faults.seed=" + SEED)
        .atMost(Duration.ofSeconds(60 + ROWS / 5_000))
        .until(() -> value(connection, "select count(*) from jobs where ended is null") == 0);
  }

  /** A row that was applied twice would have been updated, and have a second row of history. */
  private static void check(Connection connection) throws SQLException {
    int good = ROWS - FAULTY;
    Map<String, Integer> expected =
        Map.of(
            "select count(*) from jobs where job_state = 'COMPLETED'", 1,
            "select items_read from jobs", ROWS,
            "select items_created from jobs", good,
            "select items_updated from jobs", 0,
            "select items_failed from jobs", FAULTY,
            "select sum(failed) from job_outcomes", FAULTY,
            "select count(*) from grievances", good,
            "select count(distinct grievance_key) from grievances_history", good,
            "select count(*) from grievances_history", good);
    check(connection, expected);
  }

  /** A record that was put back twice would have a third row of history. */
  private static void checkUndo(Connection connection) throws SQLException {
    int good = ROWS - FAULTY;
    check(
        connection,
        Map.of(
            "select count(*) from jobs where job_state = 'COMPLETED'",
            2,
            READ,
            good,
            "select items_reversed from jobs where batch_action = 'UNDO'",
            good,
            "select items_failed from jobs where batch_action = 'UNDO'",
            0,
            "select count(*) from grievances",
            0,
            "select count(*) from grievances_history",
            2 * good));
  }

  private static void check(Connection connection, Map<String, Integer> expected)
      throws SQLException {
    for (Map.Entry<String, Integer> each : expected.entrySet()) {
      String what = each.getKey() + "; faults.seed=" + SEED;
      assertEquals((long) each.getValue(), value(connection, each.getKey()), what);
    }
  }

  private static long value(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }
}
