package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The server's pool of connections, which survives changes of the configuration: the server closes
 * it then, also for a change of another database, and has a new one under the same name.
 */
final class PooledConnections extends SimpleDataSource {
  /** A pool that was closed fails at once; a database that does not answer takes longer. */
  private static final Duration FAST_FAILURE = Duration.ofMillis(500);

  /** The minimum time between two lookups, however many requests fail. */
  private static final Duration LOOKUP_INTERVAL = Duration.ofMillis(100);

  /** The time in which the server replaces a pool after a change. */
  private static final Duration CHANGE_TIMEOUT = Duration.ofSeconds(2);

  private final Lookup lookup;
  private volatile Pool pool;

  /** Looks up the pool that the server has now. */
  @FunctionalInterface
  interface Lookup {
    DataSource find() throws SQLException;
  }

  /** A pool, and when it was found, by {@link System#nanoTime}. */
  private record Pool(DataSource source, long found) {

    static Pool of(DataSource source) {
      return new Pool(source, System.nanoTime());
    }

    boolean isNew() {
      return System.nanoTime() - found < LOOKUP_INTERVAL.toNanos();
    }
  }

  PooledConnections(DataSource source, Lookup lookup) {
    this.lookup = lookup;
    this.pool = Pool.of(source);
  }

  @Override
  public Connection getConnection() throws SQLException {
    long end = System.nanoTime() + CHANGE_TIMEOUT.toNanos();
    Pool used = pool;
    while (true) {
      long begun = System.nanoTime();
      try {
        return used.source().getConnection();
      } catch (SQLException e) {
        Pool next = System.nanoTime() - begun < FAST_FAILURE.toNanos() ? next(used) : used;
        if (next == used) {
          waitForAnother(e, end);
        }
        used = next;
      }
    }
  }

  /** The server may close the next pool as well, if it reads a second change. */
  private static void waitForAnother(SQLException e, long end) throws SQLException {
    if (isOfDatabase(e) || System.nanoTime() > end) {
      throw e;
    }
    LockSupport.parkNanos(LOOKUP_INTERVAL.toNanos());
  }

  /** Drivers set an SQL state, the server sets none for a pool that it closes. */
  private static boolean isOfDatabase(SQLException e) {
    return e.getSQLState() != null;
  }

  /** Looks up the pool again, unless it was found within {@link #LOOKUP_INTERVAL}. */
  private synchronized Pool next(Pool failed) throws SQLException {
    if (pool == failed && !failed.isNew()) {
      pool = Pool.of(lookup.find());
    }
    return pool;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.source().unwrap(type);
  }
}
