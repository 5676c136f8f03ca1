package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Callers of the other databases of a server, who must not notice what happens to one of them. */
final class Neighbours {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 20;

  private final OwnServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Future<Duration>> slowest = new TreeMap<>();
  private volatile boolean ended;

  Neighbours(OwnServer server, List<String> databases) {
    this.server = server;
    databases.forEach(name -> slowest.put(name, threads.submit(() -> call(name))));
  }

  /** Gives the longest time that an answer took. */
  private Duration call(String database) throws IOException, InterruptedException {
    Duration longest = Duration.ZERO;
    for (int key = 1; !ended; key++) {
      Instant begun = Instant.now();
      String body = "[{\"grievance_Key\":" + key + "},{\"grievance_Key\":0}]";
      HttpResponse<String> answer = server.send("PUT", database, OwnServer.BATCH, body);
      Duration took = Duration.between(begun, Instant.now());
      assertEquals(207, answer.statusCode(), database);
      longest = took.compareTo(longest) > 0 ? took : longest;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return longest;
  }

  /** Checks that every call was answered, and in time. */
  void end(String during) throws Exception {
    ended = true;
    threads.shutdown();
    for (Map.Entry<String, Future<Duration>> database : slowest.entrySet()) {
      Duration longest = database.getValue().get();
      System.out.printf(
          "%s: %s answered within %d ms.%n", during, database.getKey(), longest.toMillis());
      assertTrue(longest.compareTo(LIMIT) < 0, database.getKey() + " took " + longest);
    }
  }
}
