package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.grievances.server.Gzip.gzip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.LongForm;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** Sends more requests than the server can process: it must finish or refuse each of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("Its limits of time are those of callers")
class OverloadIT {
  private static final String DATABASE = "slow";
  private static final int CONNECTIONS = LongForm.number("faults.connections", 200, 1000);
  private static final Duration DURATION =
      Duration.ofSeconds(LongForm.number("faults.seconds", 10, 600));
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PROMPT_LIMIT = Duration.ofSeconds(2);
  private static final int MAX_CONCURRENT_BATCHES = 20;
  private static final int RECEIVE_TIMEOUT_SECONDS = 3;
  private static final int PART_BYTES = 100_000;

  /** The server asks ten times a second whether it is stopping. */
  private static final int STOP_SEEN_MILLIS = 200;

  private static final int HEAP_MEBIBYTES = 512;

  /** The limit of the memory besides the heap that the operations page documents. */
  private static final int MAX_NON_HEAP_MEBIBYTES = 768;

  /** Larger than a body that is kept in memory. */
  private static final int LARGE_BODY_BYTES = 9_000_000;

  private static final int MAX_SPOOLED_BYTES = 16_000_000;

  /** A trigger delays the insertion of records with this key and the following ones. */
  private static final int FIRST_SLOW_KEY = 700;

