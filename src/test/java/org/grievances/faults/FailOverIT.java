package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server under load on a PostgreSQL that fails over: the leader is killed, comes back as a
 * replica, and then the new leader is replaced as planned.
 */
@Tag("cluster")
class FailOverIT {
  private static final String DATABASE = "failover";
  private static final int NODES = 3;
  private static final int WRITERS = 8;
  private static final int SECONDS_OF_LOAD = 3;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

  /** A connection is waited for as long as connectionTimeout, and made within loginTimeout. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);

  /** All that callers may see, besides success. */
  private static final Set<String> EXPECTED =
      Set.of("503 database-unavailable, Retry-After", "500 outcome-unknown");

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private ResendingClient client;

  @Test
  void acknowledgedChangesSurviveALeaderThatIsKilledAndOneThatIsReplaced() throws Exception {
    try (PatroniCluster cluster = PatroniCluster.create(NODES, directory());
        ServerGroup group = install(cluster)) {
      group.start(DATABASE);
      client = new ResendingClient(group.secrets(), group.token(), group.urls());
      try (Writers writers = Writers.start(WRITERS, DATABASE, seed, client)) {
        load();
        PatroniNode killed = kill(cluster);
        load();
        killed.start();
        cluster.awaitAll();
        load();
        PatroniNode replaced = replace(cluster);
        load();
        assertEquals(0, cluster.connectionsOfTheService(replaced), "connections to the old leader");
        writers.stop();
        check(writers, cluster);
      }
    }
  }

  private static Path directory() {
    return Path.of("target/servers/failover-patroni");
  }

  private static ServerGroup install(PatroniCluster cluster) throws Exception {
    return ServerGroup.install(
        "failover", 1, Map.of(), Map.of(DATABASE, cluster.dataSource(DATABASE)));
  }

  private static void load() throws InterruptedException {
    TimeUnit.SECONDS.sleep(SECONDS_OF_LOAD);
  }

  private PatroniNode kill(PatroniCluster cluster) throws Exception {
    PatroniNode leader = cluster.awaitLeader();
    Instant start = Instant.now();
    leader.kill();
    awaitReturn(cluster, "it was killed", start);
    return leader;
  }

  private PatroniNode replace(PatroniCluster cluster) throws Exception {
    PatroniNode leader = cluster.awaitLeader();
    Instant start = Instant.now();
    leader.handOver();
    awaitReturn(cluster, "it was replaced", start);
    cluster.awaitAll();
    return leader;
  }

  /** Waits until a request is answered with success that was sent after there was a new leader. */
  private void awaitReturn(PatroniCluster cluster, String when, Instant start) {
    cluster.awaitLeader();
    Instant elected = Instant.now();
    int before = client.answers().successes();
    await("writing after " + when)
        .atMost(BACK_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> client.answers().successes() > before);
    System.out.printf(
        "FailOverIT: a new leader %.1f s after %s, changes again %.1f s later; so far %s.%n",
        seconds(start, elected),
        when,
        seconds(elected, Instant.now()),
        client.answers().temporary());
  }

  private static double seconds(Instant start, Instant end) {
    return Duration.between(start, end).toMillis() / 1000.0;
  }

  private void check(Writers writers, PatroniCluster cluster) throws Exception {
    Answers answers = client.answers();
    assertTrue(EXPECTED.containsAll(answers.temporary().keySet()), answers.temporary()::toString);
    assertTrue(answers.longest().compareTo(ANSWERED_WITHIN) < 0, answers.longest()::toString);
    cluster.awaitSameOnAll();
    long changes = 0;
    for (PatroniNode node : cluster.nodes()) {
      try (Connection connection = cluster.connect(node)) {
        changes = writers.check(connection);
      }
    }
    System.out.printf(
        "FailOverIT: %d acknowledged changes, all stored on all nodes; the slowest answer took"
            + " %.1f s.%n",
        changes, answers.longest().toMillis() / 1000.0);
  }
}
