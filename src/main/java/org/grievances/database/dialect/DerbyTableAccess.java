package org.grievances.database.dialect;

import static java.util.Collections.nCopies;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * Apache Derby: one statement updates rows, then another inserts those that no update found.
 * Derby's MERGE does not distinguish inserted rows from updated ones.
 */
final class DerbyTableAccess extends TableAccess {
  private final Sql sql;

  /** A statement for one row, and the position of the value of each of its parameters. */
  private record RowStatement(String sql, int... positions) {}

  /** The statements that write one row. */
  static final class Sql extends TableSql {
    private final String lock;
    private final String codes;
    private final RowStatement insert;
    private final RowStatement update;
    private final RowStatement delete;

    Sql(Dialect dialect, Table table) {
      super(dialect, table);
      List<Field> fields = table.fields();
      String values = String.join(", ", nCopies(fields.size(), "?"));
      this.lock = "DELETE FROM " + name + " WHERE 1 = 0";
      this.codes = CodeLists.query(table);
      this.insert =
          statement("INSERT INTO " + name + " (" + columns + ") VALUES (" + values + ")", fields);
      this.update = update(table.updatable());
      this.delete = statement("DELETE FROM " + name + " WHERE " + hasKey, keys());
    }

    /** Changes these fields of a row. */
    private RowStatement update(List<Field> changed) {
      String assignments = list(changed, field -> field.column() + " = ?");
      return statement(
          "UPDATE " + name + " SET " + assignments + " WHERE " + hasKey,
          Stream.concat(changed.stream(), keys().stream()).toList());
    }

    /** For the parameters of {@link #hasKey}. */
    private List<Field> keys() {
      return nCopies(keyParameters, table.keyField());
    }

    private RowStatement statement(String sql, List<Field> parameters) {
      return new RowStatement(
          sql, parameters.stream().mapToInt(field -> table.position(field.name())).toArray());
    }

    @Override
    public TableAccess on(Connection connection, Optional<HistoryRecorder> recorder) {
      return new DerbyTableAccess(connection, this, recorder);
    }

    @Override
    TableKeys keys(Connection connection) {
      return new DerbyTableKeys(connection, this);
    }
  }

  DerbyTableAccess(Connection connection, Sql sql, Optional<HistoryRecorder> recorder) {
    super(connection, sql, recorder);
    this.sql = sql;
  }

  /** Derby has no statement for a writer's lock, so a DELETE that matches no row takes it. */
  @Override
  public Codes beginWriting(Author author) throws SQLException {
    if (table.coded().isEmpty()) {
      return Codes.ANY;
    }
    try (PreparedStatement writer = connection.prepareStatement(sql.lock);
        PreparedStatement codes = connection.prepareStatement(sql.codes)) {
      writer.executeUpdate();
      return CodeLists.read(table, codes.executeQuery());
    }
  }

  @Override
  boolean[] putRows(List<Object[]> rows, Codes codes) throws SQLException {
    boolean[] updated = change(sql.update, rows, Change.UPDATED);
    boolean[] created = new boolean[updated.length];
    List<Object[]> fresh = new ArrayList<>();
    for (int row = 0; row < created.length; row++) {
      if (!updated[row]) {
        created[row] = true;
        fresh.add(codes.complete(rows.get(row)));
      }
    }
    run(sql.insert, fresh);
    return created;
  }

  @Override
  boolean[] insertRows(List<Object[]> rows) throws SQLException {
    Set<Object> existing = lockKeys(keys(rows));
    return insertOthers(rows, existing);
  }

  /** Inserts the rows whose keys are not among those of existing ones. */
  private boolean[] insertOthers(List<Object[]> rows, Set<Object> existing) throws SQLException {
    boolean[] created = new boolean[rows.size()];
    List<Object[]> fresh = new ArrayList<>();
    for (int row = 0; row < created.length; row++) {
      if (!existing.contains(table.key(rows.get(row)))) {
        created[row] = true;
        fresh.add(rows.get(row));
      }
    }
    run(sql.insert, fresh);
    return created;
  }

