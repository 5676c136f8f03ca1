package org.grievances.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.Grievance;
import org.grievances.item.Item;
import org.grievances.item.ItemErrors;
import org.grievances.item.ItemSource;
import org.grievances.item.Items;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the batch engine with an {@link ItemSource} of its own, without JSON and HTTP. */
class CustomSourceIT extends BatchInContainer {
  private static final String REJECTED_ISSUE = "spoilt";

  private int attempts;

  @BeforeEach
  void addConstraint() throws Exception {
    alpha.execute("ALTER TABLE grievances ADD CONSTRAINT unspoilt CHECK (issue <> 'spoilt')");
  }

  @AfterEach
  void dropConstraint() throws Exception {
    alpha.execute("ALTER TABLE grievances DROP CONSTRAINT unspoilt");
  }

  /** Supplies items from a list. */
  private record ListSource(boolean isRepeatable, List<Item> items, Runnable opened)
      implements ItemSource {

    @Override
    public Items open(Codes codes) {
      opened.run();
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

  private static Item row(int key, String issue) {
    Table table = Grievance.TABLE;
    Object[] values = new Object[table.fields().size()];
    table.setKey(values, key);
    values[table.position("issue")] = issue;
    BitSet all = new BitSet();
    all.set(0, values.length);
    return new Item.Row(key, values, all);
  }

  private BatchResult put(Batch.Options options, boolean repeatable, Item... items) {
    return client.put(
        "alpha", options, new ListSource(repeatable, List.of(items), () -> attempts++));
  }

  private static List<Integer> statuses(BatchResult result) {
    return result.outcomes().outcomes().stream().map(Outcome::status).toList();
  }

  @Test
  void itemsOfACustomSourceAreAppliedAndTheirOutcomesReported() throws Exception {
    BatchResult result =
        put(
            BatchClient.PLAIN,
            false,
            row(2, "b"),
            new Item.Invalid(3, ItemErrors.of(ErrorCode.REQUIRED, "no good")),
            row(1, "a"));
    assertInstanceOf(BatchResult.Applied.class, result);
    assertEquals(List.of(201, 400, 201), statuses(result));
    assertEquals(1, attempts);
    assertEquals(List.of(1, 2), List.copyOf(alpha.issues().keySet()));
  }

  @Test
  void aRepeatableSourceIsReadAgainAfterTheDatabaseRefusesARow() throws Exception {
    BatchResult result =
        put(BatchClient.PLAIN, true, row(1, "a"), row(2, REJECTED_ISSUE), row(3, "c"));
    assertEquals(List.of(201, 409, 201), statuses(result));
    assertEquals(2, attempts);
    assertEquals(List.of(1, 3), List.copyOf(alpha.issues().keySet()));
  }

  @Test
  void aBatchWithAnUnrepeatableSourceFailsAsAWholeAfterARefusedRow() throws Exception {
    FailureException failed =
        assertThrows(
            FailureException.class,
            () -> put(BatchClient.PLAIN, false, row(1, "a"), row(2, REJECTED_ISSUE), row(3, "c")));
    assertEquals(ProblemType.CONFLICT, failed.type());
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void atomicBatchWithAFailureIsRefusedAsAWhole() throws Exception {
    BatchResult result =
        put(
            BatchClient.ATOMIC,
            false,
            row(1, "a"),
            new Item.Invalid(2, ItemErrors.of(ErrorCode.REQUIRED, "no good")));
    assertInstanceOf(BatchResult.Refused.class, result);
    assertEquals(List.of(424, 400), statuses(result));
    assertEquals(Map.of(), alpha.issues());
  }
}
