package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.grievances.server.SentContents;

/**
 * A client that is the only one to write records with a range of keys, with one request at a time.
 * It therefore knows the records that must be stored. Each record contains the number of the
 * request that wrote it.
 */
final class RecordWriter {
  static final int KEYS = 2_500;
  private static final int NO_RECORD = 0;
  private static final int[] BATCH_SIZES = {1, 5, 40, 300, 1_200, 2_400};

  private final String database;
  private final List<Kind> kinds;
  private final int firstKey;
  private final String run;
  private final Random random;

  /** For each key, the number of the request that wrote the stored record. */
  private final int[] lastWriters = new int[KEYS];

  private int requestCount;
  private long acknowledgedChanges;
  private Request unanswered;

  /** The operation of a request. */
  private enum Kind {
    BATCH,
    ATOMIC_BATCH,
    DELETE_BATCH,
    WRITE_RECORD,
    DELETE_RECORD;

    /** Those with an Idempotency-Key, and the update of a record. */
    static final List<Kind> REPEATABLE = List.of(BATCH, ATOMIC_BATCH, DELETE_BATCH, WRITE_RECORD);

    boolean isBatch() {
      return this != WRITE_RECORD && this != DELETE_RECORD;
    }

    boolean deletes() {
      return this == DELETE_BATCH || this == DELETE_RECORD;
    }
  }

  /**
   * @param offsets the keys relative to the first key of the range, without duplicates
   * @param invalidItem the index of the item that is invalid; negative if all are valid
   */
  private record Request(int number, Kind kind, List<Integer> offsets, int invalidItem) {

    /** The last writer at an offset after this request, given the one before it. */
    int lastWriterAfter(int offset, int before) {
      if (invalidItem >= 0 && (kind == Kind.ATOMIC_BATCH || offsets.get(invalidItem) == offset)) {
        return before;
      }
      return kind.deletes() ? NO_RECORD : number;
    }
  }

  /** The members of a record that are compared. */
  record Content(int request, String issue, String subscriber) {

    private static Content of(int request, int key) {
      String issue = SentContents.MARKER + " request " + request + " of key " + key + " ";
      return new Content(
          request, issue + "x".repeat((request * 31 + key) % 200), "%09d".formatted(key));
    }
  }

  /**
   * The result of a check.
   *
   * @param records the number of stored records
   * @param unanswered whether a request got no response
   * @param unansweredButApplied whether that request was applied
   */
  record CheckResult(int records, boolean unanswered, boolean unansweredButApplied) {}

  /**
   * @param firstKey the first of {@link #KEYS} keys
   * @param run identifies the test run in failure messages
   */
  RecordWriter(String database, int firstKey, long seed, String run) {
    this(database, List.of(Kind.values()), firstKey, seed, run);
  }

  /** One that sends only what can be sent again with the same result. */
  static RecordWriter ofRepeatableRequests(String database, int firstKey, long seed, String run) {
    return new RecordWriter(database, Kind.REPEATABLE, firstKey, seed, run);
  }

  private RecordWriter(String database, List<Kind> kinds, int firstKey, long seed, String run) {
    this.database = database;
    this.kinds = kinds;
    this.firstKey = firstKey;
    this.run = run;
    this.random = new Random(seed);
  }

  /** Sends requests until one gets no response, and checks each response. */
  void sendUntilUnanswered(RecordClient client) {
    sendUntil(() -> false, client);
  }

  /** Sends requests until it is done, or one gets no response, and checks each response. */
  void sendUntil(BooleanSupplier done, RecordClient client) {
    while (unanswered == null && !done.getAsBoolean()) {
      Request request = nextRequest();
      try {
        checkResponse(request, send(client, request));
      } catch (IOException e) {
        unanswered = request;
      }
    }
  }

  /** The number of changed records that the server has acknowledged. */
  long acknowledgedChanges() {
    return acknowledgedChanges;
  }

  private Request nextRequest() {
    requestCount++;
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    if (!kind.isBatch()) {
      return new Request(requestCount, kind, List.of(random.nextInt(KEYS)), -1);
    }
    int size = BATCH_SIZES[random.nextInt(BATCH_SIZES.length)];
    List<Integer> offsets = new ArrayList<>();
    int first = random.nextInt(KEYS);
    for (int i = 0; i < size; i++) {
      offsets.add((first + i) % KEYS);
    }
    boolean hasInvalidItem = kind != Kind.DELETE_BATCH && random.nextInt(4) == 0;
    return new Request(requestCount, kind, offsets, hasInvalidItem ? random.nextInt(size) : -1);
  }

