package org.grievances.database;

import static java.util.stream.Collectors.groupingBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Parent;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/**
 * The records that those of a table belong to: they are locked before these are written, and get
 * what follows from them in the same transaction.
 */
public final class ParentRecords {
  /** How many are read and changed at a time. */
  private static final int SUMMARIZED_TOGETHER = 1000;

  private final UnitOfWork unitOfWork;
  private final Table children;
  private final Parent parent;
  private final Table table;
  private final Author author;

  /**
   * @param children the table of the records that belong to others
   */
  ParentRecords(UnitOfWork unitOfWork, Table children, Parent parent, Author author) {
    this.unitOfWork = unitOfWork;
    this.children = children;
    this.parent = parent;
    this.table = parent.table();
    this.author = author;
  }

  /**
   * Locks the records with these keys.
   *
   * @return the keys of those that are there, as far as the caller may see them
   */
  public Set<Object> lock(Collection<Object> keys) throws SQLException {
    unitOfWork.beginWriting(table);
    List<Object> inOrder = List.copyOf(new TreeSet<>(keys));
    if (!Scope.current().limitsRecords()) {
      return unitOfWork.on(table).lockKeys(inOrder);
    }
    Set<Object> visible = new HashSet<>();
    unitOfWork
        .on(table)
        .lockRows(inOrder)
        .forEach(
            (key, row) -> {
              if (Scope.current().includes(table, row)) {
                visible.add(key);
              }
            });
    return visible;
  }

  /**
   * Locks the record that a record with these values belongs to.
   *
   * @throws FailureException {@code RECORD_UNKNOWN} if it is not there, or the caller may not see
   *     it
   */
  void lockOf(Object[] values) throws SQLException {
    if (lock(List.of(children.parentKey(values))).isEmpty()) {
      throw FailureException.of(
          ProblemType.RECORD_UNKNOWN,
          RequestError.of(ErrorCode.MISSING, parent.key().name(), "no record has it"));
    }
  }

  /**
   * Sets the members of records that follow from those that belong to them. A record that has them
   * already stays as it is; another one is changed by the author.
   *
   * @param keys of records that are locked
   */
  public void summarize(Collection<Object> keys) throws SQLException {
    List<Object> inOrder = List.copyOf(new TreeSet<>(keys));
    for (int from = 0; from < inOrder.size(); from += SUMMARIZED_TOGETHER) {
      int to = Math.min(from + SUMMARIZED_TOGETHER, inOrder.size());
      summarizeSome(inOrder.subList(from, to));
    }
  }

  private void summarizeSome(List<Object> keys) throws SQLException {
    Map<Object, List<Object[]>> counting = counting(keys);
    AuditStamp stamp = AuditStamp.now(author);
    List<Object[]> changed = new ArrayList<>();
    Map<Object, Object[]> rows = unitOfWork.on(table).lockRows(keys);
    for (Object key : keys) {
      Object[] row = rows.get(key);
      if (row != null) {
        Object[] summarized = parent.summarize(row, counting.getOrDefault(key, List.of()));
        if (!Arrays.equals(row, summarized)) {
          table.stamp(summarized, stamp);
          changed.add(summarized);
        }
      }
    }
    if (!changed.isEmpty()) {
      BitSet sent = parent.summarized();
      table.addStamped(sent);
      unitOfWork.on(table).merge(changed, Collections.nCopies(changed.size(), sent), Codes.ANY);
    }
  }

  /** The values of the records that count, by the key of the record that they belong to. */
  private Map<Object, List<Object[]>> counting(List<Object> keys) throws SQLException {
    Table stored = children.stored();
    List<Field> fields = new ArrayList<>(parent.summary().fields(stored));
    fields.add(parent.key());
    List<Condition> conditions = new ArrayList<>(parent.summary().conditions(stored));
    conditions.add(Condition.oneOf(parent.key(), Set.copyOf(keys)));
    List<Sort> byKey = List.of(new Sort(stored.keyField(), false));
    return unitOfWork
        .queries(stored)
        .list(fields, conditions, byKey, 0, Integer.MAX_VALUE, unitOfWork.time())
        .stream()
        .collect(groupingBy(row -> row[fields.size() - 1]));
  }
}
