package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.grievances.faults.RecordWriter.CheckResult;
import org.grievances.faults.RecordWriter.Content;
import org.grievances.server.LongForm;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Test;

/**
 * Kills a server at random moments under load, and checks that no acknowledged change is lost, and
 * that who follows the changes has the same records as the database.
 */
class CrashIT {
  private static final int CRASHES = LongForm.number("faults.crashes", 2, 50);
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
  private static final String RUN = "faults.seed=" + SEED;
  private static final String POSTGRESQL = "pg";
  private static final int WRITERS = 3;
  private static final int PAGE_SIZE = 1000;
  private static final int MIN_UPTIME_MILLIS = 200;
  private static final int MAX_UPTIME_MILLIS = 2_500;

  private final Random random = new Random(SEED);
  private final List<CheckResult> results = new ArrayList<>();
  private final List<Duration> restarts = new ArrayList<>();
  private final RecordCopy copyOfDerby = new RecordCopy(PrivateServer.DERBY, RUN);
  private final RecordCopy copyOfPostgres = new RecordCopy(POSTGRESQL, RUN);

  @Test
  void acknowledgedChangesSurviveEachCrash() throws Exception {
    System.out.println("CrashIT: " + RUN);
    Instant started = Instant.now();
    Map<String, List<RecordWriter>> writers =
        Map.of(PrivateServer.DERBY, writers(PrivateServer.DERBY), POSTGRESQL, writers(POSTGRESQL));
    try (Postgres postgres = Postgres.create();
        PrivateServer server = PrivateServer.install("crash")) {
      server.add(PostgresDataSource.of(POSTGRESQL, "postgres", postgres.port()));
      start(server);
      for (int crash = 1; crash <= CRASHES; crash++) {
        crash(server, writers);
        restarts.add(start(server));
        Map<Integer, Content> inPostgres = recordsInPostgres(postgres);
        check(writers.get(POSTGRESQL), inPostgres, totalCount(server, POSTGRESQL));
        assertEquals(inPostgres, copyOfPostgres.complete(server), "the copy of PostgreSQL; " + RUN);
        Map<Integer, Content> inDerby = recordsInDerby(server);
        check(writers.get(PrivateServer.DERBY), inDerby, totalCount(server, PrivateServer.DERBY));
        assertEquals(inDerby, copyOfDerby.complete(server), "the copy of Derby; " + RUN);
      }
    }
    report(writers, Duration.between(started, Instant.now()));
  }

  private List<RecordWriter> writers(String database) {
    List<RecordWriter> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new RecordWriter(database, i * RecordWriter.KEYS, random.nextLong(), RUN));
    }
    return writers;
  }

  /** Starts the server and returns the time until both databases are available. */
  private static Duration start(PrivateServer server) throws Exception {
    Instant started = Instant.now();
    server.start();
    server.awaitDatabase(PrivateServer.DERBY);
    server.awaitDatabase(POSTGRESQL);
    return Duration.between(started, Instant.now());
  }

  private void crash(PrivateServer server, Map<String, List<RecordWriter>> writers)
      throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> running = new ArrayList<>();
      writers.values().stream()
          .flatMap(List::stream)
          .forEach(writer -> running.add(threads.submit(() -> writer.sendUntilUnanswered(server))));
      running.add(threads.submit(() -> copyOfDerby.followUntilUnanswered(server)));
      running.add(threads.submit(() -> copyOfPostgres.followUntilUnanswered(server)));
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MIN_UPTIME_MILLIS, MAX_UPTIME_MILLIS));
      server.kill();
      for (Future<?> writer : running) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void check(List<RecordWriter> writers, Map<Integer, Content> found, int totalCount) {
    assertEquals(found.size(), totalCount, "TotalCount of a page; " + RUN);
    int records = 0;
    for (RecordWriter writer : writers) {
      CheckResult result = writer.check(found);
      results.add(result);
      records += result.records();
    }
    assertEquals(records, found.size(), "number of stored records; " + RUN);
  }

  private static Map<Integer, Content> recordsInPostgres(Postgres postgres) throws Exception {
    try (Connection connection = postgres.connect()) {
      return Writers.records(connection);
    }
  }

  private static Map<Integer, Content> recordsInDerby(PrivateServer server) {
    Map<Integer, Content> found = new HashMap<>();
    int page = 1;
    JsonArray records;
    do {
      String path = "grievances?sortBy=grievance_Key&pageSize=" + PAGE_SIZE + "&page=" + page++;
      HttpResponse<String> response = server.exchange("GET", PrivateServer.DERBY, path, "");
      assertEquals(200, response.statusCode(), response.body());
      records = RecordWriter.parse(response.body()).getJsonArray("data");
      records.stream().map(JsonValue::asJsonObject).forEach(record -> add(record, found));
    } while (records.size() == PAGE_SIZE);
    return found;
  }

  private static void add(JsonObject record, Map<Integer, Content> found) {
    found.put(
        record.getInt("grievance_Key"),
        new Content(
            record.getInt("call_Key"),
            record.getString("issue"),
            record.getString("subscriber_ID")));
  }

  /** The number of records that the service reports in {@code X-Pagination}. */
  private static int totalCount(PrivateServer server, String database) {
    HttpResponse<String> response = server.exchange("GET", database, "grievances?pageSize=1", "");
    return RecordWriter.parse(response.headers().firstValue("X-Pagination").orElseThrow())
        .getInt("TotalCount");
  }

  private void report(Map<String, List<RecordWriter>> writers, Duration duration) {
    long acknowledgedChanges =
        writers.values().stream()
            .flatMap(List::stream)
            .mapToLong(RecordWriter::acknowledgedChanges)
            .sum();
    System.out.printf(
        "CrashIT: %d crashes in %d s; %d changes of records acknowledged, %d records compared;"
            + " %d changes read; %d requests unanswered, of which %d were applied; restart %d ms at the median,"
            + " %d ms at most.%n",
        CRASHES,
        duration.toSeconds(),
        acknowledgedChanges,
        results.stream().mapToLong(CheckResult::records).sum(),
        copyOfDerby.changes() + copyOfPostgres.changes(),
        results.stream().filter(CheckResult::unanswered).count(),
        results.stream().filter(CheckResult::unansweredButApplied).count(),
        restarts.stream().sorted().skip(CRASHES / 2).findFirst().orElseThrow().toMillis(),
        restarts.stream().max(Duration::compareTo).orElseThrow().toMillis());
  }
}
