package org.grievances.batch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.TableAccess;
import org.grievances.database.keys.KeySequence;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError;
import org.grievances.item.ItemErrors;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/** The actions of a batch on its items. */
public enum Action {
  /** Creates records with new keys and replaces existing ones. */
  PUT {
    @Override
    public Members members(Batch.Options options) {
      return options.members();
    }

    @Override
    boolean[] run(TableAccess table, List<PendingRow> rows, Codes codes, Batch.Options options)
        throws SQLException {
      List<Object[]> values = PendingRow.valuesOf(rows);
      if (options.only() == Only.NEW) {
        return table.insert(values, codes);
      }
      boolean keepsValues =
          options.members().areMerged() || Scope.current().hidesAnyOf(table.table());
      return keepsValues && !table.table().isList()
          ? table.merge(values, rows.stream().map(PendingRow::sent).toList(), codes)
          : table.put(values, codes);
    }

    @Override
    Outcome outcome(Object key, boolean created, Batch.Options options) {
      if (created) {
        return Outcome.done(key, 201, "Created");
      }
      return options.only() == Only.NEW
          ? Outcome.failed(key, 409, ErrorCode.EXISTS, "Exists already")
          : Outcome.done(key, 200, "Updated");
    }
  },

  /** Creates records with keys that the service gives. */
  CREATE {
    @Override
    public Members members(Batch.Options options) {
      return options.members().keyless();
    }

    @Override
    boolean givesKeys() {
      return true;
    }

    /** Rows whose keys others have taken meanwhile get other keys, until all are created. */
    @Override
    boolean[] run(TableAccess table, List<PendingRow> rows, Codes codes, Batch.Options options)
        throws SQLException {
      KeySequence sequence = new KeySequence(table.keys());
      List<Object[]> left = PendingRow.valuesOf(rows);
      boolean again = false;
      while (!left.isEmpty()) {
        List<Integer> keys = sequence.next(left.size(), again);
        List<Object[]> others = left.subList(keys.size(), left.size());
        left = new ArrayList<>(create(table, left.subList(0, keys.size()), keys, codes));
        again = !left.isEmpty();
        left.addAll(others);
      }
      boolean[] created = new boolean[rows.size()];
      Arrays.fill(created, true);
      return created;
    }

    @Override
    Outcome outcome(Object key, boolean created, Batch.Options options) {
      return Outcome.done(key, 201, "Created");
    }
  },

  /** Deletes the records with the items' keys; an item needs no other members. */
  DELETE {
    @Override
    public Members members(Batch.Options options) {
      return options.ifUnchanged() ? Members.VERSION_ONLY : Members.KEY_ONLY;
    }

    @Override
    Codes begin(UnitOfWork unitOfWork, Table table) throws SQLException {
      unitOfWork.beginDeleting(table);
      return Codes.ANY;
    }

    @Override
    void stamp(Table table, Object[] values, AuditStamp stamp) {}

    @Override
    Optional<Outcome> refusal(UnitOfWork unitOfWork, Table table, Object key) throws SQLException {
      return table.isList()
              && unitOfWork.findRow(table, key).isPresent()
              && unitOfWork.isInUse(table, key)
          ? Optional.of(
              Outcome.failed(
                  key,
                  409,
                  ItemErrors.of(
                      RequestError.of(ErrorCode.REFUSED, table.keyField().name(), Codes.IN_USE))))
          : Optional.empty();
    }

    @Override
    boolean[] run(TableAccess table, List<PendingRow> rows, Codes codes, Batch.Options options)
        throws SQLException {
      return table.delete(PendingRow.valuesOf(rows));
    }

    @Override
    Outcome outcome(Object key, boolean deleted, Batch.Options options) {
      return deleted
          ? Outcome.done(key, 200, "Deleted")
          : Outcome.failed(key, 404, ErrorCode.MISSING, "There is no record with this key");
    }
  },

