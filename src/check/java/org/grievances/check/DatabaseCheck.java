package org.grievances.check;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.settings.DataSourceName;

/**
 * Connects to the database of a data source as the server would, and checks its name, its schema
 * and what its user may do. It changes nothing.
 */
final class DatabaseCheck {
  private static final String TIMEOUT_SECONDS = "10";
  private static final String MISSING_TABLE = "42P01";
  private static final String NO_PRIVILEGE = "42501";
  private static final String IDENTITY =
      "SELECT name, schema_version, minimum_version FROM database_identity";
  private static final String MAY_CREATE =
      "SELECT current_schema() IS NOT NULL AND has_schema_privilege(current_schema(), 'CREATE')";
  private static final String REFUSED_TABLES =
      """
      SELECT relname FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relname = ANY (?)
        AND NOT (has_table_privilege(oid, 'SELECT')
          AND (relname = 'database_identity' OR has_table_privilege(oid, 'INSERT')))
      ORDER BY relname""";

  private final Driver driver;
  private final PackagedSchema schema;
  private final Report report;

  /** The name that a database holds, its schema version, and that of the oldest service for it. */
  private record Identity(Optional<String> name, int schemaVersion, int minimumVersion) {}

  DatabaseCheck(Driver driver, PackagedSchema schema, Report report) {
    this.driver = driver;
    this.schema = schema;
    this.report = report;
  }

  /**
   * @param isMigrated whether the service creates and migrates the schema
   */
  void check(DataSourceElement dataSource, boolean isMigrated) {
    Optional<String> missing =
        dataSource.properties().values().stream()
            .filter(ServerConfiguration::isUnresolved)
            .findFirst();
    Optional<String> password =
        Passwords.decode(dataSource.properties().getOrDefault("password", ""));
    if (missing.isPresent()) {
      error(dataSource, "is not tried: " + missing.get() + " is not set here");
    } else if (password.isEmpty()) {
      report.warning(
          dataSource.place(),
          name(dataSource) + "is not tried: only the server can decode its password");
    } else {
      connect(dataSource, password.get(), isMigrated);
    }
  }

  private void connect(DataSourceElement dataSource, String password, boolean isMigrated) {
    try (Connection connection = open(dataSource, password)) {
      connection.setReadOnly(true);
      checkIdentity(dataSource, connection, isMigrated);
    } catch (SQLException e) {
      error(
          dataSource,
          "cannot be used: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private Connection open(DataSourceElement dataSource, String password) throws SQLException {
    String url = dataSource.url();
    Map<String, String> names =
        Stream.of(driver.getPropertyInfo(url, new Properties()))
            .map(info -> info.name)
            .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), name -> name));
    Properties properties = new Properties();
    dataSource
        .properties()
        .forEach(
            (name, value) -> {
              if (names.containsKey(name)) {
                properties.put(names.get(name), value);
              }
            });
    properties.put("password", password);
    names.values().stream()
        .filter(name -> name.endsWith("Timeout"))
        .forEach(name -> properties.put(name, TIMEOUT_SECONDS));
    return driver.connect(url, properties);
  }

  private void checkIdentity(
      DataSourceElement dataSource, Connection connection, boolean isMigrated) throws SQLException {
    try {
      Identity identity = identity(connection);
      checkName(dataSource, identity);
      checkMinimum(dataSource, identity);
      if (!isMigrated) {
        checkVersion(dataSource, identity.schemaVersion());
        checkPrivileges(dataSource, connection);
      }
    } catch (SQLException e) {
      if (MISSING_TABLE.equals(e.getSQLState())) {
        checkEmpty(dataSource, connection, isMigrated);
      } else if (NO_PRIVILEGE.equals(e.getSQLState())) {
        error(dataSource, "may not be read by this user: its owner runs grants.sql");
      } else {
        throw e;
      }
    }
  }

  private static Identity identity(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(IDENTITY)) {
      return row.next()
          ? new Identity(Optional.ofNullable(row.getString(1)), row.getInt(2), row.getInt(3))
          : new Identity(Optional.empty(), 0, 0);
    }
  }

  private void checkName(DataSourceElement dataSource, Identity identity) {
    identity
        .name()
        .filter(name -> !name.equals(dataSource.database()))
        .ifPresent(
            name ->
                error(
                    dataSource,
                    "leads to a database that says that it is '"
                        + name
                        + "'; correct the address"));
  }

  private void checkMinimum(DataSourceElement dataSource, Identity identity) {
    schema
        .version()
        .ifPresent(
            own -> {
              if (own < identity.minimumVersion()) {
                error(
                    dataSource,
                    ("has version %d of the schema, which needs a release of version %d or later;"
                            + " this one has %d")
                        .formatted(identity.schemaVersion(), identity.minimumVersion(), own));
              }
            });
  }

  private void checkVersion(DataSourceElement dataSource, int version) {
    schema
        .version()
        .ifPresent(
            needed -> {
              if (version < needed) {
                error(
                    dataSource,
                    "has version %d of the schema, and the service needs %d: its owner runs the scripts"
                        .formatted(version, needed));
              }
            });
  }

  private void checkPrivileges(DataSourceElement dataSource, Connection connection)
      throws SQLException {
    List<String> refused = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(REFUSED_TABLES)) {
      statement.setArray(1, connection.createArrayOf("text", schema.tables().toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          refused.add(rows.getString(1));
        }
      }
    }
    if (!refused.isEmpty()) {
      error(
          dataSource,
          "has tables that this user may not use: its owner runs grants.sql ("
              + String.join(", ", refused)
              + ")");
    }
  }

  /** A database without tables: a new one, which the service fills if it may. */
  private void checkEmpty(DataSourceElement dataSource, Connection connection, boolean isMigrated)
      throws SQLException {
    if (dataSource.isNamed(DataSourceName.REPLICAS) || !isMigrated) {
      error(dataSource, "has no schema: its owner runs the scripts in db/migration");
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MAY_CREATE)) {
      row.next();
      if (!row.getBoolean(1)) {
        error(dataSource, "is new, and this user may not create tables in it");
      }
    }
  }

  private static String name(DataSourceElement dataSource) {
    return "database " + dataSource.database() + " ";
  }

  private void error(DataSourceElement dataSource, String text) {
    report.error(dataSource.place(), name(dataSource) + text);
  }
}
