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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A PostgreSQL that fails in every way that one can: its callers are told the truth in time, those
 * of other databases notice nothing, and it is used again as soon as it is back.
 */
class DatabaseFaultsIT {
  private static final String DATABASE = "harmed";
  private static final String OTHER = "sound";
  private static final int CONNECT_SECONDS = 2;
  private static final int ANSWER_SECONDS = 2;

  /**
   * The pool, a connection that is checked, and a new one in its place: each may take this long.
   */
  private static final Duration IN_TIME = Duration.ofSeconds(3 * CONNECT_SECONDS + 1);

  private static final Duration IN_TIME_WHEN_BEGUN = IN_TIME.plusSeconds(ANSWER_SECONDS);
  private static final Duration BACK = Duration.ofSeconds(5);
  private static final int POOL = 20;
  private static final int CALLERS = 120;

  private static Postgres postgres;
  private static Postgres sound;
  private static Line line;
  private static OwnServer server;
  private static int keys = 1;

  private Neighbours neighbours;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.create();
    sound = Postgres.create();
    line = new Line(postgres.port());
    server =
        OwnServer.install("faults")
            .add(database(DATABASE, line.port()))
            .add(database(OTHER, sound.port()));
    server.start();
    server.awaitUse(DATABASE);
    server.awaitUse(OTHER);
    server.awaitUse(OwnServer.DERBY);
  }

  private static PostgresDataSource database(String name, int port) {
    return new PostgresDataSource(name, "postgres", port, CONNECT_SECONDS, ANSWER_SECONDS);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    line.close();
    sound.close();
    postgres.close();
  }

  @BeforeEach
  void callOthers() {
    neighbours = new Neighbours(server, List.of(OTHER, OwnServer.DERBY));
  }

  @AfterEach
  void othersNoticedNothing(TestInfo test) throws Exception {
    line.repair();
    neighbours.end(test.getDisplayName());
    server.awaitUse(DATABASE);
  }

  /** How a database becomes one that cannot be reached, and is there again. */
  private enum Absence {
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
        line.refuse();
      }

      @Override
      void end() throws IOException {
        line.repair();
      }
    },
    STALLED {
      @Override
      void begin() {
        line.stall();
      }

      @Override
      void end() throws IOException {
        line.repair();
      }
    };

    abstract void begin() throws IOException;

    abstract void end() throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void anAbsentDatabaseIsToldOfInTimeAndUsedOnceItIsBack(Absence absence) throws Exception {
    int key = keys(3);
    assertEquals(207, putBatch(key, 2).statusCode());
    absence.begin();
    List<Call> calls =
        List.of(
            () -> putBatch(key, 3),
            () -> server.ask("DELETE", DATABASE, OwnServer.BATCH, items(key, 3)),
            () -> server.ask("POST", DATABASE, "grievances", item(key + 2)),
            () -> server.ask("PUT", DATABASE, "grievances/" + key, item(key)),
            () -> server.ask("DELETE", DATABASE, "grievances/" + key, ""),
            () -> server.ask("GET", DATABASE, "grievances/" + key, ""),
            () -> server.ask("GET", DATABASE, "grievances", ""),
            () -> server.signIn(DATABASE));
    atOnce(calls).forEach(answer -> answer.isUnavailableWithin(IN_TIME));
    absence.end();
    assertBackInTime();
    assertEquals(2, count(key, 3));
  }

  /** As by a restart between two requests, or a firewall: nobody has to be told. */
  @ParameterizedTest
  @ValueSource(ints = {1, POOL})
  void connectionsLostWhileNobodyUsesThemAreNotNoticed(int callers) throws Exception {
    for (int round = 0; round < 2; round++) {
      List<Call> calls = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int key = keys(1);
        calls.add(() -> putBatch(key, 1));
      }
      atOnce(calls).forEach(answer -> answer.is(207));
      line.cut();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 60_000, 200_000})
  void aBatchThatIsCutInTheMiddleIsNotApplied(int bytes) throws Exception {
    int count = 4_000;
    int key = keys(count);
    line.harmAfter(bytes, Line.Harm.CUT);
    timed(() -> putBatch(key, count)).isUnavailableWithin(IN_TIME);
    assertFalse(line.waits());
    assertEquals(0, count(key, count));
    assertAllCreated(count, putBatch(key, count));
  }

  @Test
  void aBatchThatGetsNoAnswerInTheMiddleIsNotApplied() throws Exception {
    int count = 4_000;
    int key = keys(count);
    line.harmAfter(100_000, Line.Harm.STALL);
    timed(() -> putBatch(key, count)).isUnavailableWithin(IN_TIME_WHEN_BEGUN);
    assertEquals(0, count(key, count));
    assertAllCreated(count, putBatch(key, count));
  }

  @ParameterizedTest
  @EnumSource
  void aBatchWhoseCommitIsNotAnsweredMayBeSentAgain(Line.Harm harm) throws Exception {
    int count = 50;
    int key = keys(count);
    line.harmAtCommit(harm);
    Answer unknown = timed(() -> putBatch(key, count));
    unknown.isOfUnknownOutcomeWithin(IN_TIME_WHEN_BEGUN);
    assertTrue(unknown.response().body().contains("send the same request again"));
    assertFalse(line.waits());
    line.repair();
    int applied = harm == Line.Harm.CUT ? 0 : count;
    assertEquals(applied, count(key, count));
    HttpResponse<String> again = putBatch(key, count);
    assertEquals(207, again.statusCode());
    assertEquals(applied, frequency(again, "\"status\":200"));
    assertEquals(count - applied, frequency(again, "\"status\":201"));
  }

  @ParameterizedTest
  @EnumSource
  void aRequestWhoseCommitIsNotAnsweredIsOfUnknownOutcome(Line.Harm harm) throws Exception {
    int key = keys(3);
    putBatch(key, 2);
    List<Call> calls =
        List.of(
            () -> server.ask("POST", DATABASE, "grievances", item(key + 2)),
            () -> server.ask("PUT", DATABASE, "grievances/" + key, item(key)),
            () -> server.ask("DELETE", DATABASE, "grievances/" + (key + 1), ""),
            () -> server.signIn(DATABASE));
    for (Call call : calls) {
      line.harmAtCommit(harm);
      timed(call).isOfUnknownOutcomeWithin(IN_TIME_WHEN_BEGUN);
      assertFalse(line.waits());
      line.repair();
    }
    boolean applied = harm != Line.Harm.CUT;
    assertEquals(applied ? 1 : 0, count(key + 2, 1));
    assertEquals(applied ? 0 : 1, count(key + 1, 1));
  }

  /** A trigger says what PostgreSQL itself would, with its SQL state. */
  @ParameterizedTest
  @CsvSource({
    "disk_full,                  /problems/database-unavailable",
    "read_only_sql_transaction,  /problems/database-unavailable",
    "query_canceled,             /problems/request-cancelled",
  })
  void whatKeepsADatabaseFromWritingIsToldOfAndNothingIsApplied(String fault, String problem)
      throws Exception {
    int key = keys(2);
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
            () -> putBatch(key, 2), () -> server.ask("POST", DATABASE, "grievances", item(key)))) {
      Answer answer = timed(call);
      answer.isToBeTriedAgainWithin(IN_TIME);
      assertTrue(answer.response().body().contains(problem), answer.response().body());
    }
    postgres.execute("drop function fail cascade");
    assertAllCreated(2, putBatch(key, 2));
  }

  @Test
  void slowAnswersAreWaitedFor() throws Exception {
    int count = 2_000;
    int key = keys(count);
    line.delay(Duration.ofMillis(100));
    assertAllCreated(count, putBatch(key, count));
  }

  /**
   * More callers than the server has threads: this needs a limit of the requests that may be in
   * work for one database.
   */
  @Test
  void callersOfAStalledDatabaseDoNotStarveOthers() throws Exception {
    int key = keys(1);
    line.stall();
    atOnce(Collections.nCopies(CALLERS, () -> putBatch(key, 1)))
        .forEach(answer -> answer.isToBeTriedAgainWithin(IN_TIME_WHEN_BEGUN));
    line.repair();
    assertBackInTime();
  }

  /** What is asked of the server. */
  @FunctionalInterface
  private interface Call {
    HttpResponse<String> run();
  }

  /** An answer and how long it took. */
  private record Answer(HttpResponse<String> response, Duration took) {

    void is(int status) {
      assertEquals(status, response.statusCode(), response.body());
    }

    void isToBeTriedAgainWithin(Duration limit) {
      is(503);
      assertTrue(response.headers().firstValue("Retry-After").isPresent());
      assertTrue(took.compareTo(limit) < 0, "took " + took);
    }

    void isUnavailableWithin(Duration limit) {
      isToBeTriedAgainWithin(limit);
      assertTrue(response.body().contains("/problems/database-unavailable"), response.body());
    }

    void isOfUnknownOutcomeWithin(Duration limit) {
      is(500);
      assertTrue(response.body().contains("/problems/outcome-unknown"), response.body());
      assertTrue(took.compareTo(limit) < 0, "took " + took);
    }
  }

  private static Answer timed(Call call) {
    Instant begun = Instant.now();
    HttpResponse<String> response = call.run();
    return new Answer(response, Duration.between(begun, Instant.now()));
  }

  private static List<Answer> atOnce(List<Call> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<Answer>> running = new ArrayList<>();
      calls.forEach(call -> running.add(threads.submit(() -> timed(call))));
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : running) {
        answers.add(answer.get(1, TimeUnit.MINUTES));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The first request that is answered well is followed by others that are, all at once. */
  private static void assertBackInTime() throws Exception {
    Duration absent = server.awaitUse(DATABASE);
    System.out.printf("Back after %d ms.%n", absent.toMillis());
    assertTrue(absent.compareTo(BACK) < 0, "back after " + absent);
    List<Call> calls = new ArrayList<>();
    for (int caller = 0; caller < POOL; caller++) {
      int key = keys(1);
      calls.add(() -> putBatch(key, 1));
    }
    atOnce(calls).forEach(answer -> answer.is(207));
  }

  /** Keys that no other test uses. */
  private static synchronized int keys(int count) {
    keys += count;
    return keys - count;
  }

  private static HttpResponse<String> putBatch(int firstKey, int count) {
    return server.ask("PUT", DATABASE, OwnServer.BATCH, items(firstKey, count));
  }

  private static String items(int firstKey, int count) {
    return IntStream.range(firstKey, firstKey + count)
        .mapToObj(DatabaseFaultsIT::item)
        .collect(joining(",", "[", "]"));
  }

  private static String item(int key) {
    return "{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(key, SentContents.MARKER.repeat(12));
  }

  private static void assertAllCreated(int count, HttpResponse<String> answer) {
    assertEquals(207, answer.statusCode(), answer.body());
    assertEquals(count, frequency(answer, "\"status\":201"));
  }

  private static int frequency(HttpResponse<String> answer, String part) {
    return answer.body().split(part, -1).length - 1;
  }

  /** How many records with these keys there are, as PostgreSQL itself says. */
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
