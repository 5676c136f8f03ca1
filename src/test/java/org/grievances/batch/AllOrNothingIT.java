package org.grievances.batch;

import static org.grievances.batch.GrievanceJson.array;
import static org.grievances.batch.GrievanceJson.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.item.ItemReader.Members;
import org.junit.jupiter.api.Test;

/** What of a batch is kept when not all of it is. */
class AllOrNothingIT extends BatchInContainer {
  private static final String FAULTY = "{\"grievance_Key\":4,\"member_Seq\":\"too long\"}";
  private static final String OWN_INSERT =
      "INSERT INTO grievances (grievance_key, issue, entry_date, update_date)"
          + " VALUES (1, 'own', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)";

  @Inject private UserTransaction transaction;

  @Test
  void otherItemsAreAppliedBesideAFaultyOne() throws Exception {
    assertEquals(
        List.of(
            new Outcome(1, 201, "Created"),
            new Outcome(4, 400, "member_Seq: 8 characters, at most 2"),
            new Outcome(5, 201, "Created")),
        caller.put("alpha", array(item(1, "new"), FAULTY, item(5, "new"))));
    assertEquals(Map.of(1, "new", 5, "new"), alpha.issues());
  }

  @Test
  void atomicBatchWithAFaultyItemIsNotApplied() throws Exception {
    caller.put("alpha", array(item(1, "old")));
    String json =
        array(item(1, "new"), item(2, "new"), item(3, "new"), FAULTY, item(5, "new"), FAULTY);
    String notApplied = "Not applied: item 3 failed";
    String fault = "member_Seq: 8 characters, at most 2";
    assertEquals(
        List.of(
            new Outcome(1, 424, notApplied),
            new Outcome(2, 424, notApplied),
            new Outcome(3, 424, notApplied),
            new Outcome(4, 400, fault),
            new Outcome(5, 424, notApplied),
            new Outcome(4, 400, fault)),
        caller.put("alpha", Caller.ATOMIC, json));
    assertEquals(Map.of(1, "old"), alpha.issues());
  }

  @Test
  void atomicBatchWithAFaultyLastItemIsNotAppliedOverSeveralChunks() throws Exception {
    String json = array(IntStream.rangeClosed(1, 2_500), key -> key < 2_500 ? item(key, "") : "7");
    List<Outcome> results = caller.put("alpha", Caller.ATOMIC, json);
    assertEquals(Collections.nCopies(2_499, 424), statuses(results.subList(0, 2_499)));
    assertEquals(new Outcome(null, 400, "The item is not a JSON object"), results.get(2_499));
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void atomicBatchWithoutFailuresIsApplied() throws Exception {
    caller.put("alpha", Caller.ATOMIC, array(item(1, "new"), item(2, "new")));
    assertEquals(Map.of(1, "new", 2, "new"), alpha.issues());
  }

  @Test
  void dryRunAnswersWhatWouldHaveBeenAndKeepsNothing() throws Exception {
    caller.put("alpha", array(item(1, "old")));
    String json = array(item(1, "new"), item(2, "new"), FAULTY, item(2, "newer"));
    assertEquals(List.of(200, 201, 400, 200), statuses(caller.put("alpha", Caller.DRY_RUN, json)));
    assertEquals(Map.of(1, "old"), alpha.issues());
  }

  @Test
  void atomicDryRunAnswersWhatWouldHaveBeenAndKeepsNothing() throws Exception {
    Batch.Options both = new Batch.Options(true, true, false, Members.LENIENT);
    String good = array(item(1, "new"), item(2, "new"));
    assertEquals(List.of(201, 201), statuses(caller.put("alpha", both, good)));
    String bad = array(item(1, "new"), FAULTY);
    assertEquals(List.of(424, 400), statuses(caller.put("alpha", both, bad)));
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void textThatEndsTooEarlyLeavesNothing() throws Exception {
    String whole = array(IntStream.range(0, 1_500), "new");
    String cut = whole.substring(0, whole.length() - 1);
    assertRefused(Failure.INVALID_REQUEST, cut);
    assertRefused(Failure.INVALID_REQUEST, cut + ",{]");
    assertRefused(Failure.INVALID_REQUEST, whole + "]");
  }

  @Test
  void tooManyItemsLeaveNothing() throws Exception {
    assertRefused(Failure.TOO_LARGE, array(IntStream.rangeClosed(0, Caller.MAX_ITEMS), "new"));
  }

  private void assertRefused(Failure type, String json) throws Exception {
    assertEquals(
        type, assertThrows(FailureException.class, () -> caller.put("alpha", json)).failure());
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void batchStandsWhenTheTransactionOfItsCallerIsRolledBack() throws Exception {
    transaction.begin();
    try {
      alpha.execute(OWN_INSERT);
      caller.put("alpha", array(item(2, "new")));
    } finally {
      transaction.rollback();
    }
    assertEquals(Map.of(2, "new"), alpha.issues());
  }

  @Test
  void transactionOfTheCallerStandsWhenTheBatchIsRolledBack() throws Exception {
    transaction.begin();
    try {
      alpha.execute(OWN_INSERT);
      caller.put("alpha", Caller.DRY_RUN, array(item(2, "new")));
    } finally {
      transaction.commit();
    }
    assertEquals(Map.of(1, "own"), alpha.issues());
  }

  @Test
  void databaseThatWasNeverReachedIsUnavailable() {
    FailureException problem =
        assertThrows(FailureException.class, () -> caller.put("absent", array(item(1, "new"))));
    assertEquals(Failure.DATABASE_UNAVAILABLE, problem.failure());
  }
}
