package org.grievances.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A read replica of a database. It is read only once it has applied all that was committed before,
 * so that a caller reads what any server has acknowledged.
 */
public final class Replica implements MonitorScheduler.Monitored {
  private static final Logger LOGGER = Logger.getLogger(Replica.class.getName());
  private static final Duration MAX_WAIT = Duration.ofMillis(100);
  private static final long POLL_MILLIS = 5;

  private final String database;
  private final Supplier<Optional<Committed>> committed;
  private final DataSource source;
  private final DownReasons reasons;

  private volatile ServiceConnections own;
  private volatile State state = State.DOWN;
  private volatile Duration lag;
  private Mark mark;

  /** The result of the last check. */
  public enum State {
    UP,
    /** It has not even applied what was committed before the last check but one. */
    BEHIND,
    DOWN
  }

  /** The log position of the database at a {@link System#nanoTime}. */
  private record Mark(long position, long nanoTime) {

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
  }

  /**
   * The position of the last committed change.
   *
   * @param followed the query for the position up to which a replica has applied the changes
   */
  record Committed(long position, String followed) {}

  /**
   * @param committed the position of the database; empty if it is unknown
   */
  public Replica(String database, Supplier<Optional<Committed>> committed, DataSource source) {
    this.database = database;
    this.committed = committed;
    this.source = source;
    this.reasons =
        new DownReasons(LOGGER, "The replica of database " + database + " cannot be used");
  }

  public State state() {
    return state;
  }

  /** The lag of the replica, within a few seconds; empty while it is down. */
  public Optional<Duration> lag() {
    return Optional.ofNullable(lag);
  }

  /** Never, since requests go to the database itself meanwhile. */
  @Override
  public boolean hasWaitingRequests() {
    return false;
  }

  /** Checks whether it can be used, unless the database itself cannot. */
  @Override
  public void check() {
    committed.get().ifPresent(this::check);
  }

  private void check(Committed now) {
    try {
      if (own == null) {
        own = ServiceConnections.outsidePool(source);
        warnIfExposed();
      }
      try (Connection connection = own.get()) {
        DatabaseIdentity.check(connection, database);
        compare(query(connection, now.followed()), now.position());
        own.warnIfShared(database + " for reading");
      }
    } catch (SQLException | RuntimeException e) {
      failed(e);
    }
  }

  private void warnIfExposed() throws SQLException {
    try (Connection connection = own.get()) {
      ConnectionSecurity.warnIfExposed(connection, database + " (its replica)");
    }
  }

  private void compare(long followed, long committed) {
    Mark before = mark == null ? new Mark(committed, System.nanoTime()) : mark;
    boolean behind = followed < before.position();
    lag = followed >= committed ? Duration.ZERO : before.age();
    mark = behind ? before : new Mark(committed, System.nanoTime());
    become(behind ? State.BEHIND : State.UP);
  }

  /**
   * A connection over which all that was committed can be read; empty if the replica does not catch
   * up soon.
   *
   * @throws SQLException if it cannot be reached
   */
  Optional<Connection> connect(Committed committed) throws SQLException {
    Connection connection = source.getConnection();
    try {
      if (follows(connection, committed)) {
        return Optional.of(connection);
      }
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
    connection.close();
    return Optional.empty();
  }

  private static boolean follows(Connection connection, Committed committed) throws SQLException {
    long end = System.nanoTime() + MAX_WAIT.toNanos();
    while (query(connection, committed.followed()) < committed.position()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  static long query(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** It is not used again before the next check. */
  void failed(Exception exception) {
    lag = null;
    state = State.DOWN;
    reasons.log(exception);
  }

  private void become(State next) {
    if (state != next) {
      state = next;
      reasons.clear();
      LOGGER.log(
          next == State.UP ? Level.INFO : Level.WARNING,
          "The replica of database {0} is {1}.",
          new Object[] {database, next});
    }
  }

  void close() {
    if (own != null) {
      own.close();
    }
  }
}
