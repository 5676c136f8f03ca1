package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.spi.ObjectFactory;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.datasources.SharedPoolDataSource;
import org.grievances.activity.Activity;

/**
 * Connections for the service's own work, outside the server's pool: it neither takes connections
 * from requests nor waits for theirs. They are closed after use, so that a database that nobody
 * calls has none open. Only shared rate limits, in which every request counts, keep theirs.
 */
final class ServiceConnections implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(ServiceConnections.class.getName());
  private static final String INVALID_AUTHORIZATION = "28";
  private static final int MAX_POOLED = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final DataSource source;
  private SharedPoolDataSource pool;

  /** Why they are shared with requests; null if they are not, or once it was logged. */
  private Exception sharedBecause;

  private ServiceConnections(DataSource source, Exception sharedBecause) {
    this.source = source;
    this.sharedBecause = sharedBecause;
  }

  /**
   * Opens connections to the same database as one of the server's data sources.
   *
   * @param ofRequests of the type {@link ConnectionPoolDataSource}; with any other type, or if its
   *     properties alone do not let the service in, requests and the service share its connections
   * @throws SQLException if the database cannot be reached
   */
  static ServiceConnections outsidePool(DataSource ofRequests) throws SQLException {
    Exception reason;
    try {
      DataSource own = new UnpooledDataSource(copy(ofRequests));
      own.getConnection().close();
      return new ServiceConnections(own, null);
    } catch (SQLException e) {
      if (isUnreachable(e)) {
        throw e;
      }
      reason = e;
    } catch (Exception e) {
      reason = e;
    }
    return new ServiceConnections(ofRequests, reason);
  }

  /** Call it once the database can be used: before, another reason matters more. */
  void warnIfShared(String database) {
    if (sharedBecause != null) {
      Activity.log(
          LOGGER,
          Level.WARNING,
          "Database "
              + database
              + " counts as down while requests have all of its connections: its data source is not"
              + " of the type javax.sql.ConnectionPoolDataSource, the application does not see its"
              + " driver, or no other connection could be opened.",
          sharedBecause);
      sharedBecause = null;
    }
  }

  /** If only the user is refused, the server may have another one. */
  private static boolean isUnreachable(SQLException refused) {
    return SqlErrorKind.of(refused) == SqlErrorKind.UNAVAILABLE
        && !Objects.requireNonNullElse(refused.getSQLState(), "").startsWith(INVALID_AUTHORIZATION);
  }

  /**
   * Creates the driver's own data source with the same properties. The server does not expose the
   * one that it pools, only a JNDI reference from which another can be created.
   */
  private static ConnectionPoolDataSource copy(DataSource ofRequests) throws Exception {
    Reference reference = ofRequests.unwrap(Referenceable.class).getReference();
    ObjectFactory factory =
        Class.forName(reference.getFactoryClassName())
            .asSubclass(ObjectFactory.class)
            .getDeclaredConstructor()
            .newInstance();
    return (ConnectionPoolDataSource) factory.getObjectInstance(reference, null, null, null);
  }

  Connection get() throws SQLException {
    return source.getConnection();
  }

  /**
   * A connection that is lost when the database does not answer within a time. One of the server's
   * pool keeps its own time-outs, since requests use it too; so does Derby, which needs no network.
   */
  Connection get(Duration timeout) throws SQLException {
    Connection connection = source.getConnection();
    if (source instanceof UnpooledDataSource) {
      try {
        connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
      } catch (SQLFeatureNotSupportedException e) {
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  DataSource source() {
    return source;
  }

  /** Connections that stay open between uses. */
  DataSource pooled() {
    if (source instanceof UnpooledDataSource own) {
      pool = pool(own.driver());
      return pool;
    }
    return source;
  }

  private static SharedPoolDataSource pool(ConnectionPoolDataSource driver) {
    SharedPoolDataSource pool = new SharedPoolDataSource();
    pool.setConnectionPoolDataSource(driver);
    pool.setMaxTotal(MAX_POOLED);
    pool.setDefaultMaxTotal(MAX_POOLED);
    pool.setDefaultMaxWait(TIMEOUT);
    pool.setDefaultTestOnBorrow(true);
    pool.setValidationQueryTimeout(TIMEOUT);
    return pool;
  }

  @Override
  public void close() {
    if (pool == null) {
      return;
    }
    try {
      pool.close();
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.WARNING, "Connections could not be closed.", e);
    }
  }
}
