package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server under load on a PostgreSQL whose nodes are killed, hang and are replaced: whatever was
 * acknowledged is on the nodes that are left, and callers only wait.
 */
@Tag("cluster")
class FailOverIT {
  private static final String DATABASE = "failover";
  private static final int NODES = 3;
  private static final int WRITERS = 8;
  private static final int SECONDS_OF_LOAD = 3;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

  /** wal_sender_timeout, after which PostgreSQL gives it up, and loop_wait, until Patroni does. */
  private static final Duration WITHOUT_STANDBY_WITHIN = Duration.ofSeconds(3 + 5 + 4);

  /**
   * validationTimeout, loginTimeout and socketTimeout. A connection over TLS that is silent is
   * waited for once more when it is closed.
   */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2 * 2 + 5 + 2 * 10);

  private static final String UNKNOWN = "500 outcome-unknown";

  /** All that callers may see, besides success. */
  private static final Set<String> EXPECTED =
      Set.of("503 database-unavailable, Retry-After", UNKNOWN);

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private PatroniCluster cluster;
  private ServerGroup group;
  private final List<Answers> answers = new ArrayList<>();
  private Writers writers;

  @BeforeEach
  void startUnderLoad() throws Exception {
    cluster = PatroniCluster.create(NODES, Path.of("target/servers/failover-patroni"));
    group =
        ServerGroup.install(
            "failover",
            1,
            (overrides, secrets) -> {},
            Map.of(DATABASE, cluster.dataSource(DATABASE)));
    group.start(DATABASE);
    writers = Writers.start(WRITERS, DATABASE, seed, client());
    load();
  }

  /** One whose answers count. */
  private ResendingClient client() throws Exception {
    ResendingClient client = new ResendingClient(group.secrets(), group.token(), group.urls());
    answers.add(client.answers());
    return client;
  }

  private static void load() throws InterruptedException {
    TimeUnit.SECONDS.sleep(SECONDS_OF_LOAD);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable started : new AutoCloseable[] {writers, group, cluster}) {
      if (started != null) {
        started.close();
      }
    }
  }

  /** It is killed while commits wait for the standby, which may or may not have them. */
  @Test
  void aLeaderThatIsKilledAndOneThatIsReplacedCostNothing() throws Exception {
    PatroniNode killed = cluster.awaitLeader();
    PatroniNode standby = cluster.awaitStandby();
    standby.freeze();
    cluster.awaitWaiting(killed, WRITERS / 2, "SyncRep");
    Fault kill =
        () -> {
          killed.kill();
          standby.thaw();
        };
    outage("the leader was killed", killed, BACK_WITHIN, kill);
    load();
    killed.start();
    cluster.awaitAll();
    load();
    PatroniNode replaced = cluster.awaitLeader();
    outage("the leader was replaced", replaced, BACK_WITHIN, replaced::handOver);
    cluster.awaitAll();
    load();
    check(replaced);
    assertTrue(answers.get(0).temporary().containsKey(UNKNOWN), "commits were not interrupted");
  }

  /** The leader hangs while all callers wait for an answer of it. */
  @Test
  void nodesThatHangCostNothing() throws Exception {
    PatroniNode standby = cluster.awaitStandby();
    outage("the standby hung", standby, WITHOUT_STANDBY_WITHIN, standby::freeze);
    standby.thaw();
    cluster.awaitAll();
    load();
    PatroniNode leader = cluster.awaitLeader();
    try (Connection other = cluster.connect(leader);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table grievances in exclusive mode");
      cluster.awaitWaiting(leader, WRITERS, "relation");
      outage("the leader hung", leader, BACK_WITHIN, leader::freeze);
      leader.thaw();
    }
    cluster.awaitAll();
    load();
    check(leader);
  }

  /** What is done to a node. */
  @FunctionalInterface
  private interface Fault {
    void happen() throws Exception;
  }

  /**
   * Waits until there is a leader, and a caller who has come in the meantime is answered with
   * success.
   *
   * @param of what this happens to
   * @param within which that must be
   */
  private void outage(String when, PatroniNode of, Duration within, Fault fault) throws Exception {
    answers.get(0).takeLongestPause();
    Instant start = Instant.now();
    fault.happen();
    ResendingClient newcomer = client();
    writers.add(DATABASE, newcomer);
    cluster.awaitLeaderOtherThan(of);
    Instant elected = Instant.now();
    int before = newcomer.answers().successes();
    await("changes after " + when)
        .atMost(within)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> newcomer.answers().successes() > before);
    Instant back = Instant.now();
    awaitSuccess();
    System.out.printf(
        "FailOverIT: %s; a leader after %.1f s, changes by a newcomer %.1f s later, none by anybody"
            + " else for %.1f s.%n",
        when,
        seconds(Duration.between(start, elected)),
        seconds(Duration.between(elected, back)),
        seconds(answers.get(0).takeLongestPause()));
  }

  /** Of those who were there before. */
  private void awaitSuccess() {
    int before = answers.get(0).successes();
    await("changes")
        .atMost(ANSWERED_WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> answers.get(0).successes() > before);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** All nodes have what was acknowledged; nothing is sent to the one that was the leader. */
  private void check(PatroniNode formerLeader) throws Exception {
    assertEquals(0, cluster.connectionsOfTheService(formerLeader), "connections to the old leader");
    writers.stop();
    cluster.awaitSameOnAll();
    long changes = 0;
    for (PatroniNode node : cluster.nodes()) {
      try (Connection connection = cluster.connect(node)) {
        changes = writers.check(connection);
      }
    }
    System.out.printf("FailOverIT: %d acknowledged changes, all on all nodes.%n", changes);
    answers.forEach(FailOverIT::check);
  }

  private static void check(Answers answers) {
    System.out.printf(
        "FailOverIT: %d successes, %s; the slowest after %.1f s.%n",
        answers.successes(), answers.temporary(), seconds(answers.longest()));
    assertTrue(EXPECTED.containsAll(answers.temporary().keySet()), answers.temporary()::toString);
    assertTrue(answers.longest().compareTo(ANSWERED_WITHIN) < 0, answers.longest()::toString);
  }
}
