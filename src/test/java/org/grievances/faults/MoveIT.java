package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Moves a database to another PostgreSQL server with the script for operators, under load. */
@Tag("cluster")
class MoveIT {
  private static final String DATABASE = "northwind";
  private static final int WRITERS = 4;
  private static final String SCRIPT = "src/main/deploy/postgresql/move-database.sh";

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  /**
   * @param output what the script said
   */
  private record Result(int status, String output) {}

  @Test
  void nothingIsLostOnTheWay() throws Exception {
    try (DebianPostgres source = DebianPostgres.create();
        DebianPostgres target = DebianPostgres.create();
        ServerGroup servers = install(source)) {
      servers.start(DATABASE);
      ResendingClient client =
          new ResendingClient(servers.secrets(), servers.token(), servers.urls());
      try (Writers writers = Writers.start(WRITERS, DATABASE, seed, client)) {
        load();
        copy(source, target);
        assertReadOnly(client);
        servers.servers().get(0).stop();
        servers.servers().get(0).addDatabase(DATABASE, at(target).xml());
        servers.start(0, DATABASE);
        load();
        writers.stop();
        try (Connection connection = target.connect()) {
          System.out.printf(
              "MoveIT: %d acknowledged changes, all there; %d requests had to be sent again.%n",
              writers.check(connection), client.failures());
        }
      }
    }
  }

  private static ServerGroup install(DebianPostgres source) throws Exception {
    return ServerGroup.install(
        "move", 1, (overrides, secrets) -> {}, Map.of(DATABASE, at(source).xml()));
  }

  private static PostgresDataSource at(DebianPostgres server) {
    return PostgresDataSource.of(DATABASE, "postgres", server.port());
  }

  private static void load() throws InterruptedException {
    TimeUnit.SECONDS.sleep(5);
  }

  private static void copy(DebianPostgres source, DebianPostgres target) throws Exception {
    long started = System.nanoTime();
    Result copied = run("copy", source.uri(), target.uri());
    assertEquals(0, copied.status(), copied.output());
    System.out.printf(
        "MoveIT: copied within %d ms.%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    assertTrue(copied.output().contains("the same rows"), copied.output());
  }

  /** Readers get answers, and writers get a Retry-After. */
  private static void assertReadOnly(ResendingClient client) throws IOException {
    assertEquals(200, client.get(DATABASE, "grievances").statusCode());
    HttpResponse<String> refused =
        client.sendOnce("PUT", DATABASE, PrivateServer.BATCH, "[{\"grievance_Key\":-1}]");
    assertEquals(503, refused.statusCode(), refused.body());
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
  }

  @Test
  void aCopyThatDiffersIsNoCopy() throws Exception {
    try (DebianPostgres source = DebianPostgres.create();
        DebianPostgres target = DebianPostgres.create()) {
      source.execute("create table grievances (grievance_key int primary key, issue text)");
      source.execute("insert into grievances select n, 'issue ' || n from generate_series(1, 9) n");
      source.execute("create sequence keys start 10");
      copy(source, target);
      assertEquals(0, run("compare", source.uri(), target.uri()).status());

      target.execute("update grievances set issue = 'other' where grievance_key = 5");
      assertDiffers(source, target, "grievances|9|");
      target.execute("update grievances set issue = 'issue 5' where grievance_key = 5");
      target.execute("select setval('keys', 20)");
      assertDiffers(source, target, "keys|20");
    }
  }

  private static void assertDiffers(DebianPostgres source, DebianPostgres target, String what)
      throws Exception {
    Result compared = run("compare", source.uri(), target.uri());
    assertEquals(1, compared.status());
    assertTrue(compared.output().contains(what), compared.output());
    assertTrue(compared.output().contains("do not use the target"), compared.output());
  }

  @Test
  void obstaclesAreReportedBeforeAnyChange() throws Exception {
    try (DebianPostgres source = DebianPostgres.create();
        DebianPostgres target = DebianPostgres.create()) {
      target.execute("create table grievances (grievance_key int)");
      Result refused = run("copy", source.uri(), target.uri());
      assertEquals(1, refused.status());
      assertTrue(refused.output().contains("has tables already"), refused.output());
      source.execute("create table written (id int)");
    }
  }

  @Test
  void theOldDatabaseCanBeWrittenToAgain() throws Exception {
    try (DebianPostgres source = DebianPostgres.create();
        DebianPostgres target = DebianPostgres.create()) {
      copy(source, target);
      assertEquals(0, run("undo", source.uri()).status());
      source.execute("create table written (id int)");
    }
  }

  private static Result run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