  /** One statement for all rows that replace the same values; they are locked in key order. */
  @Override
  boolean[] mergeRows(List<Object[]> rows, List<BitSet> sent, Codes codes) throws SQLException {
    Set<Object> existing = recordExisting(keys(rows), Change.UPDATED);
    Map<BitSet, List<Object[]>> changes = new LinkedHashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      if (existing.contains(table.key(rows.get(row)))) {
        changes.computeIfAbsent(sent.get(row), first -> new ArrayList<>()).add(rows.get(row));
      }
    }
    for (Map.Entry<BitSet, List<Object[]>> change : changes.entrySet()) {
      run(sql.update(table.updatable(change.getKey())), change.getValue());
    }
    return insertOthers(rows.stream().map(codes::complete).toList(), existing);
  }

  @Override
  boolean[] deleteRows(List<Object[]> rows) throws SQLException {
    return change(sql.delete, rows, Change.DELETED);
  }

  /**
   * Changes only the rows that are recorded: another transaction may insert one meanwhile, which
   * would be changed without a trace. To insert it here too fails, and is tried again.
   */
  private boolean[] change(RowStatement statement, List<Object[]> rows, Change change)
      throws SQLException {
    if (!isRecorded()) {
      return run(statement, rows);
    }
    Set<Object> existing = recordExisting(keys(rows), change);
    run(statement, rows.stream().filter(row -> existing.contains(table.key(row))).toList());
    boolean[] found = new boolean[rows.size()];
    for (int row = 0; row < found.length; row++) {
      found[row] = existing.contains(table.key(rows.get(row)));
    }
    return found;
  }

  /** For each row, whether the statement changed one. */
  private boolean[] run(RowStatement statement, List<Object[]> rows) throws SQLException {
    boolean[] found = new boolean[rows.size()];
    if (rows.isEmpty()) {
      return found;
    }
    try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      for (int row = 0; row < found.length; row++) {
        bind(prepared, statement.positions(), rows.get(row));
        found[row] = execute(prepared) > 0;
      }
    }
    return found;
  }

  private void bind(PreparedStatement prepared, int[] positions, Object[] row) throws SQLException {
    List<Field> fields = table.fields();
    int parameter = 1;
    for (int position : positions) {
      dialect.bind(prepared, parameter++, fields.get(position), row[position]);
    }
  }

  /**
   * Derby runs a JDBC batch row by row too, but moves its date-times of some days meanwhile. A
   * statement that failed is not kept for reuse: Derby cannot run one again in which a trigger
   * failed.
   */
  private static int execute(PreparedStatement statement) throws SQLException {
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      statement.setPoolable(false);
      throw e;
    }
  }

  /** Derby holds these locks until the transaction ends only if reads are repeatable. */
  @Override
  void lock(String columns, List<Object> keys, RowReader reader) throws SQLException {
    select(columns, keys, " FOR UPDATE WITH RS", reader);
  }

  @Override
  public List<List<Object>> keyLists(List<Object> keys) {
    return KeyLists.of(keys);
  }

  /** A scan of the table instead would wait for the locks of other transactions on other rows. */
  @Override
  public String rowsWithKeys(int keys) {
    return " FROM %1$s --DERBY-PROPERTIES constraint=%1$s_pk\n WHERE %2$s"
        .formatted(table.name(), isIn(keys));
  }

  @Override
  public String isIn(int keys) {
    return sql.key + " IN (" + String.join(", ", nCopies(keys, "?")) + ")";
  }

  @Override
  public void bindKeys(PreparedStatement statement, int parameter, List<Object> keys)
      throws SQLException {
    int next = parameter;
    for (Object key : keys) {
      dialect.bind(statement, next++, table.keyField(), key);
    }
  }

  @Override
  public long count() throws SQLException {
    return NumberQuery.ask(connection, "SELECT COUNT(*) FROM " + table.name()).orElseThrow();
  }
}
