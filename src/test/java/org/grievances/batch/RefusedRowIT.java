package org.grievances.batch;

import static org.grievances.batch.GrievanceJson.array;
import static org.grievances.batch.GrievanceJson.item;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.grievances.failure.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests batches of which the database refuses some rows because of a constraint. */
class RefusedRowIT extends BatchInContainer {
  private static final String REJECTED_ISSUE = "spoilt";
  private static final String CHECK_VIOLATED =
      "Refused by the database: a value does not pass a check";

  @BeforeEach
  void addConstraints() throws SQLException {
    alpha.execute("ALTER TABLE grievances ADD CONSTRAINT unspoilt CHECK (issue <> 'spoilt')");
    alpha.execute("ALTER TABLE grievances ADD CONSTRAINT one_a_call UNIQUE (call_key)");
  }

  @AfterEach
  void dropConstraints() throws SQLException {
    alpha.execute("ALTER TABLE grievances DROP CONSTRAINT unspoilt");
    alpha.execute("ALTER TABLE grievances DROP CONSTRAINT one_a_call");
  }

  @Test
  void refusedRowIsReportedWithoutInternalsAndTheOthersAreApplied() throws Exception {
    assertEquals(
        List.of(
            Outcome.done(1, 201, "Created"),
            Outcome.failed(2, 409, ErrorCode.REFUSED, CHECK_VIOLATED),
            Outcome.done(3, 201, "Created")),
        client.put("alpha", array(item(1, "new"), item(2, REJECTED_ISSUE), item(3, "new"))));
    assertEquals(Map.of(1, "new", 3, "new"), alpha.issues());
  }

  @Test
  void refusedUpdateLeavesTheRowAsItWas() throws Exception {
    client.put("alpha", array(item(1, "old"), item(2, "old")));
    assertEquals(
        List.of(409, 200),
        statuses(client.put("alpha", array(item(1, REJECTED_ISSUE), item(2, "new")))));
    assertEquals(Map.of(1, "old", 2, "new"), alpha.issues());
  }

  @Test
  void duplicateOfAUniqueValueIsRefused() throws Exception {
    String first = "{\"grievance_Key\":1,\"call_Key\":7}";
    String second = "{\"grievance_Key\":2,\"call_Key\":7}";
    assertEquals(
        List.of(
            Outcome.done(1, 201, "Created"),
            Outcome.failed(
                2,
                409,
                ErrorCode.REFUSED,
                "Refused by the database: a value that must be unique is already there"),
            Outcome.done(3, 201, "Created")),
        client.put("alpha", array(first, second, item(3, "new"))));
    assertEquals(Set.of(1, 3), alpha.issues().keySet());
  }

  @Test
  void refusedRowsInSeveralChunksAreReportedAndTheOthersAreApplied() throws Exception {
    Set<Integer> rejected = Set.of(0, 3, 4, 999, 1_000, 1_700, 2_499);
    String json =
        array(
            IntStream.range(0, 2_500),
            key -> item(key, rejected.contains(key) ? REJECTED_ISSUE : "new"));
    assertEquals(
        IntStream.range(0, 2_500).mapToObj(key -> rejected.contains(key) ? 409 : 201).toList(),
        statuses(client.put("alpha", json)));
    assertEquals(2_500 - rejected.size(), alpha.issues().size());
  }

  @Test
  void sameKeyAfterARefusedItemIsCreated() throws Exception {
    String json =
        array(item(1, REJECTED_ISSUE), item(1, "good"), item(1, REJECTED_ISSUE), item(1, "better"));
    assertEquals(List.of(409, 201, 409, 200), statuses(client.put("alpha", json)));
    assertEquals(Map.of(1, "better"), alpha.issues());
  }

  @Test
  void atomicBatchWithARefusedRowIsNotApplied() throws Exception {
    client.put("alpha", array(item(1, "old")));
    String json =
        array(
            item(1, "new"),
            item(2, "new"),
            item(3, "new"),
            item(4, REJECTED_ISSUE),
            item(5, "new"));
    String notApplied = "Not applied: item 3 failed";
    assertEquals(
        List.of(
            Outcome.failed(1, 424, ErrorCode.NOT_APPLIED, notApplied),
            Outcome.failed(2, 424, ErrorCode.NOT_APPLIED, notApplied),
            Outcome.failed(3, 424, ErrorCode.NOT_APPLIED, notApplied),
            Outcome.failed(4, 409, ErrorCode.REFUSED, CHECK_VIOLATED),
            Outcome.failed(5, 424, ErrorCode.NOT_APPLIED, notApplied)),
        client.put("alpha", BatchClient.ATOMIC, json));
    assertEquals(Map.of(1, "old"), alpha.issues());
  }

  @Test
  void dryRunReportsRefusedRowsAndStoresNothing() throws Exception {
    String json = array(item(1, "new"), item(2, REJECTED_ISSUE), item(1, "newer"));
    assertEquals(List.of(201, 409, 200), statuses(client.put("alpha", BatchClient.DRY_RUN, json)));
    assertEquals(Map.of(), alpha.issues());
  }

  @Test
  void keyThatAnotherBatchCreatesConcurrentlyIsUpdated() throws Exception {
    for (int key = 1; key <= 200; key++) {
      String json = array(item(-1, REJECTED_ISSUE), item(key, "new"));
      Callable<List<Outcome>> put = () -> client.put("alpha", json);
      List<Integer> statuses =
          client.concurrently(List.of(put, put, put, put)).stream()
              .map(results -> results.get(1).status())
              .sorted()
              .toList();
      assertEquals(List.of(200, 200, 200, 201), statuses);
    }
  }
}
