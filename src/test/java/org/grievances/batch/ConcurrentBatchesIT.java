package org.grievances.batch;

import static org.grievances.batch.GrievanceJson.array;
import static org.grievances.batch.GrievanceJson.item;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests batches that run at the same time, on the same or on different databases. */
class ConcurrentBatchesIT extends BatchInContainer {

  @Test
  void sameKeysInTwoDatabasesAreIndependent() throws Exception {
    List<List<Outcome>> results =
        client.concurrently(
            List.of(
                put("alpha", array(IntStream.range(0, 2_500), "of alpha")),
                put("beta", array(IntStream.range(0, 2_500), "of beta"))));
    for (List<Outcome> result : results) {
      assertEquals(Collections.nCopies(2_500, 201), statuses(result));
    }
    assertEquals(Set.of("of alpha"), Set.copyOf(alpha.issues().values()));
    assertEquals(Set.of("of beta"), Set.copyOf(beta.issues().values()));
  }

  @Test
  void keysThatSeveralBatchesCreateAreCreatedOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      int first = round * 1_200;
      assertCreatedOnce(
          Collections.nCopies(4, put("alpha", array(ascending(first, 1_200), "new"))), 1_200);
    }
  }

  @Test
  void keysThatSeveralBatchesCreateInOppositeOrderAreCreatedOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      int first = round * 40;
      assertCreatedOnce(
          List.of(
              put("alpha", array(ascending(first, 40), "upwards")),
              put("alpha", array(descending(first, 40), "downwards")),
              put("alpha", array(ascending(first, 40), "upwards")),
              put("alpha", array(descending(first, 40), "downwards"))),
          40);
    }
  }

  @Test
  void singleKeyThatSeveralBatchesCreateIsCreatedOnce() throws Exception {
    for (int key = 0; key < 200; key++) {
      assertCreatedOnce(Collections.nCopies(4, put("alpha", array(item(key, "new")))), 1);
    }
  }

  @Test
  void batchesThatUpdateTheSameRowsInOppositeOrderAllSucceed() throws Exception {
    client.put("alpha", array(ascending(0, 3_000), "old"));
    for (int round = 0; round < 5; round++) {
      List<List<Outcome>> results =
          client.concurrently(
              List.of(
                  put("alpha", array(ascending(0, 3_000), "upwards")),
                  put("alpha", array(descending(0, 3_000), "downwards"))));
      for (List<Outcome> result : results) {
        assertEquals(Collections.nCopies(3_000, 200), statuses(result));
      }
      assertEquals(
          1,
          Set.copyOf(alpha.issues().values()).size(),
          "all rows must be those of the same batch");
    }
  }

  private Callable<List<Outcome>> put(String database, String json) {
    return () -> client.put(database, json);
  }

  private static IntStream ascending(int first, int count) {
    return IntStream.range(first, first + count);
  }

  private static IntStream descending(int first, int count) {
    return ascending(first, count).map(key -> 2 * first + count - 1 - key);
  }

  private void assertCreatedOnce(List<Callable<List<Outcome>>> puts, int keys) throws Exception {
    List<Integer> statuses =
        client.concurrently(puts).stream()
            .flatMap(outcomes -> statuses(outcomes).stream())
            .toList();
    assertEquals(keys, Collections.frequency(statuses, 201));
    assertEquals(keys * (puts.size() - 1), Collections.frequency(statuses, 200));
  }
}
