package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.faults.RecordWriter.Content;

/** Writers that send to a database at the same time until they are stopped. */
final class Writers implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MORE_ANSWERS = 10;

  private final String run;
  private final Random seeds;
  private final List<RecordWriter> writers = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final List<AtomicInteger> answered = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean done;

  private Writers(long seed) {
    this.run = "seed " + seed;
    this.seeds = new Random(seed);
  }

  /** Starts writers of requests that can be sent again. */
  static Writers start(int count, String database, long seed, RecordClient client) {
    Writers all = new Writers(seed);
    for (int number = 0; number < count; number++) {
      all.add(database, client);
    }
    return all;
  }

  /** Adds one more. */
  void add(String database, RecordClient client) {
    RecordWriter writer =
        RecordWriter.ofRepeatableRequests(
            database, writers.size() * RecordWriter.KEYS, seeds.nextLong(), run);
    AtomicInteger answers = new AtomicInteger();
    writers.add(writer);
    answered.add(answers);
    RecordClient counted =
        (method, to, path, body) -> {
          HttpResponse<String> response = client.send(method, to, path, body);
          answers.incrementAndGet();
          return response;
        };
    running.add(threads.submit(() -> writer.sendUntil(() -> done, counted)));
  }

  /** Waits until each has got some more answers; fails if one got a wrong answer. */
  void awaitAnswers() throws Exception {
    for (int number = 0; number < running.size(); number++) {
      Future<?> writer = running.get(number);
      AtomicInteger answers = answered.get(number);
      int enough = answers.get() + MORE_ANSWERS;
      await("answers to a writer")
          .atMost(TIMEOUT)
          .until(() -> writer.isDone() || answers.get() >= enough);
      if (writer.isDone()) {
        writer.get();
      }
    }
  }

  /** Lets each finish its request; fails if one got a wrong answer. */
  void stop() throws Exception {
    done = true;
    for (Future<?> writer : running) {
      writer.get();
    }
  }

  /**
   * Checks that the database holds exactly what was acknowledged.
   *
   * @return how many changes that were
   */
  long check(Connection database) throws SQLException {
    Map<Integer, Content> found = records(database);
    int records = 0;
    for (RecordWriter writer : writers) {
      records += writer.check(found).records();
    }
    assertEquals(records, found.size(), "number of stored records; " + run);
    return writers.stream().mapToLong(RecordWriter::acknowledgedChanges).sum();
  }

  /** The records in a PostgreSQL database, by key. */
  static Map<Integer, Content> records(Connection database) throws SQLException {
    Map<Integer, Content> found = new HashMap<>();
    try (Statement statement = database.createStatement();
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

  @Override
  public void close() {
    done = true;
    threads.shutdownNow();
  }
}
