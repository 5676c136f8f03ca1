package org.grievances.database.history;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * Reads the changes to the records of a table that were made before each table had a history of its
 * own: {@code record_history} has the record before and after each, by column as JSON. Nothing is
 * added to it.
 */
final class EarlierHistory {
  private static final String OF_RECORD =
      " FROM record_history WHERE table_name = ? AND record_key = ?";
  private static final String READ =
      "SELECT change, changed, changed_by, client, activity_id, old_values, new_values"
          + OF_RECORD
          + " ORDER BY change_id DESC OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
  private static final String COUNT = "SELECT COUNT(*)" + OF_RECORD;

  private final Connection connection;
  private final Table table;

  EarlierHistory(Connection connection, Table table) {
    this.connection = connection;
    this.table = table;
  }

  /** The changes to a record, the latest first, starting at an offset. */
  List<HistoryEntry> read(Object key, long offset, int limit) throws SQLException {
    List<HistoryEntry> changes = new ArrayList<>();
    try (PreparedStatement statement = prepare(READ, key)) {
      statement.setLong(3, offset);
      statement.setInt(4, limit);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          changes.add(entry(result));
        }
      }
    }
    return changes;
  }

  long count(Object key) throws SQLException {
    try (PreparedStatement statement = prepare(COUNT, key);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  private PreparedStatement prepare(String sql, Object key) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, table.name());
    statement.setString(2, key.toString());
    return statement;
  }

  private HistoryEntry entry(ResultSet result) throws SQLException {
    return new HistoryEntry(
        Change.of(result.getString(1)),
        HistoryEntry.Origin.of(result, 2),
        values(result.getString(6)),
        values(result.getString(7)));
  }

  private Object[] values(String json) {
    if (json == null) {
      return null;
    }
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject columns = reader.readObject();
      return table.fields().stream()
          .map(field -> value(field, columns.getOrDefault(field.column(), JsonValue.NULL)))
          .toArray();
    }
  }

  private static Object value(Field field, JsonValue value) {
    if (value.getValueType() == JsonValue.ValueType.NULL) {
      return null;
    }
    return switch (field.kind()) {
      case INTEGER -> Integer.valueOf(value.toString());
      case BOOLEAN -> value.getValueType() == JsonValue.ValueType.TRUE;
      case TEXT -> ((JsonString) value).getString();
      case DATE_TIME -> LocalDateTime.parse(((JsonString) value).getString());
    };
  }
}
