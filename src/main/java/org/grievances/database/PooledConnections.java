package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.grievances.failure.RetryPolicy;

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

  /** The server may close the next pool as well, if it reads a second change. */
  private static final RetryPolicy RETRIES =
      RetryPolicy.of(e -> !isOfDatabase(e), Integer.MAX_VALUE)
          .within(CHANGE_TIMEOUT)
          .withDelay((e, attempt) -> LOOKUP_INTERVAL);

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
    return RETRIES.run(attempt -> connect());
  }

  /** Connects with the known pool, or with the one that the server has now if that fails fast. */
  private Connection connect() throws SQLException {
    Pool known = pool;
    long begun = System.nanoTime();
    try {
      return known.source().getConnection();
    } catch (SQLException e) {
      Pool next = System.nanoTime() - begun < FAST_FAILURE.toNanos() ? next(known) : known;
      if (next == known) {
        throw e;
      }
      return next.source().getConnection();
    }
  }

  /** Drivers set an SQL state, the server sets none for a pool that it closes. */
  private static boolean isOfDatabase(Exception e) {
    return !(e instanceof SQLException failed) || failed.getSQLState() != null;
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
