package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that statistics end once those who asked for them have hung up, whether they are connected
 * to the server or to the proxy that operators are given, and only then.
 */
class HungUpCallersIT {
  private static final String POSTGRESQL = "large";
  private static final String DERBY = PrivateServer.DERBY;

  /** Longer than any test waits: what ends earlier was ended. */
  private static final Duration STATISTICS_TIMEOUT = Duration.ofMinutes(5);

  private static final Duration PROMPT = Duration.ofSeconds(15);
  private static final Duration MAX_EXPORT = Duration.ofSeconds(3);
  private static final String STOPPED = "query-timeout";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private static Postgres postgres;
  private static PrivateServer server;
  private static HaProxy proxy;
  private static int questions;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.create();
    server =
        PrivateServer.installBehindProxy(
                "hung-up-callers",
                LargeTable.withRules(
                    DERBY,
                    Map.of(
                        "grievances.statistics.timeout",
                        STATISTICS_TIMEOUT.toString(),
                        "grievances.exports.max-duration",
                        MAX_EXPORT.toString(),
                        "grievances.databases." + POSTGRESQL + ".sort-indexes",
                        "false")))
            .add(PostgresDataSource.of(POSTGRESQL, "postgres", postgres.port()));
    LargeTable.createInDerby(server.directory().resolve("derby").resolve(DERBY));
    server.start();
    server.awaitDatabase(POSTGRESQL);
    server.awaitDatabase(DERBY);
    postgres.execute(LargeTable.FILL_POSTGRESQL);
    proxy = server.startProxy(Path.of("target/servers/hung-up-callers-proxy"));
  }

  @AfterAll
  static void stopServer() throws IOException {
    proxy.close();
    server.close();
    postgres.close();
  }

  private static Socket connect(boolean isProxied) throws IOException, GeneralSecurityException {
    return isProxied ? server.connect(proxy.port()) : new Socket("localhost", server.port());
  }

  private static void send(Socket caller, String database, String path) throws IOException {
    String request = server.head(database, server.apiKey(), path);
    caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** One that nobody has asked. */
  private static String question() {
    questions++;
    LocalDate from = LocalDate.now().minusDays(200L + questions);
    return "grievance-statistics?every=day&from=" + from + "&to=" + from.plusDays(60);
  }

  private static int stopped() throws IOException {
    return server.consoleLog().split(STOPPED, -1).length;
  }

  private static void awaitBegin() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(500);
  }

  private static void awaitStop(int before) {
    await("statistics end").atMost(PROMPT).until(() -> stopped() > before);
  }

  private static Connection lockGrievances() throws Exception {
    Connection connection = postgres.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table grievances in access exclusive mode");
    }
    return connection;
  }

  @ParameterizedTest
  @CsvSource({DERBY + ", false", DERBY + ", true", POSTGRESQL + ", false", POSTGRESQL + ", true"})
  void statisticsEndOnceTheirCallerHasHungUp(String database, boolean isProxied) throws Exception {
    try (Connection lock = lockGrievances()) {
      int before = stopped();
      try (Socket caller = connect(isProxied)) {
        send(caller, database, question());
        awaitBegin();
        assertEquals(before, stopped(), "they run while their caller waits");
      }
      awaitStop(before);
      lock.rollback();
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void statisticsDoNotEndWhileAnotherCallerWaitsForThem(boolean isProxied) throws Exception {
    String question = question();
    try (Connection lock = lockGrievances();
        Socket stays = connect(isProxied)) {
      int before = stopped();
      try (Socket leaves = connect(isProxied)) {
        send(leaves, POSTGRESQL, question);
        awaitBegin();
        send(stays, POSTGRESQL, question);
        awaitBegin();
      }
      TimeUnit.SECONDS.sleep(3);
      assertEquals(before, stopped());
      lock.rollback();
      assertStatus(200, stays);
    }
  }

  /** The proxy keeps connections to servers, and uses one for many callers in turn. */
  @Test
  void callerOnAConnectionThatAnotherOneUsedIsServed() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Connection lock = lockGrievances();
          Socket stays = connect(true)) {
        int before = stopped();
        try (Socket leaves = connect(true)) {
          send(leaves, POSTGRESQL, question());
          awaitBegin();
        }
        awaitStop(before);
        send(stays, POSTGRESQL, question());
        awaitBegin();
        lock.rollback();
        assertStatus(200, stays);
      }
    }
  }

  /** A proxy cannot tell it from a caller who hangs up. */
  @ParameterizedTest
  @CsvSource({"false, 503", "true, 400"})
  void callerThatClosesHalfItsConnectionCountsAsGone(boolean isProxied, int status)
      throws Exception {
    try (Connection lock = lockGrievances();
        Socket caller = connect(isProxied)) {
      int before = stopped();
      send(caller, POSTGRESQL, question());
      awaitBegin();
      caller.shutdownOutput();
      awaitStop(before);
      lock.rollback();
      assertStatus(status, caller);
    }
  }

  private static void assertStatus(int status, Socket caller) throws IOException {
    caller.setSoTimeout(Math.toIntExact(PROMPT.toMillis()));
    String line = new String(caller.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    assertEquals("HTTP/1.1 " + status, line);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void exportThatIsCutOffDoesNotEndLikeACompleteOne(boolean isProxied) throws Exception {
    StringBuilder read = new StringBuilder();
    try (Socket caller = connect(isProxied)) {
      caller.setSoTimeout(Math.toIntExact(PROMPT.toMillis()));
      send(caller, POSTGRESQL, "grievances/export");
      byte[] part = new byte[16_384];
      for (int i = 0; i < 5; i++) {
        read.append(text(part, caller.getInputStream().read(part)));
        TimeUnit.MILLISECONDS.sleep(MAX_EXPORT.toMillis() / 4);
      }
      for (int length = caller.getInputStream().read(part);
          length >= 0 && read.indexOf(LAST_CHUNK) < 0;
          length = caller.getInputStream().read(part)) {
        read.append(text(part, length));
      }
    } catch (IOException e) {
      System.out.println("the connection was reset: " + e.getMessage());
    }
    assertTrue(read.toString().startsWith("HTTP/1.1 200 "), "it begins");
    assertTrue(read.toString().toLowerCase().contains("transfer-encoding: chunked"), "in chunks");
    assertFalse(read.toString().contains(LAST_CHUNK), "the last chunk");
    assertTrue(read.indexOf("/problems/") < 0, "an error is no part of it");
  }

  private static String text(byte[] bytes, int length) {
    return new String(bytes, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
  }
}