  /**
   * Puts the records with the items' keys back to their states before a request, unless they were
   * changed after it.
   */
  UNDO {
    @Override
    public Table table(Table table) {
      return table.stored();
    }

    @Override
    public Members members(Batch.Options options) {
      return Members.KEY_ONLY;
    }

    @Override
    Codes begin(UnitOfWork unitOfWork, Table table) throws SQLException {
      unitOfWork.beginDeleting(table);
      return unitOfWork.beginWriting(table);
    }

    /** The rows have their keys only, until it is known what they are put back to. */
    @Override
    void stamp(Table table, Object[] values, AuditStamp stamp) {}

    @Override
    boolean[] run(TableAccess table, List<PendingRow> rows, Codes codes, Batch.Options options)
        throws SQLException {
      return Reversal.runEach(table, rows);
    }

    @Override
    Outcome outcome(Object key, boolean reversed, Batch.Options options) {
      return reversed
          ? Outcome.done(key, 200, UndoChecks.REVERSED)
          : Outcome.failed(key, 412, ErrorCode.CHANGED, UndoChecks.CHANGED);
    }
  };

  /** The table of the values that it writes, for the table of its items. */
  public Table table(Table table) {
    return table;
  }

  /** Which members of an item are read. */
  public abstract Members members(Batch.Options options);

  /** Whether the service gives the keys of the records. */
  boolean givesKeys() {
    return false;
  }

  /** Begins writing and returns the codes that the items may contain. */
  Codes begin(UnitOfWork unitOfWork, Table table) throws SQLException {
    return unitOfWork.beginWriting(table);
  }

  /** Sets the author and the time of the change, and of the creation where they are not given. */
  void stamp(Table table, Object[] values, AuditStamp stamp) {
    table.stamp(values, stamp);
  }

  /** The outcome of an item that cannot be applied as other records are; empty if it can. */
  Optional<Outcome> refusal(UnitOfWork unitOfWork, Table table, Object key) throws SQLException {
    return Optional.empty();
  }

  /**
   * @param rows in ascending key order, without duplicate keys
   * @return for each row, the flag to pass to {@link #outcome}
   */
  abstract boolean[] run(
      TableAccess table, List<PendingRow> rows, Codes codes, Batch.Options options)
      throws SQLException;

  /** The outcome of an item. */
  abstract Outcome outcome(Object key, boolean done, Batch.Options options);

  /**
   * Creates rows with some keys.
   *
   * @return the rows whose keys others have taken
   */
  private static List<Object[]> create(
      TableAccess table, List<Object[]> rows, List<Integer> keys, Codes codes) throws SQLException {
    for (int row = 0; row < rows.size(); row++) {
      table.table().setKey(rows.get(row), keys.get(row));
    }
    boolean[] created = table.insert(rows, codes);
    return IntStream.range(0, created.length)
        .filter(row -> !created[row])
        .mapToObj(rows::get)
        .toList();
  }

  /** The action with a label that a batch can ask for. */
  public static Optional<Action> labelled(String label) {
    return Stream.of(PUT, CREATE, DELETE).filter(each -> each.label().equals(label)).findFirst();
  }

  /** The name of this action in metrics, in jobs and in requests for them. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The statuses of items that did not fail, with what was done with these. */
  Map<Integer, String> doneStatuses() {
    Map<Integer, String> done = new TreeMap<>(Comparator.reverseOrder());
    List<Integer> statuses =
        switch (this) {
          case PUT -> List.of(201, 200);
          case CREATE -> List.of(201);
          case DELETE, UNDO -> List.of(200);
        };
    statuses.forEach(status -> done.put(status, label(status)));
    return done;
  }

  /** Counts the items by outcome, with the names of the metrics. */
  public Map<String, Integer> count(List<Outcome> outcomes) {
    return outcomes.stream()
        .collect(groupingBy(outcome -> label(outcome.status()), summingInt(outcome -> 1)));
  }

  private String label(int status) {
    return switch (status) {
      case 200 ->
          switch (this) {
            case DELETE -> "deleted";
            case UNDO -> "reversed";
            default -> "updated";
          };
      case 201 -> "created";
      case 400 -> "invalid";
      case 404 -> "unknown";
      case 409 -> "refused";
      case 412 -> "changed";
      case 424 -> "not_applied";
      default -> "failed";
    };
  }
}
