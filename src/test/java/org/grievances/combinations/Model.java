package org.grievances.combinations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.grievances.combinations.Combination.Action;
import org.grievances.combinations.Combination.Mode;
import org.grievances.combinations.Sent.Known;

/**
 * The records with the keys of one test, as they should be: what the specification says of a batch,
 * with neither a database nor a chunk in it.
 */
record Model(Map<Integer, Row> rows, Map<Integer, Integer> changes) {
  /** The database of the tests refuses to store a record with this mark. */
  static final String REFUSED = "refused";

  /** The database of the tests refuses to delete a record with this mark. */
  static final String KEPT = "kept";

  /**
   * A record.
   *
   * @param seeded whether it is as it was when the test began
   */
  record Row(String mark, boolean seeded) {}

  /** What becomes of a batch: each item's status, and the records after it. */
  record Outcome(List<Integer> statuses, Model after, boolean applied) {}

  Model() {
    this(new HashMap<>(), new HashMap<>());
  }

  private Model copy() {
    return new Model(new HashMap<>(rows), new HashMap<>(changes));
  }

  /** The mark of each record, by its key. */
  Map<Integer, String> marks() {
    Map<Integer, String> marks = new HashMap<>();
    rows.forEach((key, row) -> marks.put(key, row.mark()));
    return marks;
  }

  int changesOf(int key) {
    return changes.getOrDefault(key, 0);
  }

  Model seed(List<Sent> items) {
    Model seeded = copy();
    items.forEach(item -> seeded.write(item.key(), new Row(item.mark(), true)));
    return seeded;
  }

  Outcome apply(Action action, Mode mode, List<Sent> items) {
    Model after = copy();
    List<Integer> statuses = new ArrayList<>();
    for (Sent item : items) {
      statuses.add(after.apply(action, mode, item));
    }
    boolean failed = statuses.stream().anyMatch(Model::isFailure);
    if (mode == Mode.ATOMIC && failed) {
      statuses.replaceAll(status -> isFailure(status) ? status : 424);
      return new Outcome(statuses, this, false);
    }
    return mode == Mode.DRY_RUN
        ? new Outcome(statuses, this, false)
        : new Outcome(statuses, after, true);
  }

  private static boolean isFailure(int status) {
    return status >= 300;
  }

  private int apply(Action action, Mode mode, Sent item) {
    if (!item.readable()) {
      return 400;
    }
    Row row = rows.get(item.key());
    if (mode == Mode.IF_UNCHANGED && item.known() != Known.NOTHING) {
      boolean unchanged = item.known() == Known.AS_SEEDED && row != null && row.seeded();
      if (!unchanged) {
        return 412;
      }
    }
    return action == Action.PUT ? put(item, row) : delete(item, row);
  }

  private int put(Sent item, Row row) {
    if (item.mark().equals(REFUSED)) {
      return 409;
    }
    write(item.key(), new Row(item.mark(), false));
    return row == null ? 201 : 200;
  }

  private int delete(Sent item, Row row) {
    if (row == null) {
      return 404;
    }
    if (row.mark().equals(KEPT)) {
      return 409;
    }
    write(item.key(), null);
    return 200;
  }

  private void write(int key, Row row) {
    changes.merge(key, 1, Integer::sum);
    if (row == null) {
      rows.remove(key);
    } else {
      rows.put(key, row);
    }
  }
}
