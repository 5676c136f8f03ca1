package org.grievances.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.grievance.Grievance;
import org.grievances.item.Data;
import org.grievances.item.Item;
import org.grievances.item.ItemSource;
import org.grievances.item.Items;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine with a source of items and a sink of outcomes that are neither JSON nor HTTP. */
class OwnSourceIT extends BatchInContainer {
  private static final String SPOILT = "spoilt";

  private final Told told = new Told();

  @BeforeEach
  void constrain() throws Exception {
    alpha.execute("ALTER TABLE grievances ADD CONSTRAINT unspoilt CHECK (issue <> 'spoilt')");
  }

  @AfterEach
  void release() throws Exception {
    alpha.execute("ALTER TABLE grievances DROP CONSTRAINT unspoilt");
  }

  /** Items that are in memory already. */
  private record Listed(boolean isRepeatable, List<Item> items) implements ItemSource {

    @Override
    public Items open(Codes codes) {
      Iterator<Item> each = items.iterator();
      return new Items() {
        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public Item next() {
          return each.next();
        }

        @Override
        public void close() {}
      };
    }
  }

  /** Statuses by the items' numbers. */
  private static final class Told implements OutcomeSink {
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int attempts;
    private int undone = -1;

    @Override
    public void begin() {
      attempts++;
      statuses.clear();
    }

    @Override
    public void accept(int item, Outcome outcome) {
      statuses.put(item, outcome.status());
    }

    @Override
    public void undo(int failed) {
      undone = failed;
    }

    @Override
    public Data answer() {
      return json -> json.write(attempts);
    }
  }

  private static Item row(int key, String issue) {
    Table table = Grievance.TABLE;
    Object[] values = new Object[table.fields().size()];
    table.setKey(values, key);
    values[table.position("issue")] = issue;
    return new Item.Row(key, values);
  }

  private void put(Batch.Options options, boolean repeatable, Item... items) {
    caller.put("alpha", options, new Listed(repeatable, List.of(items)), told);
  }

  @Test
  void itemsOfAnySourceAreAppliedAndTheirOutcomesTold() throws Exception {
    put(Caller.PLAIN, false, row(2, "b"), new Item.Faulty(3, "no good"), row(1, "a"));
    assertEquals(Map.of(0, 201, 1, 400, 2, 201), told.statuses);
    assertEquals(1, told.attempts);
    assertEquals(List.of(1, 2), List.copyOf(alpha.issues().keySet()));
  }

  @Test
  void aSourceThatCanBeReadAgainIsWhenTheDatabaseRefusesARow() throws Exception {
    put(Caller.PLAIN, true, row(1, "a"), row(2, SPOILT), row(3, "c"));
    assertEquals(Map.of(0, 201, 1, 409, 2, 201), told.statuses);
    assertEquals(2, told.attempts);
    assertEquals(List.of(1, 3), List.copyOf(alpha.issues().keySet()));
  }

  @Test
  void aBatchWhoseSourceCannotBeReadAgainFailsWhole() throws Exception {
    FailureException failed =
        assertThrows(
            FailureException.class,
            () -> put(Caller.PLAIN, false, row(1, "a"), row(2, SPOILT), row(3, "c")));
    assertEquals(Failure.CONFLICT, failed.failure());
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void theSinkIsToldThatNothingWasApplied() throws Exception {
    put(Caller.ATOMIC, false, row(1, "a"), new Item.Faulty(2, "no good"));
    assertEquals(Map.of(0, 201, 1, 400), told.statuses);
    assertEquals(1, told.undone);
    assertEquals(Map.of(), alpha.issues());
  }
}
