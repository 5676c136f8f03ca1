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

/** Tests which rows a batch creates and updates, and which values it stores. */
class PutIT extends BatchInContainer {
  private static final String ITEM_WITH_ENTRY =
      """
      {"grievance_Key":1,"entry_Date":"2020-02-29T23:59:59.123456Z","entry_User":"clerk"}""";

  @Test
  void newKeyIsCreatedAndExistingKeyIsUpdated() throws Exception {
    assertEquals(
        List.of(Outcome.done(1, 201, "Created")), client.put("alpha", array(item(1, "first"))));
    assertEquals(
        List.of(Outcome.done(1, 200, "Updated")), client.put("alpha", array(item(1, "second"))));
    assertEquals(Map.of(1, "second"), alpha.issues());
  }

  @Test
  void absentMemberBecomesNull() throws Exception {
    client.put("alpha", "[{\"grievance_Key\":1,\"issue\":\"first\",\"call_Key\":7}]");
    assertEquals(7, alpha.row(1).get("call_key"));
    client.put("alpha", "[{\"grievance_Key\":1,\"issue\":null}]");
    assertNull(alpha.row(1).get("issue"));
    assertNull(alpha.row(1).get("call_key"));
  }

  @Test
  void entryDateAndUserOfTheItemAreStoredOnCreate() throws Exception {
    client.put("alpha", array(ITEM_WITH_ENTRY));
    assertEquals(LocalDateTime.parse("2020-02-29T23:59:59.123456"), alpha.row(1).get("entry_date"));
    assertEquals("clerk", alpha.row(1).get("entry_user"));
  }

  @Test
  void entryDateAndUserDefaultToNowAndTheAuthor() throws Exception {
    LocalDateTime before = now();
    client.put("alpha", array(item(1, "first")));
    assertBetweenAndNow(before, alpha.row(1).get("entry_date"));
    assertEquals(BatchClient.USER, alpha.row(1).get("entry_user"));
  }

  @Test
  void updateNeverChangesEntryDateAndUser() throws Exception {
    client.put("alpha", array(item(1, "first")));
    Map<String, Object> created = alpha.row(1);
    client.put("alpha", array(ITEM_WITH_ENTRY));
    assertEquals(created.get("entry_date"), alpha.row(1).get("entry_date"));
    assertEquals(created.get("entry_user"), alpha.row(1).get("entry_user"));
  }

  @Test
  void updateDateAndUserAreAlwaysNowAndTheAuthor() throws Exception {
    String claimed =
        "{\"grievance_Key\":1,\"update_Date\":\"2020-01-01\",\"update_User\":\"clerk\"}";
    for (int time = 0; time < 2; time++) {
      LocalDateTime before = now();
      client.put("alpha", array(claimed));
      assertBetweenAndNow(before, alpha.row(1).get("update_date"));
      assertEquals(BatchClient.USER, alpha.row(1).get("update_user"));
    }
  }

  @Test
  void absentMemberOfTheLastItemBecomesNullWithinOneBatch() throws Exception {
    client.put("alpha", array("{\"grievance_Key\":1,\"call_Key\":7}", item(1, "second")));
    assertNull(alpha.row(1).get("call_key"));
  }

  @Test
  void manyItemsWithTheSameKeysCreateEachOnceAndTheLastItemWins() throws Exception {
    String json = array(IntStream.range(0, 2_500), index -> item(index % 7, "issue " + index));
    List<Integer> statuses = statuses(client.put("alpha", json));
    assertEquals(Collections.nCopies(7, 201), statuses.subList(0, 7));
    assertEquals(Collections.nCopies(2_493, 200), statuses.subList(7, 2_500));
    assertEquals(
        IntStream.range(2_493, 2_500)
            .boxed()
            .collect(toMap(index -> index % 7, index -> "issue " + index)),
        alpha.issues());
  }

  @Test
  void keysRepeatedInALaterChunkAreUpdated() throws Exception {
    IntStream indices = IntStream.range(0, 3_000);
    String json = array(indices, index -> item(index % 1_500, "issue " + index));
    List<Integer> statuses = statuses(client.put("alpha", json));
    assertEquals(Collections.nCopies(1_500, 201), statuses.subList(0, 1_500));
    assertEquals(Collections.nCopies(1_500, 200), statuses.subList(1_500, 3_000));
    assertEquals(
        IntStream.range(1_500, 3_000)
            .boxed()
            .collect(toMap(index -> index - 1_500, index -> "issue " + index)),
        alpha.issues());
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }

  private static void assertBetweenAndNow(LocalDateTime before, Object timestamp) {
    assertFalse(before.isAfter((LocalDateTime) timestamp), "the timestamp is before the request");
    assertFalse(now().isBefore((LocalDateTime) timestamp), "the timestamp is in the future");
  }
}
