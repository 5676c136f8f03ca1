package org.grievances.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.grievances.server.DebianProgram;
import org.grievances.server.FailOverDataSource;
import org.grievances.server.LibertyServer;
import org.grievances.server.Secrets;

/**
 * A PostgreSQL of several nodes, of which Patroni makes one the leader that the others follow, as
 * the configuration for operators has it; with a database of the service in it.
 */
final class PatroniCluster implements AutoCloseable {
  private static final DebianProgram ETCD = DebianProgram.of("bin/etcd", "etcd-server");
  private static final Path CONFIGURATION = Path.of("src/main/deploy/patroni/patroni.yml");
  private static final String SERVICE = "grievances";
  private static final String DATABASE = "failover";
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(50);

  private final String password = UUID.randomUUID().toString();
  private final Path files = Files.createTempDirectory("grievances-patroni");
  private final List<PatroniNode> nodes = new ArrayList<>();
  private final Path logs;
  private final Secrets secrets;
  private Process etcd;

  private PatroniCluster(Path logs) throws IOException, GeneralSecurityException {
    this.logs = logs;
    this.secrets = Secrets.create(logs);
    DebianProgram.handOver(files, PatroniNode.USER);
  }

  /**
   * Starts all nodes, and waits until they follow a leader.
   *
   * @param logs a directory for what the programs say
   */
  static PatroniCluster create(int count, Path logs)
      throws IOException, SQLException, GeneralSecurityException {
    PatroniCluster cluster = new PatroniCluster(logs);
    try {
      cluster.start(count);
      return cluster;
    } catch (IOException | SQLException | GeneralSecurityException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void start(int count) throws IOException, SQLException, GeneralSecurityException {
    String etcdAddress = startEtcd();
    Path configuration = configuration();
    for (int number = 1; number <= count; number++) {
      PatroniNode node =
          new PatroniNode("node" + number, logs, files, configuration, etcdAddress, password);
      nodes.add(node);
      node.start();
    }
    awaitAll();
    execute(
        awaitLeader(),
        "create role %s login password '%s'".formatted(SERVICE, password),
        "create database %s owner %s".formatted(DATABASE, SERVICE));
  }

  /** The file for operators, and one with what differs here. Patroni reads all in a directory. */
  private Path configuration() throws IOException, GeneralSecurityException {
    Path directory = Files.createDirectory(files.resolve("configuration"));
    Files.write(directory.resolve("patroni.yml"), Files.readAllBytes(CONFIGURATION));
    Path certificate = files.resolve("server.pem");
    Files.write(certificate, Files.readAllBytes(secrets.certificateAndKey()));
    Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-------"));
    DebianProgram.handOver(certificate, PatroniNode.USER);
    Files.writeString(
        directory.resolve("testing.yml"),
        """
        postgresql:
          parameters:
            ssl_cert_file: %1$s
            ssl_key_file: %1$s
        """
            .formatted(certificate));
    return directory;
  }

  /** One member: what is tried here is not its failure. */
  private String startEtcd() throws IOException {
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
    return new FailOverDataSource(name, DATABASE, ports, SERVICE, password, secrets.caFile()).xml();
  }

  List<PatroniNode> nodes() {
    return nodes;
  }

  /** Waits until a node says that it is the leader. */
  PatroniNode awaitLeader() {
    return awaitOne("primary", nodes);
  }

  /** Waits until a node other than this one says that it is the leader. */
  PatroniNode awaitLeaderOtherThan(PatroniNode former) {
    return awaitOne("primary", nodes.stream().filter(node -> node != former).toList());
  }

  /** Waits until a node has all that is acknowledged, besides the leader. */
  PatroniNode awaitStandby() {
    return awaitOne("sync", nodes);
  }

  private static PatroniNode awaitOne(String role, List<PatroniNode> among) {
    return await(role)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(
            () -> among.stream().filter(node -> node.is(role)).toList(), found -> found.size() == 1)
        .get(0);
  }

  /** Waits until one node leads, one has all that is acknowledged, and the others follow. */
  void awaitAll() {
    await("all nodes")
        .atMost(TIMEOUT)
        .pollInterval(POLL)
        .until(
            () ->
                count("primary") == 1
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
    return connectionsOfTheService(node, "true");
  }

  private static int connectionsOfTheService(PatroniNode node, String condition)
      throws SQLException {
    String query =
        "select count(*) from pg_stat_activity where usename = '%s' and %s"
            .formatted(SERVICE, condition);
    return Integer.parseInt(node.ask(DATABASE, query));
  }

  /** Waits until all nodes show what the leader shows now. */
  void awaitSameOnAll() throws SQLException {
    String end = awaitLeader().ask(DATABASE, "select pg_current_wal_lsn()");
    String reached =
        "select not pg_is_in_recovery() or pg_last_wal_replay_lsn() >= '" + end + "'::pg_lsn";
    for (PatroniNode node : nodes) {
      await(node.name() + " is at " + end)
          .atMost(TIMEOUT)
          .until(() -> node.ask(DATABASE, reached).equals("t"));
    }
  }

  /** Waits until so many requests of the service wait in the database for this. */
  void awaitWaiting(PatroniNode node, int requests, String event) {
    await(requests + " requests that wait for " + event)
        .atMost(TIMEOUT)
        .pollInterval(POLL)
        .until(() -> connectionsOfTheService(node, "wait_event = '" + event + "'") >= requests);
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
