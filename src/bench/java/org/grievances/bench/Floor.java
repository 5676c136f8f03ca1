package org.grievances.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A baseline with the connections to its database, which two callers can use at once.
 *
 * @param connections one for each caller
 */
record Floor(Baseline baseline, List<Connection> connections) implements AutoCloseable {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /** Uses a table of its own next to the service's, in {@link Target#POSTGRESQL}. */
  static Floor onPostgreSql(BenchServer server) throws IOException, SQLException {
    List<Connection> connections = List.of(server.connect(), server.connect());
    Baseline.createTable(connections.get(0), tableOnPostgreSql());
    return new Floor(new Baseline.PostgreSql(), connections).withTransactions();
  }

  /**
   * Uses a database of its own in this process.
   *
   * @param directory where the new database is put
   */
  static Floor onDerby(Path directory) throws IOException, SQLException {
    String url = "jdbc:derby:" + directory.resolve("floor-" + System.nanoTime());
    List<Connection> connections =
        List.of(
            DriverManager.getConnection(url + ";create=true"), DriverManager.getConnection(url));
    Baseline.createTable(
        connections.get(0), List.of(statement("derby/V1__baseline.sql", "create table")));
    return new Floor(new Baseline.Derby(), connections).withTransactions();
  }

  /** Uses JPA with batch writing instead of JDBC, in a schema of its own. */
  static Floor withJpa(BenchServer server) throws IOException, SQLException {
    List<Connection> connections = List.of(server.connect(), server.connect());
    try (Statement statement = connections.get(0).createStatement()) {
      statement.execute("CREATE SCHEMA jpa");
      statement.execute("SET search_path TO jpa");
      for (String each : tableOnPostgreSql()) {
        statement.execute(each);
      }
    }
    String url = server.url() + "?currentSchema=jpa&reWriteBatchedInserts=true";
    return new Floor(new JpaBaseline(url), connections);
  }

  private Floor withTransactions() throws SQLException {
    for (Connection connection : connections) {
      connection.setAutoCommit(false);
    }
    return this;
  }

  private static List<String> tableOnPostgreSql() throws IOException {
    return List.of(statement("postgresql/V1__baseline.sql", "create table"));
  }

  private static String statement(String migration, String start) throws IOException {
    String text = Files.readString(MIGRATIONS.resolve(migration));
    int from = text.indexOf(start);
    return text.substring(from, text.indexOf(';', from));
  }

  /** Puts batches of rows, each in one transaction. */
  ConcurrentCalls put(int callers, List<List<Object[]>> batches) throws Exception {
    return ConcurrentCalls.run(
        callers, batches, (caller, rows) -> baseline.put(connections.get(caller), rows));
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
    baseline.close();
  }
}
