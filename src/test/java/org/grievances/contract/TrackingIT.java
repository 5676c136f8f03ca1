package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On PostgreSQL, a table of another type of record gets its count and history by one call. */
@ExtendWith(RunningServer.Resolver.class)
class TrackingIT {
  private static final String HISTORY =
      "select change, note from samples_history join record_changes using (change_id, changed)"
          + " where sample_key = %s order by change_id";

  @BeforeEach
  void createTable(RunningServer server) throws SQLException {
    server.awaitUse("delta");
    server.execute("drop table if exists samples, samples_history");
    server.execute("delete from row_counts where table_name = 'samples'");
    server.execute("create table samples (sample_key integer primary key, note text)");
    server.execute("insert into samples values (1, 'old'), (2, 'old')");
  }

  @Test
  void theRowsThatATableHasAreCountedFromTheStart(RunningServer server) throws SQLException {
    server.execute("select track_records('samples')");
    assertEquals(2, count(server));
    server.execute("insert into samples select n, 'new' from generate_series(3, 1000) n");
    server.execute("delete from samples where sample_key <= 10");
    assertEquals(990, count(server));
    server.execute("select track_records('samples')");
    assertEquals(990, count(server), "called again");
    server.execute("truncate samples");
    assertEquals(0, count(server));
  }

  @Test
  void everyChangeIsInTheHistory(RunningServer server) throws SQLException {
    server.execute("select track_records('samples')");
    String key = Long.toString(System.nanoTime() % 1_000_000_000);
    server.execute("insert into samples values (" + key + ", 'first')");
    server.execute("update samples set note = 'second' where sample_key = " + key);
    server.execute("delete from samples where sample_key = " + key);
    assertEquals(
        List.of("created null", "updated first", "deleted second"),
        query(server, HISTORY.formatted(key)));
  }

  @Test
  void aColumnThatIsAddedLaterIsInTheHistory(RunningServer server) throws SQLException {
    server.execute("select track_records('samples')");
    server.execute("alter table samples add column place text");
    server.execute("select track_records('samples')");
    server.execute("update samples set place = 'here' where sample_key = 1");
    server.execute("delete from samples where sample_key = 1");
    assertEquals(
        List.of("null", "here"),
        query(server, "select place from samples_history where sample_key = 1 order by change_id"));
  }

  @Test
  void aDisabledTriggerStaysDisabledWhenItIsCalledAgain(RunningServer server) throws SQLException {
    server.execute("select track_records('samples')");
    server.execute("alter table samples disable trigger samples_created_to_history");
    server.execute("select track_records('samples')");
    assertEquals(
        List.of("D"),
        query(
            server,
            "select tgenabled from pg_trigger where tgname = 'samples_created_to_history'"));
  }

  @Test
  void aTableWithoutAKeyOfOneColumnIsRefused(RunningServer server) throws SQLException {
    server.execute("alter table samples drop constraint samples_pkey");
    SQLException refused =
        assertThrows(SQLException.class, () -> server.execute("select track_records('samples')"));
    assertTrue(refused.getMessage().contains("primary key of one column"), refused.getMessage());
  }

  private static long count(RunningServer server) throws SQLException {
    return Long.parseLong(
        query(server, "select coalesce(sum(rows), 0) from row_counts where table_name = 'samples'")
            .get(0));
  }

  /** The rows of the result, each as its values with blanks between. */
  private static List<String> query(RunningServer server, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          values.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }
}
