package org.grievances.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * Reads and changes the table of grievances of one database through JDBC, without the batch engine.
 */
final class GrievanceTable {
  private final DataSource dataSource;

  private GrievanceTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  static GrievanceTable in(String database) throws NamingException {
    return new GrievanceTable(InitialContext.doLookup("jdbc/grievances/" + database));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The issue of each grievance, by its key. */
  Map<Integer, String> issues() throws SQLException {
    Map<Integer, String> issues = new TreeMap<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT grievance_key, issue FROM grievances")) {
      while (rows.next()) {
        issues.put(rows.getInt(1), rows.getString(2));
      }
    }
    return issues;
  }

  /** The values of one grievance, by column name in lower case. */
  Map<String, Object> row(int key) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM grievances WHERE grievance_key = ?")) {
      statement.setInt(1, key);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return values(rows);
      }
    }
  }

  private static Map<String, Object> values(ResultSet row) throws SQLException {
    Map<String, Object> values = new HashMap<>();
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      Object value = row.getObject(column);
      values.put(
          row.getMetaData().getColumnName(column).toLowerCase(Locale.ROOT),
          value instanceof Timestamp timestamp ? timestamp.toLocalDateTime() : value);
    }
    return values;
  }
}
