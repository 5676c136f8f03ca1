package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.grievances.server.ClassOrder;
import org.grievances.server.LibertyServer;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Two servers on one PostgreSQL are replaced under load, by a later version whose migration adds to
 * the schema and by the version before again. Some clients send to both servers, and again to the
 * other one, as long as the test lasts; the others send to a proxy, from when one server is killed
 * on. Nothing that was acknowledged is lost or applied twice, and the history has every change with
 * all columns.
 */
@Order(ClassOrder.LONG)
class ReplacedServersIT {
  private static final String DATABASE = "shared";
  private static final String UP = "\"" + DATABASE + "\":\"UP\"";
  private static final int WRITERS = 2;

  /** The two seconds for which a migration waits, and some for the machine. */
  private static final Duration LOCKED = Duration.ofSeconds(5);

  /** In which a migration is tried several times. */
  private static final Duration MIGRATING = Duration.ofSeconds(20);

  private static final String WAITS =
      "cannot be migrated yet: another transaction holds a lock on a table";

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final String run = "; faults.seed=" + seed;

  private Postgres postgres;
  private Connection database;
  private ServerGroup group;
  private HaProxy proxy;
  private ResendingClient direct;
  private ResendingClient proxied;

  @BeforeEach
  void startServers() throws Exception {
    postgres = Postgres.create();
    database = postgres.connect();
    PostgresDataSource source = PostgresDataSource.of(DATABASE, "postgres", postgres.port());
    group =
        ServerGroup.install(
            "replaced",
            2,
            (overrides, secrets) -> overrides.behindProxy(),
            Map.of(DATABASE, source.xml()));
    group.start(DATABASE);
    Path directory = Path.of("target/servers/replaced-proxy");
    proxy = HaProxy.before(group.servers(), group.secrets(), directory);
    proxy.awaitState(0, "UP");
    proxy.awaitState(1, "UP");
    direct = new ResendingClient(group.secrets(), group.token(), group.urls());
    proxied = new ResendingClient(group.secrets(), group.token(), List.of(proxy.url()));
  }

  @AfterEach
  void stopServers() throws Exception {
    proxy.close();
    group.close();
    database.close();
    postgres.close();
  }

  @Test
  void serversAreReplacedOneByOneWithoutALostChangeOrAFailedRequestBehindTheProxy()
      throws Exception {
    try (Writers writers = Writers.start(WRITERS, DATABASE, seed, direct)) {
      writers.awaitAnswers();
      group.servers().get(0).kill();
      proxy.awaitState(0, "DOWN");
      proxy.drain(0);
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(DATABASE, proxied);
      }
      writers.awaitAnswers();
      assertTrue(direct.failures() > 0, "requests failed when their server was killed" + run);
      migrateWhileATransactionIsOpen();
      long upgraded = LaterVersion.lastChange(database);
      writers.awaitAnswers();
      replace(writers, 1, LaterVersion.ON_POSTGRESQL::putInto);
      replace(writers, 0, LaterVersion.ON_POSTGRESQL::takeOutOf);
      writers.stop();
      assertEquals(0, proxied.failures(), () -> proxied.answers().temporary() + run);
      assertEquals(writers.check(database), LaterVersion.changes(database), "changes" + run);
      LaterVersion.checkColumn(database, upgraded);
    }
    checkRequiredVersion();
  }

  /**
   * The killed server comes back in a later version. Callers do not wait for its migration, which
   * waits for a transaction that has read from the table that it changes.
   */
  private void migrateWhileATransactionIsOpen() throws Exception {
    LibertyServer later = group.servers().get(0);
    try (Connection open = postgres.connect()) {
      open.setAutoCommit(false);
      open.createStatement().executeQuery("select count(*) from grievances").close();
      LaterVersion.ON_POSTGRESQL.putInto(later);
      later.start();
      Duration longest = longestOfWrites();
      assertTrue(longest.compareTo(LOCKED) < 0, "a caller waited " + longest + run);
      Path log = later.directory().resolve("logs/messages.log");
      assertTrue(Files.readString(log).contains(WAITS));
      assertFalse(group.readiness(0).contains(UP), group.readiness(0));
      open.rollback();
    }
    group.await(0, DATABASE);
    proxy.resume(0);
  }

  /** Of writes that leave nothing for the writers to find. */
  private Duration longestOfWrites() throws Exception {
    ResendingClient caller =
        new ResendingClient(group.secrets(), group.token(), List.of(proxy.url()));
    Instant end = Instant.now().plus(MIGRATING);
    while (Instant.now().isBefore(end)) {
      HttpResponse<String> response =
          caller.send(
              "PUT", DATABASE, PrivateServer.BATCH + "?dryRun=true", "[{\"grievance_Key\":-1}]");
      assertEquals(207, response.statusCode(), response.body());
    }
    assertEquals(0, caller.failures(), () -> caller.answers().temporary() + run);
    return caller.answers().longest();
  }

  /** A change of a server that is stopped. */
  @FunctionalInterface
  private interface Change {
    void applyTo(LibertyServer server) throws Exception;
  }

  private void replace(Writers writers, int number, Change change) throws Exception {
    LibertyServer server = group.servers().get(number);
    proxy.drain(number);
    server.stop();
    change.applyTo(server);
    group.start(number, DATABASE);
    proxy.resume(number);
    writers.awaitAnswers();
  }

  /** Only the second server is of the later version, which the schema may require. */
  private void checkRequiredVersion() throws Exception {
    LaterVersion.requireThis(database, true);
    LaterVersion.awaitRefusal(group, 0, DATABASE, direct);
    group.await(1, DATABASE);
    LaterVersion.requireThis(database, false);
    group.await(0, DATABASE);
  }
}
