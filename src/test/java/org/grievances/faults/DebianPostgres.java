package org.grievances.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.grievances.server.DebianProgram;
import org.grievances.server.LibertyServer;

/**
 * A PostgreSQL server of the Debian package, whose tools the one that Maven brings does not have.
 */
final class DebianPostgres implements AutoCloseable {
  static final String USER = "postgres";

  private static final DebianProgram SERVER =
      DebianProgram.of("lib/postgresql/15/bin/postgres", "postgresql-15");
  private static final DebianProgram SHELL = DebianProgram.of("bin/bash", "bash");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Path directory = Files.createTempDirectory("grievances-postgresql");
  private final int port = LibertyServer.freePort();
  private Process process;

  private DebianPostgres() throws IOException {}

  static DebianPostgres create() throws IOException {
    DebianPostgres server = withoutData();
    server.initialize();
    server.start();
    return server;
  }

  /** A server whose data directory does not exist yet, and which is not started. */
  static DebianPostgres withoutData() throws IOException {
    DebianPostgres server = new DebianPostgres();
    DebianProgram.handOver(server.directory, USER);
    return server;
  }

  private void initialize() throws IOException {
    DebianProgram initdb = new DebianProgram(SERVER.path().resolveSibling("initdb"), SERVER.name());
    int status =
        initdb
            .in(logs(), USER, List.of("--pgdata=" + data(), "--username=" + USER, "--auth=trust"))
            .start()
            .onExit()
            .join()
            .exitValue();
    if (status != 0) {
      throw new IOException("initdb ended with status " + status);
    }
  }

  void start() throws IOException {
    process =
        SERVER
            .in(
                logs(),
                USER,
                List.of("-D" + data(), "-p" + port, "-cunix_socket_directories=" + directory))
            .start();
    await("PostgreSQL").atMost(TIMEOUT).ignoreExceptions().until(this::answers);
  }

  /** Restarts it once nobody is connected. */
  void restart() throws IOException {
    process.destroy();
    process.onExit().join();
    start();
  }

  /** Runs commands of a shell as the user that the server runs as, in its own directory. */
  void shell(String commands, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = SHELL.in(logs(), USER, List.of("-euc", commands));
    builder.environment().putAll(environment());
    builder.environment().putAll(environment);
    builder.environment().put("PATH", SERVER.path().getParent() + ":" + System.getenv("PATH"));
    int status = builder.directory(directory.toFile()).start().waitFor();
    if (status != 0) {
      throw new IOException(
          commands
              + " ended with status "
              + status
              + ": "
              + Files.readString(logs().resolve("bash.log")));
    }
  }

  /** What PostgreSQL's programs take from their environment to reach it. */
  Map<String, String> environment() {
    return Map.of("PGHOST", "localhost", "PGPORT", Integer.toString(port), "PGUSER", USER);
  }

  Path directory() {
    return directory;
  }

  Path data() {
    return directory.resolve("data");
  }

  private Path logs() {
    return Path.of("target/servers/postgresql-" + port);
  }

  private boolean answers() throws SQLException {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    }
  }

  int port() {
    return port;
  }

  /** As {@code psql} and other programs take it. */
  String uri() {
    return "postgresql://" + USER + "@localhost:" + port + "/postgres";
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/postgres", USER, "");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      kill();
    }
    LibertyServer.delete(directory);
  }

  private void kill() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }
}
