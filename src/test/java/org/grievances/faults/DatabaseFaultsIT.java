package org.grievances.faults;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Makes a PostgreSQL database fail in different ways. Its clients must get the correct error in
 * time, clients of other databases must not be affected, and the database must be used again soon
 * after it has recovered.
 */
@Isolated("Its limits of time are those of callers")
class DatabaseFaultsIT {
  private static final String DATABASE = "harmed";
  private static final String OTHER_DATABASE = "sound";
  private static final int CONNECT_TIMEOUT_SECONDS = 3;
  private static final int SOCKET_TIMEOUT_SECONDS = 3;

  /**
   * Three steps may each take the connect timeout: waiting for the pool, validating a connection,
   * and opening a new one.
   */
  private static final Duration UNREACHABLE_LIMIT =
      Duration.ofSeconds(3 * CONNECT_TIMEOUT_SECONDS + 1);

  private static final Duration STALLED_LIMIT =
      UNREACHABLE_LIMIT.plusSeconds(SOCKET_TIMEOUT_SECONDS);
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(5);
  private static final int POOL_SIZE = 20;
  private static final int MORE_CLIENTS_THAN_THREADS = 120;

  private static Postgres postgres;
  private static Postgres otherPostgres;
  private static FaultyProxy proxy;
  private static PrivateServer server;
  private static int nextKey = 1;

