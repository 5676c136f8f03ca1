package org.grievances.combinations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.grievances.combinations.BatchItem.KeyForm;
import org.grievances.combinations.BatchItem.UpdateDate;
import org.grievances.combinations.Combination.Action;
import org.grievances.combinations.Combination.Mode;

/**
 * A simple in-memory implementation of batches by their specification, with the records that are
 * expected in the database.
 *
 * @param rows the expected records, by key
 * @param changes the expected number of history entries, by key
 */
record ReferenceModel(Map<Integer, Row> rows, Map<Integer, Integer> changes) {
  /** The databases of {@link CombinationServer} refuse to store a record with this mark. */
  static final String UNWRITABLE = "refused";

  /** The databases of {@link CombinationServer} refuse to delete a record with this mark. */
  static final String UNDELETABLE = "kept";

  /**
   * An expected record.
   *
   * @param account null for none
   * @param seeded whether it is unchanged since the test created it
   */
  record Row(String mark, String account, boolean seeded) {
    private String text() {
      return mark + " " + (account == null ? null : "\"" + account + "\"");
    }
  }

  /** The expected result of a batch: the status of each item, and the model after it. */
  record Outcome(List<Integer> statuses, ReferenceModel after, boolean applied) {}

  ReferenceModel() {
    this(new HashMap<>(), new HashMap<>());
  }

  private ReferenceModel copy() {
    return new ReferenceModel(new HashMap<>(rows), new HashMap<>(changes));
  }

  /** The mark of each record and its account in JSON, by its key. */
  Map<Integer, String> marks() {
    Map<Integer, String> marks = new HashMap<>();
    rows.forEach((key, row) -> marks.put(key, row.text()));
    return marks;
  }

  int changesOf(int key) {
    return changes.getOrDefault(key, 0);
  }

  ReferenceModel seed(List<BatchItem> items) {
    ReferenceModel seeded = copy();
    items.forEach(item -> seeded.write(item.key(), new Row(item.mark(), item.account(), true)));
    return seeded;
  }

  /**
   * @param items of a batch whose keys the service gives have these, or any others if they get none
   */
  Outcome apply(Action action, Mode mode, List<BatchItem> items) {
    ReferenceModel after = copy();
    List<Integer> statuses = new ArrayList<>();
    for (BatchItem item : items) {
      statuses.add(after.apply(action, mode, item));
    }
    boolean failed = statuses.stream().anyMatch(ReferenceModel::isFailure);
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

  private int apply(Action action, Mode mode, BatchItem item) {
    KeyForm valid = action == Action.POST ? KeyForm.NONE : KeyForm.INTEGER;
    if (item.keyForm() != valid) {
      return 400;
    }
    Row row = rows.get(item.key());
    if (mode == Mode.IF_UNCHANGED && item.updateDate() != UpdateDate.NONE) {
      boolean unchanged = item.updateDate() == UpdateDate.AS_SEEDED && row != null && row.seeded();
      if (!unchanged) {
        return 412;
      }
    }
    if (mode == Mode.ONLY_EXISTING && row == null) {
      return 404;
    }
    return action == Action.DELETE ? delete(item, row) : put(mode, item, row);
  }

  private int put(Mode mode, BatchItem item, Row row) {
    if (UNWRITABLE.equals(item.mark()) || mode == Mode.ONLY_NEW && row != null) {
      return 409;
    }
    write(
        item.key(),
        mode == Mode.MERGE && row != null
            ? new Row(item.mark() == null ? row.mark() : item.mark(), row.account(), false)
            : new Row(item.mark(), item.account(), false));
    return row == null ? 201 : 200;
  }

  private int delete(BatchItem item, Row row) {
    if (row == null) {
      return 404;
    }
    if (row.mark().equals(UNDELETABLE)) {
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
