package org.grievances.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.grievances.server.LibertyServer;

/**
 * A PostgreSQL server that can be stopped, killed and restarted on the same port with the same
 * data. It has PostgreSQL's default durability settings.
 */
final class Postgres implements AutoCloseable {
  /**
   * Silenced because it logs errors when a killed server is stopped. The reference prevents the
   * logger from being garbage collected together with its level.
   */
  private static final Logger LOGGER = Logger.getLogger(EmbeddedPostgres.class.getName());

  private final Path directory = Files.createTempDirectory("grievances-faults");
  private final int port = LibertyServer.freePort();
  private EmbeddedPostgres running;

  private Postgres() throws IOException {
    LOGGER.setLevel(Level.OFF);
  }

  static Postgres create() throws IOException {
    Postgres postgres = new Postgres();
    postgres.start();
    return postgres;
  }

  /** Creates a server that follows the changes of another one and can be read. */
  static Postgres followerOf(Postgres primary) throws IOException, SQLException {
    Postgres follower = new Postgres();
    Path data = follower.directory.resolve("data");
    try (Connection connection = primary.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_create_physical_replication_slot('follower', true)");
      statement.execute("select pg_backup_start('follower', true)");
      copy(primary.directory.resolve("data"), data);
      try (ResultSet backup =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        backup.next();
        Files.writeString(data.resolve("backup_label"), backup.getString(1));
      }
    }
    Files.createFile(data.resolve("standby.signal"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        """
        primary_conninfo = 'host=localhost port=%d user=postgres'
        primary_slot_name = 'follower'
        """
            .formatted(primary.port()));
    follower.start();
    return follower;
  }

  /** The files of a running server, but for those that say that it runs. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> !each.toString().contains("/postmaster.")).toList()) {
        copyIfThere(file, to.resolve(from.relativize(file)));
      }
    }
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
  }

  private static void copyIfThere(Path file, Path copy) throws IOException {
    try {
      Files.copy(file, copy);
    } catch (NoSuchFileException e) {
      LOGGER.fine("a file of PostgreSQL was deleted before it was copied");
    }
  }

  int port() {
    return port;
  }

  /** Starts the server and waits until it accepts connections. */
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

  /** Stops the server regularly, which closes its connections. */
  void stop() throws IOException {
    running.close();
  }

  /** Kills all processes of the server. */
  void kill() throws IOException {
    ProcessHandle postmaster = postmaster().orElseThrow();
    List<ProcessHandle> children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().join();
    children.forEach(child -> child.onExit().join());
    running.close();
  }

  /** The process that is the parent of all others; empty once it has ended. */
  private Optional<ProcessHandle> postmaster() throws IOException {
    Path pid = directory.resolve("data/postmaster.pid");
    return Files.exists(pid)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0)))
        : Optional.empty();
  }

  /** Opens a connection that does not go through the service or the {@link FaultyProxy}. */
  Connection connect() throws SQLException {
    return running.getPostgresDatabase().getConnection();
  }

  Connection connect(String database) throws SQLException {
    return running.getDatabase("postgres", database).getConnection();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Has a user prove itself by a password, as PostgreSQL does where it is not set up for tests. */
  void requirePasswordOf(String user) throws IOException, SQLException {
    Path rules = directory.resolve("data/pg_hba.conf");
    String rule = "host all %s all scram-sha-256%n".formatted(user);
    Files.writeString(rules, rule + Files.readString(rules));
    execute("select pg_reload_conf()");
  }

  /** The number of sessions that are in {@code pg_sleep}. */
  int sleepers() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")) {
      result.next();
      return result.getInt(1);
    }
  }

  /** It may take longer to stop than it is waited for there. */
  @Override
  public void close() throws IOException {
    Optional<ProcessHandle> postmaster = postmaster();
    running.close();
    postmaster.ifPresent(process -> process.onExit().join());
    LibertyServer.delete(directory);
  }
}