  private OtherDatabaseClients otherClients;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.create();
    otherPostgres = Postgres.create();
    proxy = new FaultyProxy(postgres.port());
    server =
        PrivateServer.install("faults")
            .add(dataSource(DATABASE, proxy.port()))
            .add(dataSource(OTHER_DATABASE, otherPostgres.port()));
    server.start();
    server.awaitDatabase(DATABASE);
    server.awaitDatabase(OTHER_DATABASE);
    server.awaitDatabase(PrivateServer.DERBY);
  }

  private static PostgresDataSource dataSource(String name, int port) {
    return new PostgresDataSource(
        name, "postgres", port, CONNECT_TIMEOUT_SECONDS, SOCKET_TIMEOUT_SECONDS, 60);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    proxy.close();
    otherPostgres.close();
    postgres.close();
  }

  @BeforeEach
  void startOtherClients() {
    otherClients =
        new OtherDatabaseClients(
            server,
            List.of(OTHER_DATABASE, PrivateServer.DERBY),
            Duration.ofSeconds(CONNECT_TIMEOUT_SECONDS));
  }

  @AfterEach
  void checkOtherClients(TestInfo test) throws Exception {
    proxy.repair();
    otherClients.stopAndCheck(test.getDisplayName());
    server.awaitDatabase(DATABASE);
  }

  /** A way to make the database unreachable, and reachable again. */
  private enum Outage {
    STOPPED {
      @Override
      void begin() throws IOException {
        postgres.stop();
      }

      @Override
      void end() throws IOException {
        postgres.start();
      }
    },
    KILLED {
      @Override
      void begin() throws IOException {
        postgres.kill();
      }

      @Override
      void end() throws IOException {
        postgres.start();
      }
    },
    REFUSING {
      @Override
      void begin() throws IOException {
        proxy.refuse();
      }

      @Override
      void end() throws IOException {
        proxy.repair();
      }
    },
    STALLED {
      @Override
      void begin() {
        proxy.stall();
      }

      @Override
      void end() throws IOException {
        proxy.repair();
      }
    };

    abstract void begin() throws IOException;

    abstract void end() throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void requestsFailWith503DuringAnOutageAndSucceedAfterIt(Outage outage) throws Exception {
    int key = reserveKeys(3);
    assertEquals(207, putBatch(key, 2).statusCode());
    outage.begin();
    List<Call> calls =
        List.of(
            () -> putBatch(key, 3),
            () -> server.exchange("DELETE", DATABASE, PrivateServer.BATCH, items(key, 3)),
            () -> server.exchange("POST", DATABASE, "grievances", item(key + 2)),
            () -> server.exchange("PUT", DATABASE, "grievances/" + key, item(key)),
            () -> server.exchange("DELETE", DATABASE, "grievances/" + key, ""),
            () -> server.exchange("GET", DATABASE, "grievances/" + key, ""),
            () -> server.exchange("GET", DATABASE, "grievances", ""),
            () -> server.signIn(DATABASE));
    sendConcurrently(calls)
        .forEach(response -> response.assertDatabaseUnavailableWithin(UNREACHABLE_LIMIT));
    outage.end();
    assertRecoversInTime();
    assertEquals(2, count(key, 3));
  }

  /** A restart of the database or a firewall may close connections between two requests. */
  @ParameterizedTest
  @ValueSource(ints = {1, POOL_SIZE})
  void clientsDoNotNoticeTheLossOfIdleConnections(int clients) throws Exception {
    for (int round = 0; round < 2; round++) {
      List<Call> calls = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int key = reserveKeys(1);
        calls.add(() -> putBatch(key, 1));
      }
      sendConcurrently(calls).forEach(response -> response.assertStatus(207));
      proxy.cut();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 60_000, 200_000})
  void aBatchWhoseConnectionIsCutIsNotApplied(int bytes) throws Exception {
    int count = 4_000;
    int key = reserveKeys(count);
    proxy.injectFaultAfter(bytes, FaultyProxy.ConnectionFault.CUT);
    sendTimed(() -> putBatch(key, count)).assertDatabaseUnavailableWithin(UNREACHABLE_LIMIT);
    assertFalse(proxy.isFaultPending());
    assertEquals(0, count(key, count));
    assertAllCreated(count, putBatch(key, count));
  }

  @Test
  void aBatchWhoseConnectionStallsIsNotApplied() throws Exception {
    int count = 4_000;
    int key = reserveKeys(count);
    proxy.injectFaultAfter(100_000, FaultyProxy.ConnectionFault.STALL);
    sendTimed(() -> putBatch(key, count)).assertDatabaseUnavailableWithin(STALLED_LIMIT);
    assertEquals(0, count(key, count));
    assertAllCreated(count, putBatch(key, count));
  }

  @ParameterizedTest
  @EnumSource
  void aBatchWhoseCommitIsUnansweredMayBeSentAgain(FaultyProxy.ConnectionFault fault)
      throws Exception {
    int count = 50;
    int key = reserveKeys(count);
    proxy.injectFaultAtCommit(fault);
    TimedResponse timedResponse = sendTimed(() -> putBatch(key, count));
    timedResponse.assertUnknownOutcomeWithin(STALLED_LIMIT);
    assertTrue(timedResponse.response().body().contains("send the same request again"));
    assertFalse(proxy.isFaultPending());
    proxy.repair();
    int applied = fault == FaultyProxy.ConnectionFault.CUT ? 0 : count;
    assertEquals(applied, count(key, count));
    HttpResponse<String> repeated = putBatch(key, count);
    assertEquals(207, repeated.statusCode());
    assertEquals(applied, occurrences(repeated, "\"status\":200"));
    assertEquals(count - applied, occurrences(repeated, "\"status\":201"));
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWhoseCommitIsUnansweredHasAnUnknownOutcome(FaultyProxy.ConnectionFault fault)
      throws Exception {
    int key = reserveKeys(3);
    putBatch(key, 2);
    List<Call> calls =
        List.of(
            () -> server.exchange("POST", DATABASE, "grievances", item(key + 2)),
            () -> server.exchange("PUT", DATABASE, "grievances/" + key, item(key)),
            () -> server.exchange("DELETE", DATABASE, "grievances/" + (key + 1), ""),
            () -> server.signIn(DATABASE));
    for (Call call : calls) {
      proxy.injectFaultAtCommit(fault);
      sendTimed(call).assertUnknownOutcomeWithin(STALLED_LIMIT);
      assertFalse(proxy.isFaultPending());
      proxy.repair();
    }
    boolean applied = fault != FaultyProxy.ConnectionFault.CUT;
    assertEquals(applied ? 1 : 0, count(key + 2, 1));
    assertEquals(applied ? 0 : 1, count(key + 1, 1));
  }

  /** A trigger raises the same SQL state as PostgreSQL itself would. */
  @ParameterizedTest
  @CsvSource({
    "disk_full,                  /problems/database-unavailable",
    "read_only_sql_transaction,  /problems/database-unavailable",
    "query_canceled,             /problems/request-cancelled",
  })
  void aDatabaseThatRefusesWritesCauses503AndNothingIsApplied(String fault, String problem)
      throws Exception {
    int key = reserveKeys(2);
    postgres.execute(
        """
        create function fail() returns trigger language plpgsql as $$
        begin
          raise exception 'failed' using errcode = '%s';
        end
        $$"""
            .formatted(fault));
    postgres.execute(
        "create trigger failing before insert on grievances for each row execute function fail()");
    for (Call call :
        List.<Call>of(
            () -> putBatch(key, 2),
            () -> server.exchange("POST", DATABASE, "grievances", item(key)))) {
      TimedResponse response = sendTimed(call);
      response.assertRetryableWithin(UNREACHABLE_LIMIT);
      assertTrue(response.response().body().contains(problem), response.response().body());
    }
    postgres.execute("drop function fail cascade");
    assertAllCreated(2, putBatch(key, 2));
  }

  @Test
  void slowDatabaseResponsesAreWaitedFor() throws Exception {
    int count = 2_000;
    int key = reserveKeys(count);
    proxy.delayResponses(Duration.ofMillis(100));
    assertAllCreated(count, putBatch(key, count));
  }

  /**
   * There are more clients than server threads, so this needs a limit of concurrent requests for
   * one database.
   */
  @Test
  void clientsOfAStalledDatabaseDoNotStarveOthers() throws Exception {
    int key = reserveKeys(1);
    proxy.stall();
    sendConcurrently(Collections.nCopies(MORE_CLIENTS_THAN_THREADS, () -> putBatch(key, 1)))
        .forEach(response -> response.assertRetryableWithin(STALLED_LIMIT));
    proxy.repair();
    assertRecoversInTime();
  }

  /** Sends a request to the server. */
  @FunctionalInterface
  private interface Call {
    HttpResponse<String> send();
  }

  /** A response and the time it took. */
  private record TimedResponse(HttpResponse<String> response, Duration duration) {

    void assertStatus(int status) {
      assertEquals(status, response.statusCode(), response.body());
    }

    void assertRetryableWithin(Duration limit) {
      assertStatus(503);
      assertTrue(response.headers().firstValue("Retry-After").isPresent());
      assertTrue(duration.compareTo(limit) < 0, "took " + duration);
    }

    void assertDatabaseUnavailableWithin(Duration limit) {
      assertRetryableWithin(limit);
      assertTrue(response.body().contains("/problems/database-unavailable"), response.body());
    }

    void assertUnknownOutcomeWithin(Duration limit) {
      assertStatus(500);
      assertTrue(response.body().contains("/problems/outcome-unknown"), response.body());
      assertTrue(duration.compareTo(limit) < 0, "took " + duration);
    }
  }

  private static TimedResponse sendTimed(Call call) {
    Instant started = Instant.now();
    HttpResponse<String> response = call.send();
    return new TimedResponse(response, Duration.between(started, Instant.now()));
  }

  private static List<TimedResponse> sendConcurrently(List<Call> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<TimedResponse>> running = new ArrayList<>();
      calls.forEach(call -> running.add(threads.submit(() -> sendTimed(call))));
      List<TimedResponse> responses = new ArrayList<>();
      for (Future<TimedResponse> response : running) {
        responses.add(response.get(1, TimeUnit.MINUTES));
      }
      return responses;
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Waits until a request succeeds, and checks that as many as the pool allows then succeed at
   * once.
   */
  private static void assertRecoversInTime() throws Exception {
    Duration recovery = server.awaitDatabase(DATABASE);
    System.out.printf("Recovered after %d ms.%n", recovery.toMillis());
    assertTrue(recovery.compareTo(RECOVERY_LIMIT) < 0, "recovered after " + recovery);
    List<Call> calls = new ArrayList<>();
    for (int client = 0; client < POOL_SIZE; client++) {
      int key = reserveKeys(1);
      calls.add(() -> putBatch(key, 1));
    }
    sendConcurrently(calls).forEach(response -> response.assertStatus(207));
  }

  /** Reserves keys that no other test uses, and returns the first. */
  private static synchronized int reserveKeys(int count) {
    nextKey += count;
    return nextKey - count;
  }

  private static HttpResponse<String> putBatch(int firstKey, int count) {
    return server.exchange("PUT", DATABASE, PrivateServer.BATCH, items(firstKey, count));
  }

  private static String items(int firstKey, int count) {
    return IntStream.range(firstKey, firstKey + count)
        .mapToObj(DatabaseFaultsIT::item)
        .collect(joining(",", "[", "]"));
  }

  private static String item(int key) {
    return "{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(key, SentContents.MARKER.repeat(12));
  }

  private static void assertAllCreated(int count, HttpResponse<String> response) {
    assertEquals(207, response.statusCode(), response.body());
    assertEquals(count, occurrences(response, "\"status\":201"));
  }

  private static int occurrences(HttpResponse<String> response, String part) {
    return response.body().split(part, -1).length - 1;
  }

  /** The number of records with these keys, read from PostgreSQL directly. */
  private static int count(int firstKey, int count) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*) from grievances where grievance_key between %d and %d"
                    .formatted(firstKey, firstKey + count - 1))) {
      result.next();
      return result.getInt(1);
    }
  }
}