  private HttpResponse<String> send(RecordClient client, Request request) throws IOException {
    int offset = request.offsets().get(0);
    String path = "grievances/" + (firstKey + offset);
    return switch (request.kind()) {
      case BATCH -> client.send("PUT", database, PrivateServer.BATCH, items(request));
      case ATOMIC_BATCH ->
          client.send("PUT", database, PrivateServer.BATCH + "?atomic=true", items(request));
      case DELETE_BATCH -> client.send("DELETE", database, PrivateServer.BATCH, items(request));
      case WRITE_RECORD ->
          lastWriters[offset] == NO_RECORD
              ? client.send("POST", database, "grievances", item(request, 0).toString())
              : client.send("PUT", database, path, item(request, 0).toString());
      case DELETE_RECORD -> client.send("DELETE", database, path, "");
    };
  }

  private String items(Request request) {
    JsonArrayBuilder items = Json.createArrayBuilder();
    for (int i = 0; i < request.offsets().size(); i++) {
      items.add(item(request, i));
    }
    return items.build().toString();
  }

  private JsonObject item(Request request, int index) {
    int key = firstKey + request.offsets().get(index);
    Content content = Content.of(request.number(), key);
    JsonObjectBuilder item =
        Json.createObjectBuilder()
            .add("grievance_Key", key)
            .add("call_Key", content.request())
            .add("issue", content.issue())
            .add("subscriber_ID", content.subscriber());
    if (index == request.invalidItem()) {
      item.add("member_Seq", "too long");
    }
    return item.build();
  }

  /** Checks a response and records its changes; a request that gets 503 was not applied. */
  private void checkResponse(Request request, HttpResponse<String> response) {
    if (response.statusCode() == 503) {
      assertTrue(
          response.headers().firstValue("Retry-After").isPresent(),
          () -> describe(request, response));
      return;
    }
    if (request.kind().isBatch()) {
      assertEquals(207, response.statusCode(), () -> describe(request, response));
      assertEquals(statuses(request), statuses(response), () -> describe(request, response));
    } else {
      int offset = request.offsets().get(0);
      int expected = request.kind().deletes() ? deleteStatus(offset, 204) : writeStatus(offset);
      assertEquals(expected, response.statusCode(), () -> describe(request, response));
    }
    acknowledgedChanges +=
        request.offsets().stream().filter(offset -> changes(request, offset)).count();
    apply(request);
  }

  private String describe(Request request, HttpResponse<String> response) {
    return run + ", " + database + ", request " + request.number() + ": " + response.body();
  }

  private boolean changes(Request request, int offset) {
    return request.lastWriterAfter(offset, lastWriters[offset]) != lastWriters[offset];
  }

  private void apply(Request request) {
    request
        .offsets()
        .forEach(
            offset -> lastWriters[offset] = request.lastWriterAfter(offset, lastWriters[offset]));
  }

  private List<Integer> statuses(Request request) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < request.offsets().size(); i++) {
      int offset = request.offsets().get(i);
      if (i == request.invalidItem()) {
        statuses.add(400);
      } else if (request.invalidItem() >= 0 && request.kind() == Kind.ATOMIC_BATCH) {
        statuses.add(424);
      } else {
        statuses.add(request.kind().deletes() ? deleteStatus(offset, 200) : writeStatus(offset));
      }
    }
    return statuses;
  }

  private int writeStatus(int offset) {
    return lastWriters[offset] == NO_RECORD ? 201 : 200;
  }

  private int deleteStatus(int offset, int ifPresent) {
    return lastWriters[offset] == NO_RECORD ? 404 : ifPresent;
  }

  private static List<Integer> statuses(HttpResponse<String> response) {
    JsonArray data = parse(response.body()).getJsonArray("data");
    return data.stream().map(JsonValue::asJsonObject).map(item -> item.getInt("status")).toList();
  }

  static JsonObject parse(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }

  /**
   * Checks that all acknowledged changes are stored, and that the request without a response was
   * applied completely or not at all.
   *
   * @param found the stored records, by key
   */
  CheckResult check(Map<Integer, Content> found) {
    boolean applied =
        unanswered != null
            && unanswered.offsets().stream()
                .anyMatch(offset -> showsEffectOf(unanswered, offset, found));
    if (applied) {
      apply(unanswered);
    }
    String details =
        run
            + ", "
            + database
            + ", last request "
            + unanswered
            + (applied ? ", applied" : ", not applied");
    int records = 0;
    for (int offset = 0; offset < KEYS; offset++) {
      int key = firstKey + offset;
      Content expected =
          lastWriters[offset] == NO_RECORD ? null : Content.of(lastWriters[offset], key);
      assertEquals(expected, found.get(key), () -> "record " + key + "; " + details);
      records += expected == null ? 0 : 1;
    }
    CheckResult result = new CheckResult(records, unanswered != null, applied);
    unanswered = null;
    return result;
  }

  /** Whether the record at an offset shows that the request was applied. */
  private boolean showsEffectOf(Request request, int offset, Map<Integer, Content> found) {
    Content content = found.get(firstKey + offset);
    return changes(request, offset)
        && request.lastWriterAfter(offset, lastWriters[offset])
            == (content == null ? NO_RECORD : content.request());
  }
}
