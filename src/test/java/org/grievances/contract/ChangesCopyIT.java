package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.ClassOrder;
import org.grievances.server.LongForm;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who follows the changes has the same records as the database in the end, whatever others write
 * meanwhile: the service in each of its ways, and on PostgreSQL also transactions that stay open
 * for a while, change records that others change, and are committed or rolled back. On the way,
 * each change fits the one before it of the same record.
 */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class ChangesCopyIT {
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final int RUNS = LongForm.number("changes.runs", 1, 1_000);
  private static final Duration WRITING =
      Duration.ofSeconds(LongForm.number("changes.seconds", 4, 1));
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int RECORDS_OF_A_TEST = 60;
  private static final int SERVICE_WRITERS = 4;
  private static final int DIRECT_WRITERS = 3;
  private static final int MAX_JOBS = 10;
  private static final Set<String> ENDED = Set.of("Completed", "Failed", "Cancelled");
  private static final Set<Integer> EXPECTED = Set.of(200, 201, 202, 204, 207, 404, 409, 503);

  /** No lock of its own waits longer for others that wait for it. */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '2s'";

  private static final AtomicInteger KEYS =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(-1_490_000_000, -1_480_000_000));

  private final int first = KEYS.getAndAdd(RECORDS_OF_A_TEST);
  private final Map<Integer, Map<String, Object>> copy = new HashMap<>();
  private final Queue<String> jobs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger changes = new AtomicInteger();

  static Stream<String> databasesOfTheRuns() {
    return Stream.of("alpha", "delta", "spread")
        .flatMap(database -> Collections.nCopies(RUNS, database).stream());
  }

  @ParameterizedTest
  @MethodSource("databasesOfTheRuns")
  void aCopyThatFollowsTheChangesHasTheSameRecords(String database, RunningServer server)
      throws Exception {
    ChangesFollower follower = ChangesFollower.now(server, database);
    long until = System.nanoTime() + WRITING.toNanos();
    write(database, server, until, follower);
    await("the end of the jobs")
        .atMost(TIMEOUT)
        .until(() -> jobs.stream().allMatch(job -> isEnded(server, database, job)));
    await("the copy")
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              while (applyNext(server, database, follower, 1000) > 0) {}
              assertEquals(table(server, database), copy);
            });
    assertTrue(changes.get() > 0, "no changes");
  }

  private void write(String database, RunningServer server, long until, ChangesFollower follower)
      throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < SERVICE_WRITERS; writer++) {
        writers.add(threads.submit(until(until, () -> send(server, database))));
      }
      for (int writer = 0; database.equals("delta") && writer < DIRECT_WRITERS; writer++) {
        writers.add(threads.submit(until(until, () -> writeDirectly(server))));
      }
      Random random = new Random();
      writers.add(
          threads.submit(
              until(until, () -> applyNext(server, database, follower, 1 + random.nextInt(50)))));
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Void> until(long end, Callable<?> work) {
    return () -> {
      while (System.nanoTime() < end) {
        work.call();
      }
      return null;
    };
  }

  /** Applies a page of changes to the copy, and returns how many changes it had. */
  private int applyNext(
      RunningServer server, String database, ChangesFollower follower, int limit) {
    List<Map<String, Object>> page =
        follower.next(server.to(database).header("Prefer", "wait=1"), limit);
    page.stream()
        .filter(change -> ChangesFollower.isBetween(change, first, first + RECORDS_OF_A_TEST))
        .forEach(this::apply);
    return page.size();
  }

  @SuppressWarnings("unchecked")
  private void apply(Map<String, Object> change) {
    int key = (Integer) change.get("grievance_Key");
    changes.incrementAndGet();
    boolean isCreation = change.get("change").equals("created");
    assertEquals(!isCreation, copy.containsKey(key), change.toString());
    if (change.get("change").equals("deleted")) {
      copy.remove(key);
    } else {
      Map<String, Object> grievance = (Map<String, Object>) change.get("grievance");
      assertEquals(key, grievance.get("grievance_Key"));
      copy.put(key, grievance);
    }
  }

  private Map<Integer, Map<String, Object>> table(RunningServer server, String database) {
    List<Map<String, Object>> records =
        server
            .to(database)
            .queryParam("keyFrom", first)
            .queryParam("keyTo", first + RECORDS_OF_A_TEST)
            .queryParam("pageSize", 1000)
            .get(RECORDS)
            .path("data");
    return records.stream()
        .collect(Collectors.toMap(each -> (Integer) each.get("grievance_Key"), each -> each));
  }

  private static boolean isEnded(RunningServer server, String database, String job) {
    return ENDED.contains(server.to(database).get(job).<String>path("data.state"));
  }

  private int send(RunningServer server, String database) {
    Response response = send(server.to(database));
    assertTrue(EXPECTED.contains(response.statusCode()), response.asString());
    if (response.statusCode() == 202) {
      jobs.add(response.header("Location"));
    }
    return response.statusCode();
  }

  private Response send(RequestSpecification request) {
    Random random = ThreadLocalRandom.current();
    int key = first + random.nextInt(RECORDS_OF_A_TEST);
    String path = RECORDS + "/" + key;
    String one = item(key, random);
    String many = items(random);
    return switch (random.nextInt(jobs.size() < MAX_JOBS ? 10 : 9)) {
      case 0, 1 -> request.body(many).put(RunningServer.BATCH);
      case 2 -> request.body(many).delete(RunningServer.BATCH);
      case 3 -> request.body(many).put(RunningServer.BATCH + "?merge=true");
      case 4 -> request.body(many).put(RunningServer.BATCH + "?dryRun=true");
      case 5 -> request.body(one).post(RECORDS);
      case 6 -> request.body(one).put(path);
      case 7 -> request.contentType("application/merge-patch+json").body(one).patch(path);
      case 8 -> request.delete(path);
      default -> request.body(many).post(RunningServer.BATCH + "/jobs");
    };
  }

  private String items(Random random) {
    return IntStream.range(0, 1 + random.nextInt(20))
        .mapToObj(any -> item(first + random.nextInt(RECORDS_OF_A_TEST), random))
        .toList()
        .toString();
  }

  private static String item(int key, Random random) {
    return "{\"grievance_Key\":%d,\"issue\":\"%d\"}".formatted(key, random.nextInt());
  }

  /** A transaction that writes some records, with pauses, and is committed or rolled back. */
  private boolean writeDirectly(RunningServer server) throws SQLException, InterruptedException {
    Random random = ThreadLocalRandom.current();
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(LOCK_TIMEOUT);
      try {
        for (int times = random.nextInt(4); times >= 0; times--) {
          statement.execute(write(first + random.nextInt(RECORDS_OF_A_TEST), random));
          TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
        }
      } catch (SQLException e) {
        connection.rollback();
        return false;
      }
      if (random.nextInt(4) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
      return true;
    }
  }

  private static String write(int key, Random random) {
    String issue = "direct " + random.nextInt();
    return switch (random.nextInt(4)) {
      case 0 -> "delete from grievances where grievance_key = " + key;
      case 1 ->
          "update grievances set issue = '%s' where grievance_key between %d and %d"
              .formatted(issue, key, key + 3);
      default ->
          ("insert into grievances (grievance_key, issue, entry_date, update_date)"
                  + " values (%d, '%s', now(), now())"
                  + " on conflict (grievance_key) do update set issue = excluded.issue")
              .formatted(key, issue);
    };
  }
}
