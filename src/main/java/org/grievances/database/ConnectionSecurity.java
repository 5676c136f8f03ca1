package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.settings.DatabaseAddress;

/** Warns of databases whose connections others could read or change. */
final class ConnectionSecurity {
  private static final Logger LOGGER = Logger.getLogger(ConnectionSecurity.class.getName());

  private ConnectionSecurity() {}

  /** Warns if a database on another machine is reached without verified TLS. */
  static void warnIfExposed(Connection connection, String database) throws SQLException {
    DatabaseAddress.of(connection.getMetaData().getURL())
        .filter(DatabaseAddress::isExposed)
        .ifPresent(
            address ->
                LOGGER.log(
                    Level.WARNING,
                    "Database {0} {1}.",
                    new Object[] {database, address.exposure()}));
  }
}
