package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
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
import org.grievances.faults.Owner.Content;
import org.grievances.faults.Owner.Verdict;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Test;

/** A server that is killed at any moment under load loses nothing that it has answered. */
class CrashIT {
  private static final int CRASHES = Integer.getInteger("faults.crashes", 2);
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
  private static final String POSTGRESQL = "pg";
  private static final int OWNERS = 3;
  private static final int PAGE = 1000;
  private static final int SHORTEST_LIFE_MILLIS = 200;
  private static final int LONGEST_LIFE_MILLIS = 2_500;

  private final Random random = new Random(SEED);
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Duration> restarts = new ArrayList<>();

  @Test
  void whatWasAnsweredIsThereAfterEachCrash() throws Exception {
    System.out.println("CrashIT: faults.seed=" + SEED);
    Instant begun = Instant.now();
    Map<String, List<Owner>> owners =
        Map.of(OwnServer.DERBY, owners(OwnServer.DERBY), POSTGRESQL, owners(POSTGRESQL));
    try (Postgres postgres = Postgres.create();
        OwnServer server = OwnServer.install("crash")) {
      server.add(PostgresDataSource.of(POSTGRESQL, "postgres", postgres.port()));
      start(server);
      for (int crash = 1; crash <= CRASHES; crash++) {
        crash(server, owners);
        restarts.add(start(server));
        check(owners.get(POSTGRESQL), inPostgres(postgres), total(server, POSTGRESQL));
        check(owners.get(OwnServer.DERBY), inDerby(server), total(server, OwnServer.DERBY));
      }
    }
    report(owners, Duration.between(begun, Instant.now()));
  }

  private List<Owner> owners(String database) {
    List<Owner> owners = new ArrayList<>();
    for (int i = 0; i < OWNERS; i++) {
      owners.add(new Owner(database, i * Owner.KEYS, random.nextLong()));
    }
    return owners;
  }

  /** How long it took until both databases could be used. */
  private static Duration start(OwnServer server) throws Exception {
    Instant begun = Instant.now();
    server.start();
    server.awaitUse(OwnServer.DERBY);
    server.awaitUse(POSTGRESQL);
    return Duration.between(begun, Instant.now());
  }

  private void crash(OwnServer server, Map<String, List<Owner>> owners) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> working = new ArrayList<>();
      owners.values().stream()
          .flatMap(List::stream)
          .forEach(owner -> working.add(threads.submit(() -> owner.work(server))));
      TimeUnit.MILLISECONDS.sleep(random.nextInt(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS));
      server.kill();
      for (Future<?> work : working) {
        work.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void check(List<Owner> owners, Map<Integer, Content> found, int total) {
    assertEquals(found.size(), total, "the total that a page tells");
    int records = 0;
    for (Owner owner : owners) {
      Verdict verdict = owner.check(found);
      verdicts.add(verdict);
      records += verdict.records();
    }
    assertEquals(records, found.size());
  }

  private static Map<Integer, Content> inPostgres(Postgres postgres) throws Exception {
    Map<Integer, Content> found = new HashMap<>();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select grievance_key, call_key, issue, subscriber_id from grievances")) {
      while (rows.next()) {
        found.put(
            rows.getInt(1), new Content(rows.getInt(2), rows.getString(3), rows.getString(4)));
      }
    }
    return found;
  }

  private static Map<Integer, Content> inDerby(OwnServer server) {
    Map<Integer, Content> found = new HashMap<>();
    int page = 1;
    JsonArray records;
    do {
      String path = "grievances?sortBy=grievance_Key&pageSize=" + PAGE + "&page=" + page++;
      HttpResponse<String> answer = server.ask("GET", OwnServer.DERBY, path, "");
      assertEquals(200, answer.statusCode(), answer.body());
      records = Owner.read(answer.body()).getJsonArray("data");
      records.stream().map(JsonValue::asJsonObject).forEach(record -> add(record, found));
    } while (records.size() == PAGE);
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

  /** The number of records that the service tells with a page. */
  private static int total(OwnServer server, String database) {
    HttpResponse<String> answer = server.ask("GET", database, "grievances?pageSize=1", "");
    return Owner.read(answer.headers().firstValue("X-Pagination").orElseThrow())
        .getInt("TotalCount");
  }

  private void report(Map<String, List<Owner>> owners, Duration took) {
    long acknowledged =
        owners.values().stream().flatMap(List::stream).mapToLong(Owner::acknowledged).sum();
    System.out.printf(
        "CrashIT: %d crashes in %d s; %d changes of records answered, %d records compared;"
            + " %d requests unanswered, of which %d were applied; restart %d ms at the median,"
            + " %d ms at most.%n",
        CRASHES,
        took.toSeconds(),
        acknowledged,
        verdicts.stream().mapToLong(Verdict::records).sum(),
        verdicts.stream().filter(Verdict::lost).count(),
        verdicts.stream().filter(Verdict::lostButApplied).count(),
        restarts.stream().sorted().skip(CRASHES / 2).findFirst().orElseThrow().toMillis(),
        restarts.stream().max(Duration::compareTo).orElseThrow().toMillis());
  }
}
