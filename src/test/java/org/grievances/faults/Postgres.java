package org.grievances.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.server.LibertyServer;

/**
 * A PostgreSQL that can be stopped, killed and started again at the same port with the same data,
 * and that is as durable as PostgreSQL is by default.
 */
final class Postgres implements AutoCloseable {
  /** Held, or what is set would be forgotten: it says much when what it is to stop is dead. */
  private static final Logger PROCESSES = Logger.getLogger(EmbeddedPostgres.class.getName());

  private final Path directory = Files.createTempDirectory("grievances-faults");
  private final int port = LibertyServer.freePort();
  private EmbeddedPostgres running;

  private Postgres() throws IOException {
    PROCESSES.setLevel(Level.OFF);
  }

  static Postgres create() throws IOException {
    Postgres postgres = new Postgres();
    postgres.start();
    return postgres;
  }

  int port() {
    return port;
  }

  /** Returns when connections are accepted. */
  void start() throws IOException {
    running =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("data"))
            .setCleanDataDirectory(false)
            .setPort(port)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
  }

  /** Stops it in order; connections are ended. */
  void stop() throws IOException {
    running.close();
  }

  /** Ends all its processes at once. */
  void kill() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("data/postmaster.pid"));
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
    List<ProcessHandle> children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().join();
    children.forEach(child -> child.onExit().join());
    running.close();
  }

  /** A connection past the service. */
  Connection connect() throws SQLException {
    return running.getPostgresDatabase().getConnection();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    running.close();
    LibertyServer.delete(directory);
  }
}
