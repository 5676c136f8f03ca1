package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.grievances.server.ClassOrder;
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
  private static final String LATER = "alter table grievances add column later varchar(20);";

  private final long seed = Long.getLong("faults.seed", System.nanoTime());

  @Test
  void requestSentAgainToTheOtherServerIsAppliedOnce() throws Exception {
    try (Postgres postgres = Postgres.create();
        ServerGroup group = install(postgres)) {
      group.start(DATABASE);
      ResendingClient client = new ResendingClient(group.secrets(), group.token(), group.urls());
      try (Writers writers = Writers.start(WRITERS, DATABASE, seed, client)) {
        load();
        group.servers().get(0).kill();
        load();
        assertTrue(client.failures() > 0, "requests failed when their server was killed");
        group.servers().get(0).addMigration("V900__later.sql", LATER);
        group.start(0, DATABASE);
        load();
        group.servers().get(1).stop();
        group.start(1, DATABASE);
        load();
        writers.stop();
        try (Connection connection = postgres.connect()) {
          writers.check(connection);
        }
      }
    }
  }

  private static ServerGroup install(Postgres postgres) throws Exception {
    PostgresDataSource database = PostgresDataSource.of(DATABASE, "postgres", postgres.port());
    return ServerGroup.install(
        "replaced", 2, (overrides, secrets) -> {}, Map.of(DATABASE, database.xml()));
  }

  private static void load() throws InterruptedException {
    TimeUnit.SECONDS.sleep(1);
  }
}
