package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.grievances.server.ClassOrder;
import org.grievances.server.LibertyServer;
import org.grievances.server.Schema;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A server on Derby is replaced under load by a later version and by the version before again, as
 * the pages say. Nothing that was acknowledged is lost or applied twice, and the history has every
 * change with all columns. {@link ReplacedServersIT} shows the same of servers on PostgreSQL.
 */
@Order(ClassOrder.LONG)
class UpgradeIT {
  private static final String DERBY = PrivateServer.DERBY;
  private static final int WRITERS = 2;

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final String run = "; faults.seed=" + seed;

  private ServerGroup group;
  private ResendingClient client;

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
        LaterVersion.awaitRefusal(group, 0, DERBY, client);
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
}
