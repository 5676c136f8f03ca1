package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.grievances.faults.RecordWriter.Content;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are made under load, and restored by the commands of the page about backups. */
@Tag("cluster")
class BackupIT {
  private static final String NORTHWIND = "northwind";
  private static final String RESTORED = "northwind_restored";
  private static final Pattern NEXT = Pattern.compile("</vbasoftware/(.+)>; rel=\"next\"");
  private static final int WRITERS = 2;
  private static final int JOB_ITEMS = 60_000;
  private static final int FIRST_OF_JOB = 100_000_000;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  @TempDir private Path directory;

  @Test
  void aDumpOfAMomentIsRestoredAndItsJobGoesOn() throws Exception {
    try (DebianPostgres postgres = DebianPostgres.create();
        PrivateServer server = PrivateServer.install("backup")) {
      server.add(PostgresDataSource.of(NORTHWIND, "postgres", postgres.port()));
      server.start();
      server.awaitDatabase(NORTHWIND);
      String job;
      try (Writers writers = Writers.start(WRITERS, NORTHWIND, seed, server)) {
        job = sendJob(server);
        TimeUnit.SECONDS.sleep(1);
        run("pg_dump", postgres);
        writers.stop();
      }
      server.stop();

      run("createdb", postgres);
      run("pg_restore", postgres);
      server.add(PostgresDataSource.of(NORTHWIND, RESTORED, postgres.port()));
      sayRestored(server);
      server.start();
      server.awaitDatabase(NORTHWIND);
      await("the end of the job")
          .atMost(TIMEOUT)
          .until(() -> state(server, job), "Completed"::equals);

      try (Connection connection = connect(postgres)) {
        Map<Integer, Content> records = Writers.records(connection);
        assertEquals(JOB_ITEMS, records.keySet().stream().filter(BackupIT::isOfJob).count());
        assertEquals(records, new RecordCopy(NORTHWIND, "; faults.seed=" + seed).complete(server));
        assertEquals(JOB_ITEMS, number(connection, "select items_created from jobs"));
        assertEquals(0, number(connection, "select items_updated from jobs"));
      }
    }
  }

  @Test
  void databaseIsRestoredAsItWasAtAMoment() throws Exception {
    try (DebianPostgres postgres = DebianPostgres.create();
        DebianPostgres restored = DebianPostgres.withoutData();
        PrivateServer server = PrivateServer.install("moment")) {
      Map<String, String> places =
          Map.of(
              "ARCHIVE", postgres.directory().resolve("archive").toString(),
              "BASE", postgres.directory().resolve("base").toString(),
              "DATA", restored.data().toString());
      postgres.shell("mkdir archive", Map.of());
      postgres.shell(PageScripts.block(PageScripts.BACKUP, "psql --command"), places);
      postgres.restart();
      server.add(PostgresDataSource.of(NORTHWIND, "postgres", postgres.port()));
      server.start();
      server.awaitDatabase(NORTHWIND);
      try (Writers writers = Writers.start(WRITERS, NORTHWIND, seed, server)) {
        TimeUnit.SECONDS.sleep(1);
        postgres.shell(PageScripts.block(PageScripts.BACKUP, "pg_basebackup"), places);
        TimeUnit.SECONDS.sleep(1);
        writers.stop();
      }
      int known = file(server, "before");
      State moment = State.read(postgres);
      String place = placeNow(server);
      int lost = file(server, "after");
      delete(server, moment.records().keySet());
      server.stop();
      postgres.execute("select pg_switch_wal()");
      await("that the log is archived").until(() -> isArchived(postgres));

      Map<String, String> recovery = new HashMap<>(places);
      recovery.put("MOMENT", moment.time());
      restored.shell(PageScripts.block(PageScripts.BACKUP, "cp -a \"$BASE\""), recovery);
      restored.start();
      await("the end of the recovery").until(() -> isRecovered(restored));
      assertEquals(moment.records(), State.read(restored).records());
      assertEquals(moment.historyRows(), State.read(restored).historyRows());
      server.add(PostgresDataSource.of(NORTHWIND, "postgres", restored.port()));
      sayRestored(server);
      server.start();
      server.awaitDatabase(NORTHWIND);
      assertEquals(410, server.exchange("GET", NORTHWIND, place, "").statusCode());
      assertEquals(known, file(server, "before"));
      assertEquals(
          moment.records(), new RecordCopy(NORTHWIND, "; faults.seed=" + seed).complete(server));
      int next = file(server, "after");
      assertTrue(next > lost, next + " after " + lost);
    }
  }

