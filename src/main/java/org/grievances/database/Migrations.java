package org.grievances.database;

import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.grievances.database.dialect.Dialect;

/**
 * Migrates the schema of a database to the version of this service. Inside Liberty, Flyway locates
 * a folder by the empty file {@code flyway.location} in it.
 */
final class Migrations {
  private static final Logger LOGGER = Logger.getLogger(Migrations.class.getName());

  private Migrations() {}

  /** Runs the pending migrations; servers that start at the same time wait for each other. */
  static void run(String database, DataSource dataSource, Dialect dialect) {
    MigrateResult result =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/migration/" + dialect.folder())
            .failOnMissingLocations(true)
            .table("grievances_schema_history")
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load()
            .migrate();
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
}
