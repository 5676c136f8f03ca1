package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.grievances.faults.RecordWriter.Content;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump that is made under load, and restored by the commands of the page about backups. */
@Tag("cluster")
class BackupIT {
  private static final String NORTHWIND = "northwind";
  private static final String RESTORED = "northwind_restored";
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
      Files.writeString(
          server.directory().resolve("configDropins/overrides/restored.xml"),
          "<server><variable name=\"grievances.databases.northwind.restored\" value=\"1\"/></server>");
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

  private void run(String program, DebianPostgres postgres) throws Exception {
    PageCommands.run(
        program + " ",
        directory,
        Map.of(
            "NORTHWIND",
            postgres.uri(),
            "PGHOST",
            "localhost",
            "PGPORT",
            Integer.toString(postgres.port()),
            "PGUSER",
            DebianPostgres.USER));
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
