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
import java.util.ArrayList;
import java.util.List;
import org.grievances.server.DebianProgram;
import org.grievances.server.LibertyServer;

/**
 * A PostgreSQL server of the Debian package, whose tools the one that Maven brings does not have.
 */
final class DebianPostgres implements AutoCloseable {
  static final String USER = "postgres";

  private static final DebianProgram RUNUSER = DebianProgram.of("sbin/runuser", "util-linux");
  private static final DebianProgram SERVER =
      DebianProgram.of("lib/postgresql/15/bin/postgres", "postgresql-15");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory = Files.createTempDirectory("grievances-postgresql");
  private final int port = LibertyServer.freePort();
  private Process process;

  private DebianPostgres() throws IOException {}

  static DebianPostgres create() throws IOException, InterruptedException {
    DebianPostgres server = new DebianPostgres();
    server.start();
    return server;
  }

  /** PostgreSQL refuses to run as root. */
  private void start() throws IOException, InterruptedException {
    Path data = directory.resolve("data");
    Files.createDirectory(data);
    boolean root = System.getProperty("user.name").equals("root");
    if (root) {
      run("chown", "-R", USER, directory.toString());
    }
    String initdb = SERVER.path().resolveSibling("initdb").toString();
    run(as(root, initdb, "--pgdata=" + data, "--username=" + USER, "--auth=trust"));
    process =
        builder(
                as(
                    root,
                    SERVER.path().toString(),
                    "-D" + data,
                    "-p" + port,
                    "-cunix_socket_directories=" + directory))
            .start();
    await("PostgreSQL").atMost(PATIENCE).ignoreExceptions().until(this::answers);
  }

  private boolean answers() throws SQLException {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    }
  }

  private static String[] as(boolean root, String... command) {
    List<String> all = new ArrayList<>();
    if (root) {
      all.addAll(List.of(RUNUSER.path().toString(), "-u", USER, "--"));
    }
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  private void run(String... command) throws IOException, InterruptedException {
    int status = builder(command).start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with status " + status);
    }
  }

  private ProcessBuilder builder(String... command) {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(directory.resolve("postgresql.log").toFile()));
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
