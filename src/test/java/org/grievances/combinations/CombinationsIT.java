package org.grievances.combinations;

import static org.grievances.server.Gzip.gzip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.grievances.combinations.BatchItem.KeyForm;
import org.grievances.combinations.BatchItem.UpdateDate;
import org.grievances.combinations.Combination.Action;
import org.grievances.combinations.Combination.Defect;
import org.grievances.combinations.Combination.Mode;
import org.grievances.combinations.ReferenceModel.Outcome;
import org.grievances.server.ClassOrder;
import org.grievances.server.LongForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends batches in many combinations of parameters and compares the status of each item, the stored
 * records, their history and the response to a repeated request with a {@link ReferenceModel}. By
 * default, every pair of parameter values is tested; in the long form, every combination.
 */
@Order(ClassOrder.LONG)
class CombinationsIT {
  private static final boolean ALL = LongForm.REQUESTED;
  private static final Map<String, String> NO_HEADERS = Map.of();

  /** No record has these keys, from the first on. */
  private static final int UNUSED_KEYS = Integer.MIN_VALUE;

  private static CombinationServer server;
  private static int nextKey = 1;

  private final ExecutorService otherClient = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void startServer() throws Exception {
    server = CombinationServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @AfterEach
  void shutDownOtherClient() {
    otherClient.shutdown();
  }

  static List<Combination> combinations() {
    return ALL ? Combination.all() : Combination.pairs();
  }

  /** The response to a batch with the status of each item. */
  private record BatchResponse(
      HttpResponse<String> response, List<Integer> statuses, List<OptionalInt> keys) {

    static BatchResponse of(HttpResponse<String> response) {
      return new BatchResponse(
          response, CombinationServer.statuses(response), CombinationServer.keys(response));
    }

    /** The items with the keys that the service gave, and others for those that it gave none. */
    List<BatchItem> withKeys(List<BatchItem> items) {
      return IntStream.range(0, items.size())
          .mapToObj(item -> items.get(item).withKey(keys.get(item).orElse(UNUSED_KEYS + item)))
          .toList();
    }

    int greatestKey() {
      return keys.stream().flatMapToInt(OptionalInt::stream).max().orElse(0);
    }

    String data() {
      return response.body().substring(0, response.body().indexOf(",\"error\""));
    }
  }

  /** The expected result of a batch and a concurrent one, for one order in which they may run. */
  private record PossibleResult(Outcome batch, List<Integer> otherStatuses, ReferenceModel after) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("combinations")
  void aBatchMatchesTheReferenceModel(Combination combination) throws Exception {
    int firstKey = nextKey;
    nextKey += combination.size().items;
    ReferenceModel seeded = seed(combination, firstKey);
    List<BatchItem> items = batch(combination, firstKey);
    List<BatchItem> otherBatch =
        combination.concurrent() ? otherBatch(combination, firstKey) : List.of();
    Map<String, String> headers = headers(combination);
    byte[] body = body(combination, items, firstKey);

    BodyMemoryFiller filler = BodyMemoryFiller.of(server, combination.memoryFull());
    Future<BatchResponse> pendingOther = otherClient.submit(() -> put(combination, otherBatch));
    BatchResponse response = send(combination, headers, body);
    BatchResponse otherResponse = pendingOther.get();
    filler.close();
    nextKey = Math.max(nextKey, response.greatestKey() + 1);
    List<BatchItem> batch = combination.action() == Action.POST ? response.withKeys(items) : items;

    List<PossibleResult> possible =
        possibleResults(combination, seeded, batch, otherBatch).stream()
            .filter(each -> each.batch().statuses().equals(response.statuses()))
            .filter(each -> each.otherStatuses().equals(otherResponse.statuses()))
            .toList();
    assertFalse(possible.isEmpty(), () -> difference(combination, seeded, batch, response));
    PossibleResult result = matchingStoredRecords(combination, possible, firstKey);
    checkDatabase(combination, result.after(), firstKey);
    if (combination.idempotencyKey()) {
      checkRepeatedRequest(combination, headers, body, batch, result, response, firstKey);
    }
  }

  /** Selects the result by the stored records because the statuses may match either order. */
  private static PossibleResult matchingStoredRecords(
      Combination combination, List<PossibleResult> possible, int firstKey) throws Exception {
    Map<Integer, String> stored = server.marks(combination.database(), firstKey);
    return possible.stream()
        .filter(each -> each.after().marks().equals(stored))
        .findFirst()
        .orElse(possible.get(0));
  }

  /** Creates every second record before the test, all with the same {@code update_Date}. */
  private static ReferenceModel seed(Combination combination, int firstKey) throws Exception {
    List<BatchItem> items = new ArrayList<>();
    for (int item = 0; item < combination.size().items; item += 2) {
      boolean undeletable =
          combination.action() == Action.DELETE
              && combination.defect() == Defect.REJECTED_ROW
              && item == defectiveItem(combination);
      items.add(
          new BatchItem(
              firstKey + item,
              KeyForm.INTEGER,
              undeletable ? ReferenceModel.UNDELETABLE : "s" + item,
              "seed",
              UpdateDate.NONE));
    }
    put(combination, items);
    return new ReferenceModel().seed(items);
  }

  /** The index of the item with the defect; its record is created before the test. */
  private static int defectiveItem(Combination combination) {
    return combination.size().items / 4 * 2;
  }

  private static List<BatchItem> batch(Combination combination, int firstKey) {
    List<BatchItem> items = new ArrayList<>();
    for (int item = 0; item < combination.size().items; item++) {
      boolean defective = item == defectiveItem(combination);
      boolean unwritable =
          defective
              && combination.defect() == Defect.REJECTED_ROW
              && combination.action() != Action.DELETE;
      String mark = unwritable ? ReferenceModel.UNWRITABLE : mark(combination, item);
      items.add(
          new BatchItem(
              firstKey + item,
              defective && combination.defect() == Defect.INVALID_ITEM
                  ? KeyForm.TEXT
                  : validForm(combination),
              mark,
              null,
              updateDate(combination, item)));
    }
    if (combination.defect() == Defect.DUPLICATE_KEY) {
      items.add(
          new BatchItem(firstKey, KeyForm.INTEGER, "again", null, updateDate(combination, 0)));
    }
    return items;
  }

  private static KeyForm validForm(Combination combination) {
    return combination.action() == Action.POST ? KeyForm.NONE : KeyForm.INTEGER;
  }

  /** For {@code merge}: every second item of those with a record keeps its issue. */
  private static String mark(Combination combination, int item) {
    return combination.mode() == Mode.MERGE && item % 4 == 2 ? null : "a" + item;
  }

  /**
   * For {@code ifUnchanged}: existing records (even indices) get the current date, an outdated one
   * or none; absent records (odd indices) get an outdated one or none.
   */
  private static UpdateDate updateDate(Combination combination, int item) {
    if (combination.mode() != Mode.IF_UNCHANGED) {
      return UpdateDate.NONE;
    }
    return switch (item % 8) {
      case 0, 4 -> UpdateDate.AS_SEEDED;
      case 2, 3 -> UpdateDate.OUTDATED;
      default -> UpdateDate.NONE;
    };
  }

  private static List<BatchItem> otherBatch(Combination combination, int firstKey) {
    List<BatchItem> items =
        new ArrayList<>(
            IntStream.range(0, combination.size().items)
                .mapToObj(item -> otherItem(firstKey, item))
                .toList());
    Collections.reverse(items);
    return items;
  }

  private static BatchItem otherItem(int firstKey, int item) {
    return new BatchItem(firstKey + item, KeyForm.INTEGER, "b" + item, null, UpdateDate.NONE);
  }

  private static Map<String, String> headers(Combination combination) {
    Map<String, String> headers = new HashMap<>();
    if (combination.idempotencyKey()) {
      headers.put("Idempotency-Key", "\"" + UUID.randomUUID() + "\"");
    }
    if (combination.gzip()) {
      headers.put("Content-Encoding", "gzip");
    }
    return headers;
  }

  private static byte[] body(Combination combination, List<BatchItem> batch, int firstKey)
      throws Exception {
    String seeded =
        combination.mode() == Mode.IF_UNCHANGED
            ? server.updateDate(combination.database(), firstKey)
            : "";
    byte[] json = BatchItem.json(batch, seeded).getBytes(StandardCharsets.UTF_8);
    return combination.gzip() ? gzip(json) : json;
  }

  private static BatchResponse put(Combination combination, List<BatchItem> items)
      throws Exception {
    byte[] body = BatchItem.json(items, "").getBytes(StandardCharsets.UTF_8);
    return BatchResponse.of(server.send(combination.database(), Action.PUT, "", NO_HEADERS, body));
  }

  private static BatchResponse send(
      Combination combination, Map<String, String> headers, byte[] body) throws Exception {
    return BatchResponse.of(
        server.send(
            combination.database(), combination.action(), combination.mode().query, headers, body));
  }

  private static List<PossibleResult> possibleResults(
      Combination combination,
      ReferenceModel seeded,
      List<BatchItem> batch,
      List<BatchItem> otherBatch) {
    Outcome first = seeded.apply(combination.action(), combination.mode(), batch);
    Outcome otherSecond = first.after().apply(Action.PUT, Mode.PLAIN, otherBatch);
    Outcome otherFirst = seeded.apply(Action.PUT, Mode.PLAIN, otherBatch);
    Outcome second = otherFirst.after().apply(combination.action(), combination.mode(), batch);
    return List.of(
        new PossibleResult(first, otherSecond.statuses(), otherSecond.after()),
        new PossibleResult(second, otherFirst.statuses(), second.after()));
  }

  /** Describes the first item whose status differs from the expected one. */
  private static String difference(
      Combination combination,
      ReferenceModel seeded,
      List<BatchItem> batch,
      BatchResponse response) {
    List<Integer> expected =
        seeded.apply(combination.action(), combination.mode(), batch).statuses();
    int item = 0;
    while (item < expected.size()
        && item < response.statuses().size()
        && expected.get(item).equals(response.statuses().get(item))) {
      item++;
    }
    return "item %d of %d: expected the statuses %s, got %s"
        .formatted(
            item,
            expected.size(),
            expected.subList(item, Math.min(item + 5, expected.size())),
            response.statuses().subList(item, Math.min(item + 5, response.statuses().size())));
  }

  /**
   * Checks the stored records, and the history of the first record, of the one with the defect and
   * of the last.
   */
  private static void checkDatabase(Combination combination, ReferenceModel expected, int firstKey)
      throws Exception {
    assertTrue(
        expected.marks().equals(server.marks(combination.database(), firstKey)),
        "the stored records differ from the model");
    int last = expected.rows().keySet().stream().max(Integer::compare).orElse(firstKey);
    for (int key : List.of(firstKey, firstKey + defectiveItem(combination), last)) {
      int changes = combination.database().keepsHistory() ? expected.changesOf(key) : 0;
      assertEquals(
          changes,
          server.changes(combination.database(), key),
          "changes in the history of record " + key);
    }
  }

  /** If the batch was applied, its repetition gets the same response; otherwise it runs again. */
  private static void checkRepeatedRequest(
      Combination combination,
      Map<String, String> headers,
      byte[] body,
      List<BatchItem> batch,
      PossibleResult result,
      BatchResponse first,
      int firstKey)
      throws Exception {
    BatchResponse repeated = send(combination, headers, body);
    if (result.batch().applied()) {
      assertEquals(first.data(), repeated.data(), "response to the repeated request");
      checkDatabase(combination, result.after(), firstKey);
    } else {
      Outcome outcome = result.after().apply(combination.action(), combination.mode(), batch);
      assertEquals(
          outcome.statuses(),
          repeated.statuses(),
          "statuses of the repeated request, which runs again");
      checkDatabase(combination, outcome.after(), firstKey);
    }
  }
}
