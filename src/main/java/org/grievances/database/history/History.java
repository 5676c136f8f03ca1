package org.grievances.database.history;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * The history of all records: every change, who made it, and the values before and after it. It is
 * append-only, and written in the transactions that make the changes.
 */
public final class History {
  private static final String OF_RECORD =
      " FROM record_history WHERE table_name = ? AND record_key = ?";
  private static final String READ =
      "SELECT change, changed, changed_by, client, activity_id, old_values, new_values"
          + OF_RECORD
          + " ORDER BY change_id DESC OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
  private static final String COUNT = "SELECT COUNT(*)" + OF_RECORD;
  private static final String WRITE =
      "INSERT INTO record_history (table_name, record_key, change, changed, changed_by, client,"
          + " activity_id, old_values, new_values) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Connection connection;

  public History(Connection connection) {
    this.connection = connection;
  }

  /** The changes to a record, the latest first, starting at an offset. */
  public List<HistoryEntry> read(Table table, Object key, long offset, int limit)
      throws SQLException {
    List<HistoryEntry> changes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setString(1, table.name());
      statement.setString(2, key.toString());
      statement.setLong(3, offset);
      statement.setInt(4, limit);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          changes.add(change(table, result));
        }
      }
    }
    return changes;
  }

  private static HistoryEntry change(Table table, ResultSet result) throws SQLException {
    return new HistoryEntry(
        result.getString(1),
        result.getTimestamp(2).toLocalDateTime(),
        result.getString(3),
        result.getString(4),
        result.getString(5),
        values(table, result.getString(6)),
        values(table, result.getString(7)));
  }

  public long count(Table table, Object key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setString(1, table.name());
      statement.setString(2, key.toString());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /**
   * Writes the changes to records, for databases that do not record them themselves.
   *
   * @param before the records that existed before, by key
   * @param after the records that exist afterwards, by key
   */
  public void write(
      Table table,
      List<Object> keys,
      Map<Object, Object[]> before,
      Map<Object, Object[]> after,
      Author author)
      throws SQLException {
    LocalDateTime now = AuditStamp.now(author).date();
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      for (Object key : keys) {
        if (before.containsKey(key) || after.containsKey(key)) {
          statement.setString(1, table.name());
          statement.setString(2, key.toString());
          statement.setString(3, kind(before.containsKey(key), after.containsKey(key)));
          statement.setTimestamp(4, Timestamp.valueOf(now));
          statement.setString(5, author.user());
          statement.setString(6, author.client());
          statement.setString(7, author.activity().toString());
          statement.setString(8, json(table, before.get(key)));
          statement.setString(9, json(table, after.get(key)));
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private static String kind(boolean before, boolean after) {
    if (!before) {
      return "created";
    }
    return after ? "updated" : "deleted";
  }

  /** By column, in the format of a database that writes the history itself. */
  private static String json(Table table, Object[] values) {
    if (values == null) {
      return null;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.createGenerator(text)) {
      json.writeStartObject();
      for (int position = 0; position < values.length; position++) {
        write(json, table.fields().get(position).column(), values[position]);
      }
      json.writeEnd();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String column, Object value) {
    if (value == null) {
      json.writeNull(column);
    } else if (value instanceof Integer number) {
      json.write(column, number);
    } else if (value instanceof Boolean flag) {
      json.write(column, flag);
    } else {
      json.write(column, value.toString());
    }
  }

  private static Object[] values(Table table, String json) {
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
