package org.grievances.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.grievances.server.DebianProgram;
import org.grievances.server.HttpCalls;
import org.grievances.server.LibertyServer;

/** One node of a {@link PatroniCluster}: a Patroni, and the PostgreSQL that it looks after. */
final class PatroniNode {
  /** Patroni and PostgreSQL refuse to run as root. */
  static final String USER = "postgres";

  private static final DebianProgram PATRONI = DebianProgram.of("bin/patroni", "patroni");
  private static final DebianProgram POSTGRES =
      DebianProgram.of("lib/postgresql/15/bin/postgres", "postgresql-15");
  private static final String LOCAL = "127.0.0.1";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final String name;
  private final Path logs;
  private final Path files;
  private final Path configuration;
  private final String etcd;
  private final String password;
  private final int port = LibertyServer.freePort();
  private final int restPort = LibertyServer.freePort();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private Process patroni;

  /**
   * @param logs a directory for what it says
   * @param files a directory that {@link #USER} can write to
   * @param configuration a file, or a directory of files
   * @param etcd the address of etcd
   * @param password of all users that the nodes know
   */
  PatroniNode(String name, Path logs, Path files, Path configuration, String etcd, String password)
      throws IOException {
    this.name = name;
    this.logs = logs;
    this.files = files;
    this.configuration = configuration;
    this.etcd = etcd;
    this.password = password;
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  /** Starts Patroni, which starts PostgreSQL, without waiting for either. */
  void start() throws IOException {
    ProcessBuilder builder = PATRONI.in(logs, USER, List.of(configuration.toString()));
    builder.directory(files.toFile());
    builder.environment().putAll(settings());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logs.resolve(name + ".log").toFile()));
    patroni = builder.start();
  }

  private Map<String, String> settings() throws IOException {
    return Map.ofEntries(
        Map.entry("HOME", files.toString()),
        Map.entry("PATRONI_NAME", name),
        Map.entry("PATRONI_ETCD3_HOSTS", etcd),
        Map.entry("PATRONI_RESTAPI_LISTEN", LOCAL + ":" + restPort),
        Map.entry("PATRONI_RESTAPI_CONNECT_ADDRESS", LOCAL + ":" + restPort),
        Map.entry("PATRONI_RESTAPI_USERNAME", USER),
        Map.entry("PATRONI_RESTAPI_PASSWORD", password),
        Map.entry("PATRONI_POSTGRESQL_LISTEN", LOCAL + ":" + port),
        Map.entry("PATRONI_POSTGRESQL_CONNECT_ADDRESS", LOCAL + ":" + port),
        Map.entry("PATRONI_POSTGRESQL_DATA_DIR", data().toString()),
        Map.entry("PATRONI_POSTGRESQL_BIN_DIR", POSTGRES.installed().getParent().toString()),
        Map.entry("PATRONI_POSTGRESQL_PGPASS", files.resolve(name + ".pgpass").toString()),
        Map.entry("PATRONI_SUPERUSER_USERNAME", USER),
        Map.entry("PATRONI_SUPERUSER_PASSWORD", password),
        Map.entry("PATRONI_REPLICATION_USERNAME", "replicator"),
        Map.entry("PATRONI_REPLICATION_PASSWORD", password));
  }

  private Path data() {
    return files.resolve(name);
  }

  /** Whether it says that it has a role: {@code primary}, {@code replica} or {@code sync}. */
  boolean is(String role) {
    try {
      return HttpCalls.send(client, HttpRequest.newBuilder(address(role)).timeout(ANSWER))
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Has another node take its place as the leader; returns when Patroni says that it has. */
  void handOver() throws IOException {
    String caller =
        Base64.getEncoder()
            .encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        HttpCalls.send(
            client,
            HttpRequest.newBuilder(address("switchover"))
                .header("Authorization", "Basic " + caller)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString("{\"leader\": \"" + name + "\"}")));
    if (answer.statusCode() != 200) {
      throw new IOException("switchover: " + answer.statusCode() + " " + answer.body());
    }
  }

  private URI address(String path) {
    return URI.create("http://" + LOCAL + ":" + restPort + "/" + path);
  }

  /** Opens a connection of the superuser that does not go through the service. */
  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + LOCAL + ":" + port + "/" + database, USER, password);
  }

  /** Ends all its processes as a machine that fails does. */
  void kill() throws IOException {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Stops all its processes as a machine that hangs does: it takes connections, and is silent. */
  void freeze() throws IOException {
    signal("-STOP");
  }

  /** Lets it go on where it was. */
  void thaw() throws IOException {
    signal("-CONT");
  }

  /** One that has ended since it was listed needs no signal. */
  private void signal(String signal) throws IOException {
    for (ProcessHandle process : processes()) {
      String pid = Long.toString(process.pid());
      Process kill = new ProcessBuilder("kill", signal, pid).inheritIO().start();
      if (kill.onExit().join().exitValue() != 0 && process.isAlive()) {
        throw new IOException("kill " + signal + " " + pid);
      }
    }
  }

  /** Those that start others first. */
  private List<ProcessHandle> processes() throws IOException {
    List<ProcessHandle> parents = new ArrayList<>();
    if (patroni != null && patroni.isAlive()) {
      parents.add(patroni.toHandle());
    }
    postmaster().ifPresent(parents::add);
    List<ProcessHandle> all = new ArrayList<>(parents);
    parents.forEach(parent -> parent.descendants().forEach(all::add));
    return all;
  }

  /** What it answers to a query for one value. */
  String ask(String database, String query) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  /**
   * Patroni is not the parent of PostgreSQL, so that it can be replaced while that runs. The file
   * stays behind when PostgreSQL is killed, and its number may then be that of any process.
   */
  private Optional<ProcessHandle> postmaster() throws IOException {
    Path pid = data().resolve("postmaster.pid");
    return Files.exists(pid)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
            .filter(process -> process.info().commandLine().orElse("").contains(data().toString()))
        : Optional.empty();
  }
}
