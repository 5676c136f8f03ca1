package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.grievances.server.ClassOrder;
import org.grievances.server.LibertyServer;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Two servers on one database, whose clients send to either: one is killed and comes back in a
 * later version whose migration adds to the schema; the other works on, and is started again.
 */
@Order(ClassOrder.LONG)
class ReplacedServersIT {
  private static final String DATABASE = "shared";
  private static final int WRITERS = 4;

  private static final String UP = "\"" + DATABASE + "\":\"UP\"";

  /** The two seconds for which a migration waits, and some for the machine. */
  private static final Duration LOCKED = Duration.ofSeconds(5);

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  @Test
  void requestSentAgainToTheOtherServerIsAppliedOnce() throws Exception {
    try (Postgres postgres = Postgres.create();
        ServerGroup group = install(postgres)) {
      group.start(DATABASE);
      ResendingClient client = new ResendingClient(group.secrets(), group.token(), group.urls());
      try (Writers writers = Writers.start(WRITERS, DATABASE, seed, client)) {
        writers.awaitAnswers();
        group.servers().get(0).kill();
        writers.awaitAnswers();
        LaterVersion.ON_POSTGRESQL.putInto(group.servers().get(0));
        group.start(0, DATABASE);
        writers.awaitAnswers();
        group.servers().get(1).stop();
        group.start(1, DATABASE);
        writers.awaitAnswers();
        writers.stop();
        assertTrue(client.failures() > 0, "requests failed when their server was killed");
        try (Connection connection = postgres.connect()) {
          writers.check(connection);
        }
      }
    }
  }

  /** The transaction has read from the table that the migration changes. */
  @Test
  void callersDoNotWaitForAMigrationThatWaitsForALongTransaction() throws Exception {
    try (Postgres postgres = Postgres.create();
        ServerGroup group = install(postgres);
        Connection open = postgres.connect()) {
      group.start(DATABASE);
      open.setAutoCommit(false);
      open.createStatement().executeQuery("select count(*) from grievances").close();
      LibertyServer later = group.servers().get(0);
      later.stop();
      LaterVersion.ON_POSTGRESQL.putInto(later);
      later.start();
      ResendingClient client =
          new ResendingClient(group.secrets(), group.token(), group.urls().subList(1, 2));
      Duration longest = Duration.ZERO;
      Instant end = Instant.now().plusSeconds(20);
      while (Instant.now().isBefore(end)) {
        Instant sent = Instant.now();
        HttpResponse<String> response =
            client.send("PUT", DATABASE, PrivateServer.BATCH, "[{\"grievance_Key\":1}]");
        assertEquals(207, response.statusCode(), response.body());
        Duration taken = Duration.between(sent, Instant.now());
        longest = taken.compareTo(longest) > 0 ? taken : longest;
      }
      assertTrue(longest.compareTo(LOCKED) < 0, "a caller waited " + longest);
      assertTrue(
          Files.readString(later.directory().resolve("logs/messages.log"))
              .contains("cannot be migrated yet: another transaction holds a lock on a table"));
      assertFalse(group.readiness(0).contains(UP), group.readiness(0));
      open.rollback();
      group.await(0, DATABASE);
    }
  }

  private static ServerGroup install(Postgres postgres) throws Exception {
    PostgresDataSource database = PostgresDataSource.of(DATABASE, "postgres", postgres.port());
    return ServerGroup.install(
        "replaced", 2, (overrides, secrets) -> {}, Map.of(DATABASE, database.xml()));
  }
}
