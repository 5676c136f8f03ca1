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
 * A few connections to a database for the service's own use, outside the server's pool: to look at
 * its health and to share rate limits takes none from the requests, and waits for none of theirs.
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
   * Makes them where a data source of the server's makes its own.
   *
   * @param ofRequests of the type {@link ConnectionPoolDataSource}; one of another type shares its
   *     connections with the requests
   */
  static ServiceConnections beside(DataSource ofRequests, String database) {
    try {
      return new ServiceConnections(pool(copy(ofRequests)));
    } catch (Exception impossible) {
      Activity.log(
          LOGGER,
          Level.WARNING,
          "Database "
              + database
              + " counts as down while requests have all of its connections: its data source is not"
              + " of the type javax.sql.ConnectionPoolDataSource, or the application does not see"
              + " its driver.",
          impossible);
      return new ServiceConnections(ofRequests);
    }
  }

  /**
   * A data source of the driver's own with the same properties. The server hands out the one that
   * it pools for neither use nor inspection, but as a reference by which JNDI makes another.
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
