package org.grievances.faults;

import static org.awaitility.Awaitility.await;
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
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** More work than a server can do: what it takes on it ends, and what it cannot it refuses. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OverloadIT {
  private static final String DATABASE = "slow";
  private static final int CONNECTIONS = Integer.getInteger("faults.connections");
  private static final Duration DURATION = Duration.ofSeconds(Long.getLong("faults.seconds"));
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final int MAX_IN_WORK = 20;
  private static final int RECEIVE_SECONDS = 3;
  private static final int PART = 100_000;

  private static final int HEAP_MEBIBYTES = 512;

  /** What the operations page says that the process takes beside its heap, at most. */
  private static final int MEBIBYTES_BESIDE_HEAP = 768;

  /** More than a body may take in memory. */
  private static final int LARGE = 9_000_000;

  private static final int MAX_SPOOLED = 16_000_000;

  /** Records with this key, and those up to the most in work above it, take long to write. */
  private static final int SLOW_KEY = 700;

  private static Postgres postgres;
  private static OwnServer server;
  private static final AtomicInteger KEYS = new AtomicInteger(1_000);

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.create();
    server =
        OwnServer.install(
                "overload",
                Map.of(
                    "grievances.batch.max-in-work",
                    Integer.toString(MAX_IN_WORK),
                    "grievances.batch.receive-timeout",
                    "PT" + RECEIVE_SECONDS + "S",
                    "grievances.batch.max-spooled-bytes-per-client",
                    Integer.toString(MAX_SPOOLED),
                    "grievances.rate-limits.shared-in",
                    DATABASE))
            .add(PostgresDataSource.of(DATABASE, "postgres", postgres.port()))
            .addJvmOption("-Xmx" + HEAP_MEBIBYTES + "m");
    server.start();
    server.awaitUse(DATABASE);
    server.awaitUse(OwnServer.DERBY);
    postgres.execute(
        """
        create function dawdle() returns trigger language plpgsql as $$
        begin
          perform pg_sleep(8);
          return new;
        end
        $$""");
    postgres.execute(
        "create trigger dawdling before insert on grievances for each row"
            + " when (new.grievance_key between %d and %d) execute function dawdle()"
                .formatted(SLOW_KEY, SLOW_KEY + MAX_IN_WORK));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    postgres.close();
  }

  private static HttpResponse<String> put(String database, int key) {
    return server.ask("PUT", database, OwnServer.BATCH, "[{\"grievance_Key\":" + key + "}]");
  }

  @Test
  @Order(1)
  void oneBatchTooManyIsRefusedAtOnce() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(MAX_IN_WORK);
    try {
      List<Future<HttpResponse<String>>> slow = putSlowly(callers);
      Instant asked = Instant.now();
      HttpResponse<String> refused = put(OwnServer.DERBY, 1);
      assertTrue(Duration.between(asked, Instant.now()).compareTo(AT_ONCE) < 0);
      assertEquals(503, refused.statusCode(), refused.body());
      assertTrue(refused.body().contains("/vbasoftware/problems/overloaded"), refused.body());
      assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
      assertTrue(answerTo(server.batchHead(OwnServer.DERBY, LARGE)).startsWith("HTTP/1.1 503 "));
      assertTrue(Duration.between(asked, Instant.now()).compareTo(AT_ONCE) < 0);
      assertEquals(404, server.ask("GET", OwnServer.DERBY, "grievances/2", "").statusCode());
      for (Future<HttpResponse<String>> batch : slow) {
        assertEquals(207, batch.get().statusCode());
      }
      assertEquals(207, put(OwnServer.DERBY, 1).statusCode());
    } finally {
      callers.shutdown();
    }
  }

  /** As many batches as may be in work, which take all connections that requests share. */
  private static List<Future<HttpResponse<String>>> putSlowly(ExecutorService callers)
      throws InterruptedException {
    List<Future<HttpResponse<String>>> slow = new ArrayList<>();
    for (int caller = 0; caller < MAX_IN_WORK; caller++) {
      int key = SLOW_KEY + caller;
      slow.add(callers.submit(() -> put(DATABASE, key)));
    }
    TimeUnit.SECONDS.sleep(1);
    return slow;
  }

  /** What comes back over a new connection, its first line and what comes with it. */
  private static String answerTo(String request) throws IOException {
    try (Socket line = new Socket("localhost", server.port())) {
      line.setSoTimeout((int) PATIENCE.toMillis());
      line.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[4096];
      int read = line.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII);
    }
  }

  /** For longer than a request would wait for a connection, and so would a check. */
  @Test
  @Order(2)
  void aBusyDatabaseIsNotDownAndRateLimitsDoNotWaitForIt() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(MAX_IN_WORK);
    try {
      List<Future<HttpResponse<String>>> slow = putSlowly(callers);
      int looks = 0;
      while (slow.stream().noneMatch(Future::isDone)) {
        HttpResponse<String> ready = server.ready();
        assertEquals(200, ready.statusCode(), ready.body());
        assertTrue(ready.body().contains("\"" + DATABASE + "\":\"UP\""), ready.body());
        Instant asked = Instant.now();
        assertEquals(404, server.ask("GET", OwnServer.DERBY, "grievances/2", "").statusCode());
        assertTrue(Duration.between(asked, Instant.now()).compareTo(AT_ONCE) < 0);
        TimeUnit.MILLISECONDS.sleep(200);
        looks++;
      }
      assertTrue(looks > 20, looks + " looks");
      for (Future<HttpResponse<String>> batch : slow) {
        assertEquals(207, batch.get().statusCode());
      }
      assertFalse(server.console().contains("Rate limits cannot be shared"));
    } finally {
      callers.shutdown();
    }
  }

  @Test
  @Order(3)
  void bodiesTakeNoMoreRoomThanAClientMayHave() throws Exception {
    byte[] blanks = " ".repeat(LARGE).getBytes(StandardCharsets.US_ASCII);
    try (Socket line = new Socket("localhost", server.port())) {
      OutputStream out = line.getOutputStream();
      out.write(server.batchHead(OwnServer.DERBY, LARGE + 1).getBytes(StandardCharsets.US_ASCII));
      out.write(blanks);
      TimeUnit.MILLISECONDS.sleep(200);
      String refused = answerTo(server.batchHead(OwnServer.DERBY, LARGE));
      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertTrue(refused.contains("room") && refused.contains("Retry-After: 1"), refused);
      HttpResponse<String> unpacked = server.putPacked(OwnServer.DERBY, OwnServer.gzip(blanks));
      assertEquals(503, unpacked.statusCode(), unpacked.body());
      assertTrue(unpacked.body().contains("/vbasoftware/problems/overloaded"), unpacked.body());
    }
    String tooLarge = answerTo(server.batchHead(OwnServer.DERBY, MAX_SPOOLED + 1));
    assertTrue(tooLarge.startsWith("HTTP/1.1 413 "), tooLarge);
  }

  @Test
  @Order(4)
  void slowSendersDoNotKeepOthersFromBeingServed() throws Exception {
    Instant end = Instant.now().plus(DURATION);
    ExecutorService threads = Executors.newCachedThreadPool();
    SlowSenders slow = SlowSenders.start(server, CONNECTIONS / 2, end);
    try {
      List<Future<Integer>> callers = new ArrayList<>();
      for (int caller = 0; caller < CONNECTIONS / 2; caller++) {
        callers.add(threads.submit(() -> callUntil(end)));
      }
      while (Instant.now().isBefore(end)) {
        Instant asked = Instant.now();
        assertEquals(200, server.live().statusCode());
        Duration took = Duration.between(asked, Instant.now());
        assertTrue(took.compareTo(AT_ONCE) < 0, "live took " + took);
        TimeUnit.SECONDS.sleep(1);
      }
      int served = 0;
      for (Future<Integer> caller : callers) {
        int batches = caller.get();
        assertTrue(batches > 0, "a caller was never served");
        served += batches;
      }
      checkMemory();
      System.out.printf(
          "%d connections for %s: %d batches served%n%s",
          CONNECTIONS, DURATION, served, server.heap());
    } finally {
      slow.close();
      threads.shutdown();
    }
  }

  private static void checkMemory() throws IOException {
    assertFalse(server.console().contains("OutOfMemoryError"));
    long resident = server.residentMebibytes();
    System.out.printf("%d MiB resident%n", resident);
    assertTrue(resident <= HEAP_MEBIBYTES + MEBIBYTES_BESIDE_HEAP, resident + " MiB are resident");
  }

  /** Sends a batch a second, and one that is refused again, as it is told; how many were served. */
  private static int callUntil(Instant end) throws InterruptedException {
    int served = 0;
    while (Instant.now().isBefore(end)) {
      HttpResponse<String> response = put(OwnServer.DERBY, KEYS.incrementAndGet());
      assertTrue(Set.of(207, 503).contains(response.statusCode()), response.body());
      served += response.statusCode() == 207 ? 1 : 0;
      TimeUnit.SECONDS.sleep(1);
    }
    return served;
  }

  /** Each on another of the server's threads, which keep what they have for good. */
  @Test
  @Order(5)
  void largeAndBrokenBodiesLeaveNothingBehind() throws Exception {
    byte[] blanks = " ".repeat(LARGE).getBytes(StandardCharsets.US_ASCII);
    byte[] packed = OwnServer.gzip(blanks);
    byte[] noise = new byte[LARGE / 2];
    new Random(1).nextBytes(noise);
    List<Callable<HttpResponse<String>>> kinds =
        List.of(
            () -> server.put(OwnServer.DERBY, blanks),
            () -> server.put(OwnServer.DERBY, noise),
            () -> server.putPacked(OwnServer.DERBY, packed),
            () -> server.putPacked(OwnServer.DERBY, Arrays.copyOf(packed, packed.length / 2)));
    Instant end = Instant.now().plus(DURATION);
    ExecutorService callers = Executors.newFixedThreadPool(kinds.size());
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (Callable<HttpResponse<String>> kind : kinds) {
        calls.add(
            callers.submit(
                () -> {
                  while (Instant.now().isBefore(end)) {
                    HttpResponse<String> refused = kind.call();
                    assertTrue(Set.of(400, 503).contains(refused.statusCode()), refused.body());
                  }
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdown();
    }
    checkMemory();
  }

  @Test
  @Order(6)
  void whoIsNotDoneInTimeIsGivenUp() throws Exception {
    byte[] part = " ".repeat(PART).getBytes(StandardCharsets.US_ASCII);
    try (Socket line = new Socket("localhost", server.port())) {
      OutputStream out = line.getOutputStream();
      out.write(server.batchHead(OwnServer.DERBY, 3 * PART).getBytes(StandardCharsets.US_ASCII));
      out.write(part);
      TimeUnit.SECONDS.sleep(RECEIVE_SECONDS + 1);
      out.write(part);
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(line.getInputStream(), StandardCharsets.US_ASCII));
      assertTrue(answer.readLine().startsWith("HTTP/1.1 408 "));
    }
  }

  @Test
  @Order(7)
  void aServerThatStopsLetsNobodyInAndEndsWhatItHasBegun() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Socket open = new Socket("localhost", server.port());
        Socket other = new Socket("localhost", server.port())) {
      Future<HttpResponse<String>> begun = threads.submit(() -> put(DATABASE, SLOW_KEY));
      TimeUnit.SECONDS.sleep(1);
      Future<?> stop =
          threads.submit(
              () -> {
                server.stop();
                return null;
              });
      awaitClosed();
      String refused = ask(open, server.batchHead(OwnServer.DERBY, 2) + "[]");
      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertTrue(refused.contains("/vbasoftware/problems/stopping"), refused);
      assertTrue(refused.contains("Connection: close"), refused);
      String ready = ask(other, "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(ready.startsWith("HTTP/1.1 503 "), ready);
      assertFalse(begun.isDone());
      assertEquals(207, begun.get().statusCode());
      stop.get();
    } finally {
      threads.shutdown();
    }
  }

  /** What comes back over a connection that was opened before, until the server closes it. */
  private static String ask(Socket connection, String request) throws IOException {
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Until no new connection is let in. */
  private static void awaitClosed() {
    await("closed to new connections").atMost(PATIENCE).until(() -> !isOpen());
  }

  private static boolean isOpen() {
    try {
      new Socket("localhost", server.port()).close();
      return true;
    } catch (IOException closed) {
      return false;
    }
  }
}
