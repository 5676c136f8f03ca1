package org.grievances.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Creates tables with the server's own migrations, in databases that no server has opened yet. */
public final class Schema {
  private static final String DERBY_SHUT_DOWN = "08006";

  private Schema() {}

  /** What else is to be done in the database. */
  @FunctionalInterface
  public interface Work {
    void run(Statement statement) throws SQLException;
  }

  /** What is to be done with a database. */
  @FunctionalInterface
  public interface Use {
    void of(Connection database) throws SQLException;
  }

  public static void createInPostgreSql(DataSource database, Work work) throws SQLException {
    createInPostgreSql(database, "postgresql", work);
  }

  /**
   * @param folder of the migrations
   */
  static void createInPostgreSql(DataSource database, String folder, Work work)
      throws SQLException {
    migrate(Flyway.configure().dataSource(database), folder);
    try (Connection connection = database.getConnection()) {
      run(connection, work);
    }
  }

  /** Creates the database too, and closes it, since only one process can have it open. */
  public static void createInDerby(Path directory, Work work) throws SQLException {
    migrate(Flyway.configure().dataSource(derby(directory) + ";create=true", null, null), "derby");
    openDerby(directory, connection -> run(connection, work));
  }

  /** Opens a database that no server has open, and closes it again. */
  public static void openDerby(Path directory, Use use) throws SQLException {
    String url = derby(directory);
    try (Connection connection = DriverManager.getConnection(url)) {
      use.of(connection);
    }
    try {
      DriverManager.getConnection(url + ";shutdown=true").close();
    } catch (SQLException e) {
      if (!DERBY_SHUT_DOWN.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static String derby(Path directory) {
    System.setProperty("derby.stream.error.file", "target/servers/derby.log");
    return "jdbc:derby:" + directory.toAbsolutePath();
  }

  private static void run(Connection connection, Work work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      work.run(statement);
    }
  }

  private static void migrate(FluentConfiguration flyway, String product) {
    flyway
        .locations("filesystem:src/main/resources/db/migration/" + product)
        .table("grievances_schema_history")
        .load()
        .migrate();
  }
}
