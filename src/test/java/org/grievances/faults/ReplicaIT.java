package org.grievances.faults;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server that reads lists and histories of a database from its replica. */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Tag("replica")
class ReplicaIT {
  private static final String DATABASE = "copied";
  private static final String PASSWORD = Secrets.randomText();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int WRITES = 100;

  private static Postgres primary;
  private static Postgres replica;
  private static ServerGroup servers;
  private static ResendingClient client;
  private static int lastKey;

  @BeforeAll
  static void start() throws Exception {
    SentContents.OF_THE_RUN.add(PASSWORD);
    primary = Postgres.create();
    replica = Postgres.followerOf(primary);
    servers =
        ServerGroup.install(
            "replica",
            1,
            (overrides, secrets) -> overrides.withOperations(PASSWORD),
            Map.of(
                DATABASE,
                PostgresDataSource.of(DATABASE, "postgres", primary.port()).xml(),
                DATABASE + "-replica",
                PostgresDataSource.of(DATABASE, "postgres", replica.port()).replicaXml()));
    servers.start(DATABASE);
    client =
        new ResendingClient(
            servers.secrets(), servers.secrets().token("admin", "grievance-admin"), servers.urls());
    awaitReplica("UP");
  }

  @AfterAll
  static void stop() throws IOException {
    servers.close();
    replica.close();
    primary.close();
  }

  private static void awaitReplica(String state) {
    await("the replica is " + state)
        .atMost(TIMEOUT)
        .until(() -> servers.readiness(0).contains("\"" + DATABASE + " replica\":\"" + state));
  }

  /** How many lists were read there so far. */
  private static double lists(String from) {
    return given()
        .relaxedHTTPSValidation()
        .auth()
        .preemptive()
        .basic(Overrides.OPERATIONS, PASSWORD)
        .get(servers.servers().get(0).operationsUrl() + "/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("grievances_lists_total{"))
        .filter(line -> line.contains("from=\"" + from + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void write() throws IOException {
    lastKey++;
    String item = "[{\"grievance_Key\":%d,\"issue\":\"issue %1$d\"}]".formatted(lastKey);
    assertEquals(207, client.send("PUT", DATABASE, PrivateServer.BATCH, item).statusCode());
  }

  /** Fails unless a list and the history show what was just written. */
  private static void assertSeen(String... headers) throws IOException {
    String list = "grievances?pageSize=1&sortBy=grievance_Key:desc";
    HttpResponse<String> page = client.get(DATABASE, list, headers);
    assertTrue(page.body().contains("\"grievance_Key\":" + lastKey + ","), page.body());
    String position = page.headers().firstValue("X-Pagination").orElseThrow();
    assertTrue(position.contains("\"TotalCount\":" + lastKey), position);
    String path = "grievances/" + lastKey + "/history";
    HttpResponse<String> history = client.get(DATABASE, path, headers);
    assertEquals(200, history.statusCode(), history.body());
  }

  @Test
  void a_whoWroteSeesItAlthoughTheReplicaIsRead() throws Exception {
    double before = lists("replica");
    for (int write = 0; write < WRITES; write++) {
      write();
      assertSeen();
    }
    double read = lists("replica") - before;
    System.out.printf("ReplicaIT: %.0f of %d reads from the replica.%n", read, 2 * WRITES);
    assertTrue(read >= WRITES, read + " reads from the replica");
  }

  @Test
  void a_whatTheReplicaShowsIsRecordedInTheDatabase() throws Exception {
    write();
    double before = lists("replica");
    String activity = "";
    while (lists("replica") == before) {
      HttpResponse<String> list =
          client.get(DATABASE, "grievances?pageSize=1&sortBy=grievance_Key:desc");
      activity = list.headers().firstValue("activity-id").orElseThrow();
    }
    HttpResponse<String> reads = client.get(DATABASE, "reads?pageSize=1&operation=list");
    assertTrue(reads.body().contains(activity), reads.body());
  }

  @Test
  void b_whoAsksForTheLatestIsAnsweredByTheDatabaseItself() throws Exception {
    double replicaBefore = lists("replica");
    write();
    assertSeen("Cache-Control", "max-age=0, no-cache");
    assertEquals(replicaBefore, lists("replica"));
  }

  @Test
  void c_aReplicaThatIsBehindIsNotRead() throws Exception {
    replica.execute("select pg_wal_replay_pause()");
    write();
    assertSeen();
    awaitReplica("BEHIND, lag 2");
    write();
    assertSeen();
    replica.execute("select pg_wal_replay_resume()");
    awaitReplica("UP, lag 0 s");
    double before = lists("replica");
    assertSeen();
    assertEquals(before + 2, lists("replica"));
  }

  @Test
  void d_aReplicaThatIsDownIsNotMissed() throws Exception {
    replica.kill();
    write();
    assertSeen();
    awaitReplica("DOWN");
    replica.start();
    awaitReplica("UP");
    double before = lists("replica");
    write();
    assertSeen();
    assertTrue(lists("replica") > before);
  }
}
