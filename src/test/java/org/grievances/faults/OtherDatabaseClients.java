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

/** Clients that use the other databases of a server while one of them fails. */
final class OtherDatabaseClients {
  private static final long PAUSE_MILLIS = 20;

  private final PrivateServer server;
  private final Duration limit;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Future<Duration>> longestDurations = new TreeMap<>();
  private volatile boolean stopped;

  /**
   * @param limit how long a request may take: less than one that waited for the failing database
   */
  OtherDatabaseClients(PrivateServer server, List<String> databases, Duration limit) {
    this.server = server;
    this.limit = limit;
    databases.forEach(
        name -> longestDurations.put(name, threads.submit(() -> sendUntilStopped(name))));
  }

  /** Sends batches until stopped, and returns the longest response time. */
  private Duration sendUntilStopped(String database) throws IOException, InterruptedException {
    Duration longest = Duration.ZERO;
    for (int key = 1; !stopped; key++) {
      Instant started = Instant.now();
      String body = "[{\"grievance_Key\":" + key + "},{\"grievance_Key\":0}]";
      HttpResponse<String> response = server.send("PUT", database, PrivateServer.BATCH, body);
      Duration duration = Duration.between(started, Instant.now());
      assertEquals(207, response.statusCode(), database);
      longest = duration.compareTo(longest) > 0 ? duration : longest;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return longest;
  }

  /**
   * Stops the clients and checks that each request was answered in time.
   *
   * @param test the name of the test, for the output
   */
  void stopAndCheck(String test) throws Exception {
    stopped = true;
    threads.shutdown();
    for (Map.Entry<String, Future<Duration>> database : longestDurations.entrySet()) {
      Duration longest = database.getValue().get();
      System.out.printf(
          "%s: %s answered within %d ms.%n", test, database.getKey(), longest.toMillis());
      assertTrue(longest.compareTo(limit) < 0, database.getKey() + " took " + longest);
    }
  }
}
