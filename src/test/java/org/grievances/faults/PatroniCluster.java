package org.grievances.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.grievances.server.DebianProgram;
import org.grievances.server.FailOverDataSource;
import org.grievances.server.LibertyServer;

/**
 * A PostgreSQL of several nodes, of which Patroni makes one the leader that the others follow, with
 * a database of the service in it.
 */
final class PatroniCluster implements AutoCloseable {
  private static final DebianProgram ETCD = DebianProgram.of("bin/etcd", "etcd-server");
  private static final String SERVICE = "grievances";
  private static final String DATABASE = "failover";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(50);

  private final String password = UUID.randomUUID().toString();
  private final Path files = Files.createTempDirectory("grievances-patroni");
  private final List<PatroniNode> nodes = new ArrayList<>();
  private Process etcd;

  private PatroniCluster() throws IOException {
    DebianProgram.handOver(files, PatroniNode.USER);
  }

  /**
   * Starts all nodes, and waits until they follow a leader.
   *
   * @param logs a directory for what the programs say
   */
  static PatroniCluster create(int count, Path logs) throws IOException, SQLException {
    PatroniCluster cluster = new PatroniCluster();
    try {
      cluster.start(count, logs);
      return cluster;
    } catch (IOException | SQLException | RuntimeException failed) {
      cluster.close();
      throw failed;
    }
  }

  private void start(int count, Path logs) throws IOException, SQLException {
    String address = startEtcd(logs);
    for (int number = 1; number <= count; number++) {
      PatroniNode node = new PatroniNode("node" + number, logs, files, address, password);
      nodes.add(node);
      node.start();
    }
    awaitAll();
    execute(
        awaitLeader(),
        "create role %s login password '%s'".formatted(SERVICE, password),
        "create database %s owner %s".formatted(DATABASE, SERVICE));
  }

  /** One member: what is tried here is not its failure. */
  private String startEtcd(Path logs) throws IOException {
    String address = "127.0.0.1:" + LibertyServer.freePort();
    String peers = "http://127.0.0.1:" + LibertyServer.freePort();
    String clients = "http://" + address;
    etcd =
        ETCD.in(
                logs,
                "--data-dir=" + files.resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers)
            .start();
    return address;
  }

  private static void execute(PatroniNode node, String... statements) throws SQLException {
    try (Connection connection = node.connect(PatroniNode.USER);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The file by which the service knows its database. */
  String dataSource(String name) {
    List<Integer> ports = nodes.stream().map(PatroniNode::port).toList();
    return new FailOverDataSource(name, DATABASE, ports, SERVICE, password).xml();
  }

  List<PatroniNode> nodes() {
    return nodes;
  }

  /** Waits until a node says that it is the leader. */
  PatroniNode awaitLeader() {
    return await("a leader")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(this::leaders, leaders -> leaders.size() == 1)
        .get(0);
  }

  private List<PatroniNode> leaders() {
    return nodes.stream().filter(node -> node.is("primary")).toList();
  }

  /** Waits until one node leads, one has all that is acknowledged, and the others follow. */
  void awaitAll() {
    await("all nodes")
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(
            () ->
                leaders().size() == 1
                    && count("sync") == 1
                    && count("replica") == nodes.size() - 1);
  }

  private long count(String role) {
    return nodes.stream().filter(node -> node.is(role)).count();
  }

  /** Opens a connection to the database of the service that does not go through it. */
  Connection connect(PatroniNode node) throws SQLException {
    return node.connect(DATABASE);
  }

  /** How many connections the service has to a node. */
  int connectionsOfTheService(PatroniNode node) throws SQLException {
    String query = "select count(*) from pg_stat_activity where usename = '" + SERVICE + "'";
    return Integer.parseInt(text(node, query));
  }

  /** Waits until all nodes show what the leader shows now. */
  void awaitSameOnAll() throws SQLException {
    String end = text(awaitLeader(), "select pg_current_wal_lsn()");
    String reached =
        "select not pg_is_in_recovery() or pg_last_wal_replay_lsn() >= '" + end + "'::pg_lsn";
    for (PatroniNode node : nodes) {
      await(node.name() + " is at " + end)
          .atMost(PATIENCE)
          .until(() -> text(node, reached).equals("t"));
    }
  }

  private String text(PatroniNode node, String query) throws SQLException {
    try (Connection connection = connect(node);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  @Override
  public void close() throws IOException {
    for (PatroniNode node : nodes) {
      node.kill();
    }
    if (etcd != null) {
      etcd.destroyForcibly().onExit().join();
    }
    LibertyServer.delete(files);
  }
}
