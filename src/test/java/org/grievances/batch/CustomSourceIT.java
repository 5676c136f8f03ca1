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

/**
 * Tests the batch engine with an {@link ItemSource} and an {@link OutcomeSink} of its own, without
 * JSON and HTTP.
 */
class CustomSourceIT extends BatchInContainer {
  private static final String REJECTED_ISSUE = "spoilt";

  private final RecordingSink sink = new RecordingSink();

  @BeforeEach
  void addConstraint() throws Exception {
    alpha.execute("ALTER TABLE grievances ADD CONSTRAINT unspoilt CHECK (issue <> 'spoilt')");
  }

  @AfterEach
  void dropConstraint() throws Exception {
    alpha.execute("ALTER TABLE grievances DROP CONSTRAINT unspoilt");
  }

  /** Supplies items from a list. */
  private record ListSource(boolean isRepeatable, List<Item> items) implements ItemSource {

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

  /** Records the status of each item by its index, and the number of attempts. */
  private static final class RecordingSink implements OutcomeSink {
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int attempts;
    private int undoneBy = -1;

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
      undoneBy = failed;
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
    client.put("alpha", options, new ListSource(repeatable, List.of(items)), sink);
  }

  @Test
  void itemsOfACustomSourceAreAppliedAndTheirOutcomesReported() throws Exception {
    put(BatchClient.PLAIN, false, row(2, "b"), new Item.Faulty(3, "no good"), row(1, "a"));
    assertEquals(Map.of(0, 201, 1, 400, 2, 201), sink.statuses);
    assertEquals(1, sink.attempts);
    assertEquals(List.of(1, 2), List.copyOf(alpha.issues().keySet()));
  }

  @Test
  void aRepeatableSourceIsReadAgainAfterTheDatabaseRefusesARow() throws Exception {
    put(BatchClient.PLAIN, true, row(1, "a"), row(2, REJECTED_ISSUE), row(3, "c"));
    assertEquals(Map.of(0, 201, 1, 409, 2, 201), sink.statuses);
    assertEquals(2, sink.attempts);
    assertEquals(List.of(1, 3), List.copyOf(alpha.issues().keySet()));
  }

  @Test
  void aBatchWithAnUnrepeatableSourceFailsAsAWholeAfterARefusedRow() throws Exception {
    FailureException failed =
        assertThrows(
            FailureException.class,
            () -> put(BatchClient.PLAIN, false, row(1, "a"), row(2, REJECTED_ISSUE), row(3, "c")));
    assertEquals(Failure.CONFLICT, failed.failure());
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void theSinkIsNotifiedThatNothingWasApplied() throws Exception {
    put(BatchClient.ATOMIC, false, row(1, "a"), new Item.Faulty(2, "no good"));
    assertEquals(Map.of(0, 201, 1, 400), sink.statuses);
    assertEquals(1, sink.undoneBy);
    assertEquals(Map.of(), alpha.issues());
  }
}
