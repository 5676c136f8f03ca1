package org.grievances.database.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.schema.Field;

/** Finds rows by conditions that the product cannot check, which is done here for each row. */
final class RowSearch {
  private final Connection connection;
  private final TableSql sql;
  private final RowCheck check;
  private final SqlFragment where;

  /**
   * @param check of rows, of which it shows the key at least
   * @param where the conditions that the product checks
   */
  RowSearch(Connection connection, TableSql sql, RowCheck check, SqlFragment where) {
    this.connection = connection;
    this.sql = sql;
    this.check = check;
    this.where = where;
  }

  /**
   * The rows from an offset on. Their keys are found first, so that little is sorted. Looks again
   * if one is deleted meanwhile: a page with fewer rows would be taken for the last one.
   *
   * @param fields that are read of each row
   * @param order the ORDER BY clause
   * @throws SearchTimeoutException if the time is over
   */
  List<Object[]> list(List<Field> fields, String order, long offset, int limit, QueryLimit time)
      throws SQLException {
    while (true) {
      List<Object> keys = keys(order, offset, limit, time);
      Map<Object, Object[]> rows = sql.on(connection, Optional.empty()).readRows(keys, fields);
      if (rows.size() == keys.size()) {
        return keys.stream().map(rows::get).toList();
      }
    }
  }

  private List<Object> keys(String order, long offset, int limit, QueryLimit time)
      throws SQLException {
    return read(
        order,
        time,
        result -> {
          List<Object> keys = new ArrayList<>();
          long skipped = 0;
          while (keys.size() < limit && next(result, time)) {
            Object[] row = sql.row(result, 1, check.fields());
            if (check.isPassed(row) && skipped++ >= offset) {
              keys.add(row[0]);
            }
          }
          return keys;
        });
  }

  /**
   * @param limit at which the counting stops
   * @throws SearchTimeoutException if the time is over
   */
  long count(OptionalLong limit, QueryLimit time) throws SQLException {
    long end = limit.orElse(Long.MAX_VALUE);
    return read(
        "",
        time,
        result -> {
          long count = 0;
          while (count < end && next(result, time)) {
            count += check.isPassed(sql.row(result, 1, check.fields())) ? 1 : 0;
          }
          return count;
        });
  }

  private static boolean next(ResultSet result, QueryLimit time) throws SQLException {
    time.check();
    return result.next();
  }

  private <T> T read(String order, QueryLimit time, TimedQuery.Reader<T> reader)
      throws SQLException {
    String query = sql.select(check.fields()) + where.where() + order;
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      where.bind(sql.dialect, prepared, 1);
      return time.run(prepared, reader);
    } catch (SQLTimeoutException e) {
      throw new SearchTimeoutException(e);
    }
  }
}
