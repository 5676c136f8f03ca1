package org.grievances.server;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Spread databases whose records are partitioned by their keys: the nearest thing to many machines
 * that one PostgreSQL can be. Like them, it tells no system column of a row that it has written.
 */
public final class SpreadDatabases {
  private static final String FOLDER = "postgresql-spread";
  private static final List<String> PARTITIONED = List.of("grievances", "grievances_history");
  private static final String PARTITION =
      """
      CREATE TABLE parts (LIKE %1$s INCLUDING ALL) PARTITION BY HASH (grievance_key);
      CREATE TABLE %1$s_0 PARTITION OF parts FOR VALUES WITH (MODULUS 4, REMAINDER 0);
      CREATE TABLE %1$s_1 PARTITION OF parts FOR VALUES WITH (MODULUS 4, REMAINDER 1);
      CREATE TABLE %1$s_2 PARTITION OF parts FOR VALUES WITH (MODULUS 4, REMAINDER 2);
      CREATE TABLE %1$s_3 PARTITION OF parts FOR VALUES WITH (MODULUS 4, REMAINDER 3);
      DROP TABLE %1$s;
      ALTER TABLE parts RENAME TO %1$s;
      """;

  private SpreadDatabases() {}

  /** Creates the tables, some of them with partitions. */
  public static void createPartitioned(DataSource database, Schema.Work work) throws SQLException {
    Schema.createInPostgreSql(
        database,
        FOLDER,
        statement -> {
          partition(statement);
          work.run(statement);
        });
  }

  private static void partition(Statement statement) throws SQLException {
    for (String table : PARTITIONED) {
      statement.execute(PARTITION.formatted(table));
    }
  }
}
