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
import org.grievances.server.DebianProgram;
import org.grievances.server.LibertyServer;

/**
 * A PostgreSQL server of the Debian package, whose tools the one that Maven brings does not have.
 */
final class DebianPostgres implements AutoCloseable {
  static final String USER = "postgres";

  private static final DebianProgram SERVER =
      DebianProgram.of("lib/postgresql/15/bin/postgres", "postgresql-15");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Path directory = Files.createTempDirectory("grievances-postgresql");
  private final int port = LibertyServer.freePort();
  private Process process;

  private DebianPostgres() throws IOException {}

  static DebianPostgres create() throws IOException {
    DebianPostgres server = new DebianPostgres();
    server.start();
    return server;
  }

  private void start() throws IOException {
    Path data = directory.resolve("data");
    DebianProgram.handOver(directory, USER);
    DebianProgram initdb = new DebianProgram(SERVER.path().resolveSibling("initdb"), SERVER.name());
    int status =
        initdb
            .in(logs(), USER, List.of("--pgdata=" + data, "--username=" + USER, "--auth=trust"))
            .start()
            .onExit()
            .join()
            .exitValue();
    if (status != 0) {
      throw new IOException("initdb ended with status " + status);
    }
    process =
        SERVER
            .in(
                logs(),
                USER,
                List.of("-D" + data, "-p" + port, "-cunix_socket_directories=" + directory))
            .start();
    await("PostgreSQL").atMost(TIMEOUT).ignoreExceptions().until(this::answers);
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
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
    LibertyServer.delete(directory);
  }
}
