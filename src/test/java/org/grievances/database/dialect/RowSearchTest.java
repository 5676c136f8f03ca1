package org.grievances.database.dialect;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.junit.jupiter.api.Test;

/** A search that takes too long fails in a way of its own, since callers can narrow it. */
class RowSearchTest {
  private static final Field KEY = Grievance.TABLE.keyField();
  private static final List<Condition> WORDS =
      List.of(new Condition.HasWords(List.of(Grievance.TABLE.field("issue")), List.of("claim")));

  @Test
  void searchWithoutTimeIsItsOwnFailure() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:derby:memory:search;create=true")) {
      connection
          .createStatement()
          .execute("CREATE TABLE grievances (grievance_key INTEGER, issue VARCHAR(4096))");
      RowQueries queries = new DerbyDialect().sql(Grievance.TABLE).queries(connection);
      List<Sort> sorts = List.of(new Sort(KEY, false));
      assertThrows(
          SearchTimeoutException.class,
          () -> queries.list(List.of(KEY), WORDS, sorts, 0, 10, noTime()));
      assertThrows(
          SearchTimeoutException.class, () -> queries.count(WORDS, OptionalLong.empty(), noTime()));
      assertThrowsExactly(
          SQLTimeoutException.class,
          () -> queries.list(List.of(KEY), List.of(), sorts, 0, 10, noTime()));
    }
  }

  private static QueryLimit noTime() {
    return new QueryLimit(Duration.ZERO);
  }
}
