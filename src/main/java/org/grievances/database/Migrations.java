package org.grievances.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.UnusableDatabaseException;

/**
 * Migrates the schema of a database to the version of this service. Inside Liberty, Flyway locates
 * a folder by the empty file {@code flyway.location} in it.
 */
final class Migrations {
  private static final Logger LOGGER = Logger.getLogger(Migrations.class.getName());
  private static final String TABLE = "grievances_schema_history";
  private static final String APPLIED =
      "SELECT \"version\", \"checksum\", \"success\" FROM \""
          + TABLE
          + "\" ORDER BY \"installed_rank\"";

  /** All others wait behind a migration that waits for a lock. */
  private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

  /** A table that only schemas from before version 1.0 have. */
  private static final String EARLIER_TABLE = "record_history";

  /** The migrations that were applied to a database which Flyway found complete, by folder. */
  private static final Map<String, List<Applied>> COMPLETE = new ConcurrentHashMap<>();

  /** The version of the newest migration that this service has, by folder. */
  private static final Map<String, Integer> NEWEST = new ConcurrentHashMap<>();

  /** A row of Flyway's table. */
  private record Applied(String version, int checksum, boolean success) {}

  private Migrations() {}

  /**
   * Runs the pending migrations; servers that start at the same time wait for each other. Flyway is
   * only asked where the same migrations were not found to be complete in another database, since
   * it takes as long as the rest of opening a database.
   *
   * @param connection to the database, outside any transaction
   * @param dataSource for more connections to it
   * @throws UnusableDatabaseException if its schema is from before version 1.0
   * @throws org.flywaydb.core.api.FlywayException if a migration fails, also because it does not
   *     get a lock within two seconds
   */
  static void run(String database, Connection connection, DataSource dataSource, Dialect dialect)
      throws SQLException {
    if (applied(connection).equals(COMPLETE.get(dialect.folder()))) {
      return;
    }
    refuseEarlier(connection);
    MigrateResult result = flyway(dataSource, dialect).migrate();
    COMPLETE.put(dialect.folder(), applied(connection));
    LOGGER.log(
        Level.INFO,
        "Database {0}: schema version {1}, {2} migrations run.",
        new Object[] {
          database,
          result.targetSchemaVersion == null
              ? result.initialSchemaVersion
              : result.targetSchemaVersion,
          result.migrationsExecuted
        });
  }

  private static Flyway flyway(DataSource dataSource, Dialect dialect) {
    FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader());
    dialect.limitLockWaits(LOCK_WAIT).map(LockWaitLimit::new).ifPresent(configuration::callbacks);
    return configuration
        .dataSource(dataSource)
        .locations("classpath:db/migration/" + dialect.folder())
        .failOnMissingLocations(true)
        .table(TABLE)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  /**
   * Checks that a schema which its owner migrates is at least as new as this service.
   *
   * @throws UnusableDatabaseException if it is older, or from before version 1.0
   */
  static void check(Connection connection, DataSource dataSource, Dialect dialect)
      throws SQLException {
    refuseEarlier(connection);
    int newest = newest(dataSource, dialect);
    Optional<Integer> version =
        DatabaseIdentity.schemaVersion(connection).map(SchemaVersion::newest);
    if (version.isEmpty() || version.get() < newest) {
      throw new UnusableDatabaseException(
          "its schema "
              + version.map(number -> "has version " + number).orElse("says no version")
              + ", and this service needs "
              + newest
              + ": its owner runs the scripts of db/migration/"
              + dialect.folder()
              + " that are missing");
    }
  }

  /**
   * Checks that a later version of this service has not made the schema one that this version
   * cannot use. It may do so at any time, so this is for opened databases too.
   *
   * @throws UnusableDatabaseException if it has
   */
  static void refuseLater(Connection connection, DataSource dataSource, Dialect dialect)
      throws SQLException {
    Optional<SchemaVersion> version = DatabaseIdentity.schemaVersion(connection);
    if (version.isPresent()) {
      version.get().requireUsable(newest(dataSource, dialect));
    }
  }

  /**
   * Version numbers do not distinguish them: those of before version 1.0 were higher, and are used
   * again.
   */
  private static void refuseEarlier(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String table =
        database.storesUpperCaseIdentifiers()
            ? EARLIER_TABLE.toUpperCase(Locale.ROOT)
            : EARLIER_TABLE;
    try (ResultSet found = database.getTables(null, connection.getSchema(), table, null)) {
      if (found.next()) {
        throw new UnusableDatabaseException(
            "its schema was made by a version before 1.0, which cannot be upgraded: use a new"
                + " database");
      }
    }
  }

  /**
   * The number of the newest script of this service, which is asked for once. Nobody waits for
   * another database meanwhile, which may not answer.
   */
  private static int newest(DataSource dataSource, Dialect dialect) {
    Integer known = NEWEST.get(dialect.folder());
    if (known != null) {
      return known;
    }
    int newest =
        Stream.of(flyway(dataSource, dialect).info().all())
            .filter(migration -> migration.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .mapToInt(version -> Integer.parseInt(version.getVersion()))
            .max()
            .orElseThrow();
    NEWEST.put(dialect.folder(), newest);
    return newest;
  }

  /**
   * The version of the newest migration that was applied, by this service or by the owner.
   *
   * @param seconds how long the database may take
   */
  static String version(Connection connection, int seconds) throws SQLException {
    Optional<String> applied =
        applied(connection, seconds).stream()
            .filter(migration -> migration.success() && migration.version() != null)
            .reduce((older, newer) -> newer)
            .map(Applied::version);
    return applied.isPresent()
        ? applied.get()
        : DatabaseIdentity.schemaVersion(connection)
            .map(version -> String.valueOf(version.newest()))
            .orElse(null);
  }

  private static List<Applied> applied(Connection connection) throws SQLException {
    return applied(connection, 0);
  }

  /** Empty where no migration has been run. */
  private static List<Applied> applied(Connection connection, int seconds) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(seconds);
      return applied(statement.executeQuery(APPLIED));
    } catch (SQLException e) {
      if (SqlErrorKind.of(e) == SqlErrorKind.SCHEMA) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<Applied> applied(ResultSet rows) throws SQLException {
    List<Applied> applied = new ArrayList<>();
    while (rows.next()) {
      applied.add(new Applied(rows.getString(1), rows.getInt(2), rows.getBoolean(3)));
    }
    return applied;
  }
}
