package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import org.grievances.activity.Activity;

/** Opens a new connection to the database each time; closing it closes it for good. */
final class UnpooledDataSource extends SimpleDataSource {
  private static final Logger LOGGER = Logger.getLogger(UnpooledDataSource.class.getName());
  private static final ConnectionEventListener CLOSE = new Close();

  private final ConnectionPoolDataSource driver;

  UnpooledDataSource(ConnectionPoolDataSource driver) {
    this.driver = driver;
  }

  ConnectionPoolDataSource driver() {
    return driver;
  }

  @Override
  public Connection getConnection() throws SQLException {
    PooledConnection connection = driver.getPooledConnection();
    connection.addConnectionEventListener(CLOSE);
    return connection.getConnection();
  }

  /** Closes the connection to the database with the one that was handed out. */
  private static final class Close implements ConnectionEventListener {

    @Override
    public void connectionClosed(ConnectionEvent event) {
      try {
        ((PooledConnection) event.getSource()).close();
      } catch (SQLException e) {
        Activity.log(LOGGER, Level.WARNING, "A connection could not be closed.", e);
      }
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      connectionClosed(event);
    }
  }
}
