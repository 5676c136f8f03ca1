package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
 * A small connection pool for the service's own use, outside the server's pool: health checks and
 * shared rate limits neither take connections from requests nor wait for theirs.
 */
final class ServiceConnections implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(ServiceConnections.class.getName());
  private static final int MOST = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DataSource source;

  private ServiceConnections(DataSource source) {
    this.source = source;
  }

  /**
   * Opens connections to the same database as one of the server's data sources.
   *
   * @param ofRequests of the type {@link ConnectionPoolDataSource}, and reachable; with any other
   *     type, or if no other connection can be opened, requests and the service share its
   *     connections
   */
  static ServiceConnections beside(DataSource ofRequests, String database) {
    try {
      SharedPoolDataSource pool = pool(copy(ofRequests));
      pool.getConnection().close();
      return new ServiceConnections(pool);
    } catch (Exception impossible) {
      Activity.log(
          LOGGER,
          Level.WARNING,
          "Database "
              + database
              + " counts as down while requests have all of its connections: its data source is not"
              + " of the type javax.sql.ConnectionPoolDataSource, the application does not see its"
              + " driver, or no other connection could be opened.",
          impossible);
      return new ServiceConnections(ofRequests);
    }
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

  private static SharedPoolDataSource pool(ConnectionPoolDataSource driver) {
    SharedPoolDataSource pool = new SharedPoolDataSource();
    pool.setConnectionPoolDataSource(driver);
    pool.setMaxTotal(MOST);
    pool.setDefaultMaxTotal(MOST);
    pool.setDefaultMaxWait(PATIENCE);
    pool.setDefaultTestOnBorrow(true);
    pool.setValidationQueryTimeout(PATIENCE);
    return pool;
  }

  Connection get() throws SQLException {
    return source.getConnection();
  }

  DataSource source() {
    return source;
  }

  @Override
  public void close() {
    if (source instanceof SharedPoolDataSource pool) {
      try {
        pool.close();
      } catch (SQLException lost) {
        Activity.log(LOGGER, Level.WARNING, "Connections could not be closed.", lost);
      }
    }
  }
}
