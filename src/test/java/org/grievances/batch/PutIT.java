package org.grievances.batch;

import static java.util.stream.Collectors.toMap;
import static org.grievances.batch.GrievanceJson.array;
import static org.grievances.batch.GrievanceJson.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the rows that a batch puts. */
class PutIT extends BatchInContainer {
  private static final String ENTERED =
      """
      {"grievance_Key":1,"entry_Date":"2020-02-29T23:59:59.123456Z","entry_User":"clerk"}""";

  @Test
  void newKeyIsCreatedAndKnownKeyUpdated() throws Exception {
    assertEquals(
        List.of(new Outcome(1, 201, "Created")), caller.put("alpha", array(item(1, "first"))));
    assertEquals(
        List.of(new Outcome(1, 200, "Updated")), caller.put("alpha", array(item(1, "second"))));
    assertEquals(Map.of(1, "second"), alpha.issues());
  }

  @Test
  void absentMemberBecomesNull() throws Exception {
    caller.put("alpha", "[{\"grievance_Key\":1,\"issue\":\"first\",\"call_Key\":7}]");
    assertEquals(7, alpha.row(1).get("call_key"));
    caller.put("alpha", "[{\"grievance_Key\":1,\"issue\":null}]");
    assertNull(alpha.row(1).get("issue"));
    assertNull(alpha.row(1).get("call_key"));
  }

  @Test
  void entryIsTakenFromTheItemOnCreate() throws Exception {
    caller.put("alpha", array(ENTERED));
    assertEquals(LocalDateTime.parse("2020-02-29T23:59:59.123456"), alpha.row(1).get("entry_date"));
    assertEquals("clerk", alpha.row(1).get("entry_user"));
  }

  @Test
  void entryIsNowAndTheCallerWhenTheItemDoesNotSay() throws Exception {
    LocalDateTime before = now();
    caller.put("alpha", array(item(1, "first")));
    assertSince(before, alpha.row(1).get("entry_date"));
    assertEquals(Caller.USER, alpha.row(1).get("entry_user"));
  }

  @Test
  void updateNeverChangesTheEntry() throws Exception {
    caller.put("alpha", array(item(1, "first")));
    Map<String, Object> created = alpha.row(1);
    caller.put("alpha", array(ENTERED));
    assertEquals(created.get("entry_date"), alpha.row(1).get("entry_date"));
    assertEquals(created.get("entry_user"), alpha.row(1).get("entry_user"));
  }

  @Test
  void updateIsAlwaysNowAndTheCaller() throws Exception {
    String claimed =
        "{\"grievance_Key\":1,\"update_Date\":\"2020-01-01\",\"update_User\":\"clerk\"}";
    for (int time = 0; time < 2; time++) {
      LocalDateTime before = now();
      caller.put("alpha", array(claimed));
      assertSince(before, alpha.row(1).get("update_date"));
      assertEquals(Caller.USER, alpha.row(1).get("update_user"));
    }
  }

  @Test
  void sameKeyTwiceIsCreatedThenUpdatedAndTheLastStands() throws Exception {
    assertEquals(
        List.of(201, 200),
        statuses(caller.put("alpha", array(item(1, "first"), item(1, "second")))));
    assertEquals(Map.of(1, "second"), alpha.issues());
  }

  @Test
  void absentMemberOfTheLastItemBecomesNullWithinOneBatch() throws Exception {
    caller.put("alpha", array("{\"grievance_Key\":1,\"call_Key\":7}", item(1, "second")));
    assertNull(alpha.row(1).get("call_key"));
  }

  @Test
  void sameKeysOverAndOverAreCreatedOnceAndTheLastStands() throws Exception {
    String json = array(IntStream.range(0, 2_500), place -> item(place % 7, "issue " + place));
    List<Integer> statuses = statuses(caller.put("alpha", json));
    assertEquals(Collections.nCopies(7, 201), statuses.subList(0, 7));
    assertEquals(Collections.nCopies(2_493, 200), statuses.subList(7, 2_500));
    assertEquals(
        IntStream.range(2_493, 2_500)
            .boxed()
            .collect(toMap(place -> place % 7, place -> "issue " + place)),
        alpha.issues());
  }

  @Test
  void keysRepeatedInAnotherChunkAreUpdated() throws Exception {
    IntStream places = IntStream.range(0, 3_000);
    String json = array(places, place -> item(place % 1_500, "issue " + place));
    List<Integer> statuses = statuses(caller.put("alpha", json));
    assertEquals(Collections.nCopies(1_500, 201), statuses.subList(0, 1_500));
    assertEquals(Collections.nCopies(1_500, 200), statuses.subList(1_500, 3_000));
    assertEquals(
        IntStream.range(1_500, 3_000)
            .boxed()
            .collect(toMap(place -> place - 1_500, place -> "issue " + place)),
        alpha.issues());
  }

  @Test
  void emptyBatchIsAnsweredEmpty() throws Exception {
    assertEquals(List.of(), caller.put("alpha", "[]"));
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }

  private static void assertSince(LocalDateTime before, Object stamped) {
    assertFalse(before.isAfter((LocalDateTime) stamped), "stamped in the past");
    assertFalse(now().isBefore((LocalDateTime) stamped), "stamped in the future");
  }
}
