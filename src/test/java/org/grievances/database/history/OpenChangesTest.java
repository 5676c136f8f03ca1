package org.grievances.database.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OpenChangesTest {
  private final OpenChanges changes = new OpenChanges();

  private long end() {
    return changes.end(0).end();
  }

  @Test
  void theEndIsAboveTheGreatestNumberWhenNothingIsOpen() {
    assertEquals(8, changes.end(7).end());
    OpenChanges.Transaction only = changes.transaction();
    only.begin();
    only.added(8);
    only.end();
    assertEquals(9, end());
    assertEquals(0, changes.end(0).heldSeconds());
  }

  @Test
  void theEndStaysBelowTheFirstChangeOfEachOpenTransaction() {
    changes.end(7);
    OpenChanges.Transaction first = changes.transaction();
    OpenChanges.Transaction second = changes.transaction();
    first.begin();
    second.begin();
    second.added(9);
    assertEquals(8, end());
    first.added(8);
    first.begin();
    first.added(10);
    assertEquals(8, end());
    second.end();
    assertEquals(8, end());
    first.end();
    assertEquals(11, end());
  }

  @Test
  void aChangeThatHasNoNumberYetMayGetAnyAboveTheKnownOnes() {
    changes.end(7);
    OpenChanges.Transaction slow = changes.transaction();
    slow.begin();
    OpenChanges.Transaction fast = changes.transaction();
    fast.begin();
    fast.added(9);
    fast.end();
    assertEquals(8, end());
    slow.added(8);
    slow.end();
    assertEquals(10, end());
  }

  @Test
  void aChangeAfterTheEndOfItsTransactionHoldsNobodyUp() {
    changes.end(7);
    OpenChanges.Transaction late = changes.transaction();
    late.end();
    late.begin();
    late.added(8);
    assertEquals(9, end());
  }
}
