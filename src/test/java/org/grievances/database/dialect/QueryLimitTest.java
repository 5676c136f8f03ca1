package org.grievances.database.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests how queries are ended, on Derby. */
@Timeout(60)
class QueryLimitTest {
  /** Would run for hours. */
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM sys.syscolumns a, sys.syscolumns b, sys.syscolumns c, sys.syscolumns d";

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:derby:memory:query-limit;create=true");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private long run(QueryLimit limit, String query) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      return limit.run(prepared, QueryLimitTest::number);
    }
  }

  private static long number(ResultSet result) throws SQLException {
    result.next();
    return result.getLong(1);
  }

  private static void cancelAfterASecond(QueryLimit limit) {
    try {
      TimeUnit.SECONDS.sleep(1);
      limit.cancel();
    } catch (InterruptedException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void queryThatRunsIsEndedByAnotherThreadAndNoneFollows() throws Exception {
    QueryLimit limit = new QueryLimit(Duration.ofMinutes(5));
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> cancelAfterASecond(limit));
    assertThrows(SQLTimeoutException.class, () -> run(limit, ENDLESS));
    assertFalse(Thread.currentThread().isInterrupted());
    other.get();
    connect();
    assertThrows(SQLTimeoutException.class, () -> run(limit, "VALUES 1"));
  }

  @Test
  void queriesHaveTheTimeTogether() throws SQLException {
    QueryLimit limit = new QueryLimit(Duration.ofSeconds(2));
    assertEquals(1, run(limit, "VALUES 1"));
    assertThrows(SQLTimeoutException.class, () -> run(limit, ENDLESS));
    assertThrows(SQLTimeoutException.class, () -> run(limit, "VALUES 1"));
  }

  @Test
  void aResultThatIsReadForTooLongIsEnded() throws SQLException {
    QueryLimit limit = new QueryLimit(Duration.ofMillis(200));
    try (PreparedStatement prepared = connection.prepareStatement("VALUES 1")) {
      assertThrows(
          SQLTimeoutException.class, () -> limit.run(prepared, result -> readForEver(limit)));
    }
  }

  private static long readForEver(QueryLimit limit) throws SQLException {
    while (true) {
      limit.check();
    }
  }
}
