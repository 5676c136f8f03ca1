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
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.item.ItemErrors;
import org.grievances.item.ItemReader.Members;
import org.junit.jupiter.api.Test;

/**
 * Tests which items of a batch are applied when some of them fail, and when it is atomic or a dry
 * run.
 */
class AllOrNothingIT extends BatchInContainer {
  private static final String INVALID_ITEM = "{\"grievance_Key\":4,\"member_Seq\":\"too long\"}";
  private static final ItemErrors TOO_LONG =
      ItemErrors.of(
          RequestError.of(ErrorCode.TOO_LONG, "member_Seq", "8 characters, at most 2")
              .with(new RequestError.TextLength(8, 2)));
  private static final String INSERT_BY_CALLER =
      "INSERT INTO grievances (grievance_key, issue, entry_date, update_date)"
          + " VALUES (1, 'own', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)";

  @Inject private UserTransaction transaction;

  @Test
  void aFaultyItemDoesNotKeepTheOthersFromBeingApplied() throws Exception {
    assertEquals(
        List.of(
            Outcome.done(1, 201, "Created"),
            Outcome.failed(4, 400, TOO_LONG),
            Outcome.done(5, 201, "Created")),
        client.put("alpha", array(item(1, "new"), INVALID_ITEM, item(5, "new"))));
    assertEquals(Map.of(1, "new", 5, "new"), alpha.issues());
  }

  @Test
  void atomicBatchWithAFaultyItemIsNotApplied() throws Exception {
    client.put("alpha", array(item(1, "old")));
    String json =
        array(
            item(1, "new"),
            item(2, "new"),
            item(3, "new"),
            INVALID_ITEM,
            item(5, "new"),
            INVALID_ITEM);
    String notApplied = "Not applied: item 3 failed";
    assertEquals(
        List.of(
            Outcome.failed(1, 424, ErrorCode.NOT_APPLIED, notApplied),
            Outcome.failed(2, 424, ErrorCode.NOT_APPLIED, notApplied),
            Outcome.failed(3, 424, ErrorCode.NOT_APPLIED, notApplied),
            Outcome.failed(4, 400, TOO_LONG),
            Outcome.failed(5, 424, ErrorCode.NOT_APPLIED, notApplied),
            Outcome.failed(4, 400, TOO_LONG)),
        client.put("alpha", BatchClient.ATOMIC, json));
    assertEquals(Map.of(1, "old"), alpha.issues());
  }

  @Test
  void atomicBatchWithAFaultyLastItemIsNotAppliedOverSeveralChunks() throws Exception {
    String json = array(IntStream.rangeClosed(1, 2_500), key -> key < 2_500 ? item(key, "") : "7");
    List<Outcome> results = client.put("alpha", BatchClient.ATOMIC, json);
    assertEquals(Collections.nCopies(2_499, 424), statuses(results.subList(0, 2_499)));
    assertEquals(
        Outcome.failed(null, 400, ErrorCode.MALFORMED, "The item is not a JSON object"),
        results.get(2_499));
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void dryRunReportsTheOutcomesAndStoresNothing() throws Exception {
    client.put("alpha", array(item(1, "old")));
    String json = array(item(1, "new"), item(2, "new"), INVALID_ITEM, item(2, "newer"));
    assertEquals(
        List.of(200, 201, 400, 200), statuses(client.put("alpha", BatchClient.DRY_RUN, json)));
    assertEquals(Map.of(1, "old"), alpha.issues());
  }

  @Test
  void atomicDryRunReportsTheOutcomesAndStoresNothing() throws Exception {
    Batch.Options atomicDryRun =
        new Batch.Options(true, true, false, Only.ANY, OptionalInt.empty(), Members.LENIENT);
    String valid = array(item(1, "new"), item(2, "new"));
    assertEquals(List.of(201, 201), statuses(client.put("alpha", atomicDryRun, valid)));
    String invalid = array(item(1, "new"), INVALID_ITEM);
    assertEquals(List.of(424, 400), statuses(client.put("alpha", atomicDryRun, invalid)));
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void malformedJsonStoresNothing() throws Exception {
    String complete = array(IntStream.range(0, 1_500), "new");
    String truncated = complete.substring(0, complete.length() - 1);
    assertRefused(ProblemType.MALFORMED_REQUEST, truncated);
    assertRefused(ProblemType.MALFORMED_REQUEST, truncated + ",{]");
    assertRefused(ProblemType.MALFORMED_REQUEST, complete + "]");
  }

  @Test
  void tooManyItemsStoreNothing() throws Exception {
    assertRefused(
        ProblemType.TOO_LARGE, array(IntStream.rangeClosed(0, BatchClient.MAX_ITEMS), "new"));
  }

  private void assertRefused(ProblemType expected, String json) throws Exception {
    assertEquals(
        expected, assertThrows(FailureException.class, () -> client.put("alpha", json)).type());
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void batchIsKeptWhenTheTransactionOfItsCallerIsRolledBack() throws Exception {
    transaction.begin();
    try {
      alpha.execute(INSERT_BY_CALLER);
      client.put("alpha", array(item(2, "new")));
    } finally {
      transaction.rollback();
    }
    assertEquals(Map.of(2, "new"), alpha.issues());
  }

  @Test
  void transactionOfTheCallerIsKeptWhenTheBatchIsRolledBack() throws Exception {
    transaction.begin();
    try {
      alpha.execute(INSERT_BY_CALLER);
      client.put("alpha", BatchClient.DRY_RUN, array(item(2, "new")));
    } finally {
      transaction.commit();
    }
    assertEquals(Map.of(1, "own"), alpha.issues());
  }

  @Test
  void unreachableDatabaseIsReportedUnavailable() {
    FailureException failed =
        assertThrows(FailureException.class, () -> client.put("absent", array(item(1, "new"))));
    assertEquals(ProblemType.DATABASE_UNAVAILABLE, failed.type());
  }
}
