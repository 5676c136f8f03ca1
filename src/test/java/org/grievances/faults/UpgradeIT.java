package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.grievances.server.ClassOrder;
import org.grievances.server.LibertyServer;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Schema;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Servers under load are replaced by a later version and by the version before again, as the pages
 * say for each product. Nothing that was acknowledged is lost or applied twice, and the history has
 * every change with all columns.
 */
@Order(ClassOrder.LONG)
class UpgradeIT {
  private static final String SHARED = "shared";
  private static final String DERBY = PrivateServer.DERBY;
  private static final int WRITERS = 2;

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final String run = "; faults.seed=" + seed;

  private ServerGroup group;
  private ResendingClient client;

  @Test
  void serversOnPostgreSqlAreReplacedOneByOneWithoutAFailedRequest() throws Exception {
    try (Postgres postgres = Postgres.create();
        ServerGroup servers = onPostgres(postgres);
        Connection database = postgres.connect()) {
      group = servers;
      group.start(SHARED);
      try (HaProxy proxy = HaProxy.before(group.servers(), group.secrets(), directory())) {
        proxy.awaitState(0, "UP");
        proxy.awaitState(1, "UP");
        client = new ResendingClient(group.secrets(), group.token(), List.of(proxy.url()));
        try (Writers writers = Writers.start(WRITERS, SHARED, seed, client)) {
          writers.awaitAnswers();
          replace(writers, proxy, 0, LaterVersion.ON_POSTGRESQL::putInto);
          long upgraded = LaterVersion.lastChange(database);
          replace(writers, proxy, 1, LaterVersion.ON_POSTGRESQL::putInto);
          replace(writers, proxy, 0, LaterVersion.ON_POSTGRESQL::takeOutOf);
          writers.stop();
          assertEquals(0, client.failures(), "failed requests" + run);
          assertEquals(writers.check(database), LaterVersion.changes(database), "changes" + run);
          LaterVersion.checkColumn(database, upgraded);
        }
      }
      client = new ResendingClient(group.secrets(), group.token(), group.urls());
      LaterVersion.requireThis(database, true);
      awaitDown(0, SHARED);
      group.await(1, SHARED);
      LaterVersion.requireThis(database, false);
      group.await(0, SHARED);
    }
  }

  @Test
  void serverOnDerbyIsReplacedWithoutALostChange() throws Exception {
    try (ServerGroup servers =
        ServerGroup.install("upgraded-derby", 1, (overrides, secrets) -> {}, Map.of())) {
      group = servers;
      group.start(DERBY);
      client = new ResendingClient(group.secrets(), group.token(), group.urls());
      try (Writers writers = Writers.start(WRITERS, DERBY, seed, client)) {
        writers.awaitAnswers();
        replace(writers, LaterVersion.ON_DERBY::putInto);
        long upgraded = replace(writers, LaterVersion.ON_DERBY::takeOutOf);
        writers.stop();
        assertTrue(client.failures() > 0, "requests failed while the server was stopped");
        Map<Integer, RecordWriter.Content> copy = new RecordCopy(DERBY, run).complete(client);
        server().stop();
        Schema.openDerby(
            derby(),
            database -> {
              writers.check(database);
              assertEquals(Writers.records(database), copy, "the copy" + run);
              LaterVersion.checkColumn(database, upgraded);
              LaterVersion.requireThis(database, true);
            });
        server().start();
        awaitDown(0, DERBY);
      }
    }
  }

  private LibertyServer server() {
    return group.servers().get(0);
  }

  private Path derby() {
    return server().directory().resolve("derby").resolve(DERBY);
  }

  /** A change of a server that is stopped. */
  @FunctionalInterface
  private interface Change {
    void applyTo(LibertyServer server) throws Exception;
  }

  private static ServerGroup onPostgres(Postgres postgres) throws Exception {
    PostgresDataSource database = PostgresDataSource.of(SHARED, "postgres", postgres.port());
    return ServerGroup.install(
        "upgraded",
        2,
        (overrides, secrets) -> overrides.behindProxy(),
        Map.of(SHARED, database.xml()));
  }

  private static Path directory() {
    return Path.of("target/servers/upgraded-proxy");
  }

  private void replace(Writers writers, HaProxy proxy, int number, Change change) throws Exception {
    LibertyServer server = group.servers().get(number);
    proxy.drain(number);
    server.stop();
    change.applyTo(server);
    group.start(number, SHARED);
    proxy.resume(number);
    writers.awaitAnswers();
  }

  /** Returns the number of the last change before the server started again. */
  private long replace(Writers writers, Change change) throws Exception {
    server().stop();
    change.applyTo(server());
    long[] last = new long[1];
    Schema.openDerby(derby(), database -> last[0] = LaterVersion.lastChange(database));
    group.start(0, DERBY);
    writers.awaitAnswers();
    return last[0];
  }

  private void awaitDown(int number, String database) throws Exception {
    Path log = group.servers().get(number).directory().resolve("logs/messages.log");
    await("the refusal of " + database)
        .atMost(TIMEOUT)
        .until(() -> Files.readString(log).contains(LaterVersion.REQUIRED));
    assertFalse(group.readiness(number).contains("\"" + database + "\":\"UP\""));
    HttpResponse<String> refused =
        client.sendOnce("PUT", database, PrivateServer.BATCH, "[{\"grievance_Key\":1}]");
    assertEquals(503, refused.statusCode(), refused.body());
  }
}