  private static Postgres postgres;
  private static PrivateServer server;
  private static final AtomicInteger LAST_KEY = new AtomicInteger(1_000);

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.create();
    server =
        PrivateServer.install(
                "overload",
                Map.of(
                    "grievances.batch.max-concurrent",
                    Integer.toString(MAX_CONCURRENT_BATCHES),
                    "grievances.batch.receive-timeout",
                    "PT" + RECEIVE_TIMEOUT_SECONDS + "S",
                    "grievances.batch.max-spooled-bytes-per-client",
                    Integer.toString(MAX_SPOOLED_BYTES),
                    "grievances.rate-limits.shared-in",
                    DATABASE))
            .add(PostgresDataSource.of(DATABASE, "postgres", postgres.port()))
            .addJvmOption("-Xmx" + HEAP_MEBIBYTES + "m");
    server.start();
    server.awaitDatabase(DATABASE);
    server.awaitDatabase(PrivateServer.DERBY);
    postgres.execute(
        """
        create function dawdle() returns trigger language plpgsql as $$
        begin
          perform pg_sleep(8);
          return new;
        end
        $$\
        """);
    postgres.execute(
        "create trigger dawdling before insert on grievances for each row"
            + " when (new.grievance_key between %d and %d) execute function dawdle()"
                .formatted(FIRST_SLOW_KEY, FIRST_SLOW_KEY + MAX_CONCURRENT_BATCHES));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    postgres.close();
  }

  private static HttpResponse<String> put(String database, int key) {
    return server.exchange(
        "PUT", database, PrivateServer.BATCH, "[{\"grievance_Key\":" + key + "}]");
  }

  @Test
  @Order(1)
  void aBatchBeyondTheLimitIsRefusedAtOnce() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(MAX_CONCURRENT_BATCHES);
    try {
      List<Future<HttpResponse<String>>> slowBatches = startSlowBatches(clients);
      Instant start = Instant.now();
      HttpResponse<String> refused = put(PrivateServer.DERBY, 1);
      assertTrue(Duration.between(start, Instant.now()).compareTo(PROMPT_LIMIT) < 0);
      assertEquals(503, refused.statusCode(), refused.body());
      assertTrue(refused.body().contains("/vbasoftware/problems/overloaded"), refused.body());
      assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
      assertTrue(
          sendOverNewConnection(server.batchHead(PrivateServer.DERBY, LARGE_BODY_BYTES))
              .startsWith("HTTP/1.1 503 "));
      assertTrue(Duration.between(start, Instant.now()).compareTo(PROMPT_LIMIT) < 0);
      assertEquals(
          404, server.exchange("GET", PrivateServer.DERBY, "grievances/2", "").statusCode());
      for (Future<HttpResponse<String>> batch : slowBatches) {
        assertEquals(207, batch.get().statusCode());
      }
      assertEquals(207, put(PrivateServer.DERBY, 1).statusCode());
    } finally {
      clients.shutdown();
    }
  }

  /** Starts as many slow batches as are allowed, which use all connections of the pool. */
  private static List<Future<HttpResponse<String>>> startSlowBatches(ExecutorService clients) {
    List<Future<HttpResponse<String>>> slowBatches = new ArrayList<>();
    for (int client = 0; client < MAX_CONCURRENT_BATCHES; client++) {
      int key = FIRST_SLOW_KEY + client;
      slowBatches.add(clients.submit(() -> put(DATABASE, key)));
    }
    awaitSlowBatches(MAX_CONCURRENT_BATCHES);
    return slowBatches;
  }

  /** Waits until so many batches are held up in the database. */
  private static void awaitSlowBatches(int count) {
    await(count + " slow batches").atMost(TIMEOUT).until(() -> postgres.sleepers() == count);
  }

  /** Sends a request over a new connection, and returns the first part of the response. */
  private static String sendOverNewConnection(String request) throws IOException {
    try (Socket socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] response = new byte[4096];
      int read = socket.getInputStream().read(response);
      return new String(response, 0, Math.max(0, read), StandardCharsets.US_ASCII);
    }
  }

  /** The database is busy for longer than requests and health checks wait for a connection. */
  @Test
  @Order(2)
  void aBusyDatabaseIsReportedUpAndDoesNotDelayRateLimits() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(MAX_CONCURRENT_BATCHES);
    try {
      List<Future<HttpResponse<String>>> slowBatches = startSlowBatches(clients);
      int timesNotShared = timesNotShared();
      int checks = 0;
      while (slowBatches.stream().noneMatch(Future::isDone)) {
        HttpResponse<String> ready = server.readiness();
        assertEquals(200, ready.statusCode(), ready.body());
        assertTrue(ready.body().contains("\"" + DATABASE + "\":\"UP\""), ready.body());
        Instant start = Instant.now();
        assertEquals(
            404, server.exchange("GET", PrivateServer.DERBY, "grievances/2", "").statusCode());
        assertTrue(Duration.between(start, Instant.now()).compareTo(PROMPT_LIMIT) < 0);
        TimeUnit.MILLISECONDS.sleep(200);
        checks++;
      }
      assertTrue(checks > 10, checks + " health checks");
      for (Future<HttpResponse<String>> batch : slowBatches) {
        assertEquals(207, batch.get().statusCode());
      }
      assertEquals(timesNotShared, timesNotShared());
    } finally {
      clients.shutdown();
    }
  }

  private static int timesNotShared() throws IOException {
    return server.consoleLog().split("Rate limits cannot be shared", -1).length;
  }

  @Test
  @Order(3)
  void bodiesBeyondTheSpoolLimitOfAClientAreRefused() throws Exception {
    byte[] blanks = " ".repeat(LARGE_BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket("localhost", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          server
              .batchHead(PrivateServer.DERBY, LARGE_BODY_BYTES + 1)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(blanks);
      TimeUnit.MILLISECONDS.sleep(200);
      String refused =
          sendOverNewConnection(server.batchHead(PrivateServer.DERBY, LARGE_BODY_BYTES));
      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertTrue(refused.contains("room") && refused.contains("Retry-After: 1"), refused);
      HttpResponse<String> gzipResponse = server.putGzipped(PrivateServer.DERBY, gzip(blanks));
      assertEquals(503, gzipResponse.statusCode(), gzipResponse.body());
      assertTrue(
          gzipResponse.body().contains("/vbasoftware/problems/overloaded"), gzipResponse.body());
    }
    String tooLarge =
        sendOverNewConnection(server.batchHead(PrivateServer.DERBY, MAX_SPOOLED_BYTES + 1));
    assertTrue(tooLarge.startsWith("HTTP/1.1 413 "), tooLarge);
  }

  @Test
  @Order(4)
  void slowClientsDoNotBlockOthers() throws Exception {
    Instant end = Instant.now().plus(DURATION);
    ExecutorService threads = Executors.newCachedThreadPool();
    SlowClients slowClients = SlowClients.start(server, CONNECTIONS / 2, end);
    try {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int client = 0; client < CONNECTIONS / 2; client++) {
        clients.add(threads.submit(() -> sendBatchesUntil(end)));
      }
      while (Instant.now().isBefore(end)) {
        Instant start = Instant.now();
        assertEquals(200, server.liveness().statusCode());
        Duration duration = Duration.between(start, Instant.now());
        assertTrue(duration.compareTo(PROMPT_LIMIT) < 0, "/health/live took " + duration);
        TimeUnit.SECONDS.sleep(1);
      }
      int succeeded = 0;
      for (Future<Integer> client : clients) {
        int batches = client.get();
        assertTrue(batches > 0, "no batch of a client succeeded");
        succeeded += batches;
      }
      assertMemoryWithinLimit();
      System.out.printf(
          "%d connections for %s: %d successful batches%n%s",
          CONNECTIONS, DURATION, succeeded, server.heapAfterGc());
    } finally {
      slowClients.close();
      threads.shutdown();
    }
  }

  private static void assertMemoryWithinLimit() throws IOException {
    assertFalse(server.consoleLog().contains("OutOfMemoryError"));
    long resident = server.residentMebibytes();
    System.out.printf("%d MiB resident%n", resident);
    assertTrue(resident <= HEAP_MEBIBYTES + MAX_NON_HEAP_MEBIBYTES, resident + " MiB are resident");
  }

  /** Sends a batch per second, refused or not, and returns the number of successful ones. */
  private static int sendBatchesUntil(Instant end) throws InterruptedException {
    int succeeded = 0;
    while (Instant.now().isBefore(end)) {
      HttpResponse<String> response = put(PrivateServer.DERBY, LAST_KEY.incrementAndGet());
      assertTrue(Set.of(207, 503).contains(response.statusCode()), response.body());
      succeeded += response.statusCode() == 207 ? 1 : 0;
      TimeUnit.SECONDS.sleep(1);
    }
    return succeeded;
  }

  /** Sends the requests concurrently because memory may be leaked per server thread. */
  @Test
  @Order(5)
  void largeAndBrokenBodiesDoNotLeakMemory() throws Exception {
    byte[] blanks = " ".repeat(LARGE_BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
    byte[] compressed = gzip(blanks);
    byte[] randomBytes = new byte[LARGE_BODY_BYTES / 2];
    new Random(1).nextBytes(randomBytes);
    List<Callable<HttpResponse<String>>> requests =
        List.of(
            () -> server.put(PrivateServer.DERBY, blanks),
            () -> server.put(PrivateServer.DERBY, randomBytes),
            () -> server.putGzipped(PrivateServer.DERBY, compressed),
            () ->
                server.putGzipped(
                    PrivateServer.DERBY, Arrays.copyOf(compressed, compressed.length / 2)));
    Instant end = Instant.now().plus(DURATION);
    ExecutorService clients = Executors.newFixedThreadPool(requests.size());
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (Callable<HttpResponse<String>> request : requests) {
        calls.add(
            clients.submit(
                () -> {
                  while (Instant.now().isBefore(end)) {
                    HttpResponse<String> refused = request.call();
                    assertTrue(Set.of(400, 503).contains(refused.statusCode()), refused.body());
                  }
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      clients.shutdown();
    }
    assertMemoryWithinLimit();
  }

  @Test
  @Order(6)
  void aBodyThatArrivesTooSlowlyIsAnswered408() throws Exception {
    byte[] part = " ".repeat(PART_BYTES).getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket("localhost", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          server
              .batchHead(PrivateServer.DERBY, 3 * PART_BYTES)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(part);
      TimeUnit.SECONDS.sleep(RECEIVE_TIMEOUT_SECONDS + 1);
      out.write(part);
      BufferedReader response =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertTrue(response.readLine().startsWith("HTTP/1.1 408 "));
    }
  }

  @Test
  @Order(7)
  void aStoppingServerRefusesNewRequestsAndFinishesRunningOnes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Socket idle = new Socket("localhost", server.port());
        Socket probe = server.connectToOperations()) {
      Future<HttpResponse<String>> running = threads.submit(() -> put(DATABASE, FIRST_SLOW_KEY));
      awaitSlowBatches(1);
      Future<?> stopping =
          threads.submit(
              () -> {
                server.stop();
                return null;
              });
      awaitPortClosed();
      TimeUnit.MILLISECONDS.sleep(STOP_SEEN_MILLIS);
      String refused = sendAndReadToEnd(idle, server.batchHead(PrivateServer.DERBY, 2) + "[]");
      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertTrue(refused.contains("/vbasoftware/problems/stopping"), refused);
      assertTrue(refused.contains("Connection: close"), refused);
      assertFalse(isReady(probe));
      assertFalse(running.isDone());
      assertEquals(207, running.get().statusCode());
      stopping.get();
    } finally {
      threads.shutdown();
    }
  }

  /** Sends a request over an open connection, and returns all of the response. */
  private static String sendAndReadToEnd(Socket connection, String request) throws IOException {
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /**
   * The port for operations is closed at once; a probe over it fails as one that is answered 503.
   */
  private static boolean isReady(Socket probe) {
    try {
      return sendAndReadToEnd(probe, "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
          .startsWith("HTTP/1.1 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until the server refuses new connections. */
  private static void awaitPortClosed() {
    await("closed to new connections").atMost(TIMEOUT).until(() -> !isPortOpen());
  }

  private static boolean isPortOpen() {
    try {
      new Socket("localhost", server.port()).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