  @Test
  void oldHistoryIsDumpedBeforeItIsDropped() throws Exception {
    try (DebianPostgres postgres = DebianPostgres.create();
        PrivateServer server = PrivateServer.install("archive")) {
      server.add(PostgresDataSource.of(NORTHWIND, "postgres", postgres.port()));
      server.start();
      server.awaitDatabase(NORTHWIND);
      int key = file(server, "old");
      String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
      postgres.shell(
          PageScripts.block(PageScripts.OPERATIONS, "while tables="),
          Map.of("BEFORE", tomorrow, "NORTHWIND", postgres.uri()));
      assertEquals(0, State.read(postgres).historyRows());
      postgres.shell(
          "cat grievances_history_before_*.dump | pg_restore --dbname postgres", Map.of());
      String archive = "grievances_history_before_" + tomorrow.replace('-', '_');
      try (Connection connection = postgres.connect()) {
        assertEquals(key, number(connection, "select grievance_key from " + archive));
      }
    }
  }

  /** The contents of a database at a point in time. */
  private record State(Map<Integer, Content> records, long historyRows, String time) {

    static State read(DebianPostgres postgres) throws SQLException {
      try (Connection connection = postgres.connect();
          Statement statement = connection.createStatement()) {
        Map<Integer, Content> records = Writers.records(connection);
        long rows = number(connection, "select count(*) from grievances_history");
        try (ResultSet time = statement.executeQuery("select clock_timestamp()::text")) {
          time.next();
          return new State(records, rows, time.getString(1));
        }
      }
    }
  }

  /** The path of the changes from now on. */
  private static String placeNow(PrivateServer server) {
    HttpResponse<String> page =
        server.exchange("GET", NORTHWIND, "grievances/changes?from=now", "");
    Matcher link = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
    assertTrue(link.matches(), page.body());
    return link.group(1);
  }

  /** The key that a new grievance gets. */
  private static int file(PrivateServer server, String idempotencyKey) throws IOException {
    String items = "[{\"call_Key\":1,\"issue\":\"filed\",\"subscriber_ID\":\"s\"}]";
    HttpResponse<String> filed = server.post(NORTHWIND, items, idempotencyKey);
    assertEquals(207, filed.statusCode(), filed.body());
    return JsonPath.from(filed.body()).getInt("data[0].id[0].value");
  }

  private static void delete(PrivateServer server, Set<Integer> keys) {
    String items = keys.stream().map("{\"grievance_Key\":%d}"::formatted).toList().toString();
    HttpResponse<String> deleted = server.exchange("DELETE", NORTHWIND, PrivateServer.BATCH, items);
    assertEquals(207, deleted.statusCode(), deleted.body());
  }

  /** Whether the archive has the log up to what was last switched. */
  private static boolean isArchived(DebianPostgres postgres) throws SQLException {
    try (Connection connection = postgres.connect()) {
      return number(
              connection,
              "select count(*) from pg_stat_archiver, pg_walfile_name(pg_current_wal_lsn()) now"
                  + " where (('x' || right(last_archived_wal, 8))::bit(32)::int8) + 1"
                  + " >= ('x' || right(now, 8))::bit(32)::int8")
          == 1;
    }
  }

  private static boolean isRecovered(DebianPostgres postgres) throws SQLException {
    try (Connection connection = postgres.connect()) {
      return number(connection, "select 1 where not pg_is_in_recovery() union all select 0") == 1;
    }
  }

  private static void sayRestored(PrivateServer server) throws IOException {
    Files.writeString(
        server.directory().resolve("configDropins/overrides/restored.xml"),
        "<server><variable name=\"grievances.databases.northwind.restored\" value=\"1\"/></server>");
  }

  private static boolean isOfJob(int key) {
    return key >= FIRST_OF_JOB;
  }

  /** The path of the job. */
  private static String sendJob(PrivateServer server) {
    List<String> items =
        IntStream.range(FIRST_OF_JOB, FIRST_OF_JOB + JOB_ITEMS)
            .mapToObj(
                key ->
                    "{\"grievance_Key\":%d,\"call_Key\":1,\"issue\":\"i\",\"subscriber_ID\":\"s\"}"
                        .formatted(key))
            .toList();
    HttpResponse<String> accepted =
        server.exchange("POST", NORTHWIND, PrivateServer.BATCH + "/jobs", items.toString());
    assertEquals(202, accepted.statusCode(), accepted.body());
    return "jobs/" + JsonPath.from(accepted.body()).getString("data.id");
  }

  private static String state(PrivateServer server, String job) {
    return JsonPath.from(server.exchange("GET", NORTHWIND, job, "").body()).getString("data.state");
  }

  /** Runs the command of the page with this program. */
  private void run(String program, DebianPostgres postgres) throws Exception {
    Map<String, String> environment = new HashMap<>(postgres.environment());
    environment.put("NORTHWIND", postgres.uri());
    PageScripts.run(program + " ", directory, environment);
  }

  private static Connection connect(DebianPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + postgres.port() + "/" + RESTORED, DebianPostgres.USER, "");
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
