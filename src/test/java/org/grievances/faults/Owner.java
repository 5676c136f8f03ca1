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
import org.grievances.server.SentContents;

/**
 * A caller who alone writes to a range of keys, one request after the other, and so knows what must
 * stand there. Each record that a request writes holds the number of that request.
 */
final class Owner {
  static final int KEYS = 2_500;
  private static final int NOTHING = 0;
  private static final int[] SIZES = {1, 5, 40, 300, 1_200, 2_400};

  private final String database;
  private final int firstKey;
  private final Random random;

  /** For each key, the number of the request whose record stands there. */
  private final int[] standing = new int[KEYS];

  private int requests;
  private long acknowledged;
  private Request lost;

  /** What a request asks for. */
  private enum Kind {
    BATCH,
    ATOMIC_BATCH,
    DELETING_BATCH,
    SINGLE,
    DELETING_SINGLE;

    boolean isBatch() {
      return this != SINGLE && this != DELETING_SINGLE;
    }

    boolean deletes() {
      return this == DELETING_BATCH || this == DELETING_SINGLE;
    }
  }

  /**
   * @param places in the range of keys, each once
   * @param faulty which of the places gets an item that is refused; none when negative
   */
  private record Request(int number, Kind kind, List<Integer> places, int faulty) {

    /** What stands at a place once the request was applied. */
    int leaves(int place, int before) {
      if (faulty >= 0 && (kind == Kind.ATOMIC_BATCH || places.get(faulty) == place)) {
        return before;
      }
      return kind.deletes() ? NOTHING : number;
    }
  }

  /** What of a record is compared. */
  record Content(int request, String issue, String subscriber) {

    private static Content of(int request, int key) {
      String issue = SentContents.MARKER + " request " + request + " of key " + key + " ";
      return new Content(
          request, issue + "x".repeat((request * 31 + key) % 200), "%09d".formatted(key));
    }
  }

  /** What a range of keys turned out to hold. */
  record Verdict(int records, boolean lost, boolean lostButApplied) {}

  Owner(String database, int firstKey, long seed) {
    this.database = database;
    this.firstKey = firstKey;
    this.random = new Random(seed);
  }

  /** Sends requests until one gets no answer. */
  void work(OwnServer server) {
    while (lost == null) {
      Request request = next();
      try {
        settle(request, send(server, request));
      } catch (IOException unanswered) {
        lost = request;
      }
    }
  }

  /** How many records were answered to be written or deleted. */
  long acknowledged() {
    return acknowledged;
  }

  private Request next() {
    requests++;
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    if (!kind.isBatch()) {
      return new Request(requests, kind, List.of(random.nextInt(KEYS)), -1);
    }
    int size = SIZES[random.nextInt(SIZES.length)];
    List<Integer> places = new ArrayList<>();
    int first = random.nextInt(KEYS);
    for (int i = 0; i < size; i++) {
      places.add((first + i) % KEYS);
    }
    boolean faulty = kind != Kind.DELETING_BATCH && random.nextInt(4) == 0;
    return new Request(requests, kind, places, faulty ? random.nextInt(size) : -1);
  }

  private HttpResponse<String> send(OwnServer server, Request request) throws IOException {
    int place = request.places().get(0);
    String path = "grievances/" + (firstKey + place);
    return switch (request.kind()) {
      case BATCH -> server.send("PUT", database, OwnServer.BATCH, items(request));
      case ATOMIC_BATCH ->
          server.send("PUT", database, OwnServer.BATCH + "?atomic=true", items(request));
      case DELETING_BATCH -> server.send("DELETE", database, OwnServer.BATCH, items(request));
      case SINGLE ->
          standing[place] == NOTHING
              ? server.send("POST", database, "grievances", item(request, 0).toString())
              : server.send("PUT", database, path, item(request, 0).toString());
      case DELETING_SINGLE -> server.send("DELETE", database, path, "");
    };
  }

  private String items(Request request) {
    JsonArrayBuilder items = Json.createArrayBuilder();
    for (int i = 0; i < request.places().size(); i++) {
      items.add(item(request, i));
    }
    return items.build().toString();
  }

  private JsonObject item(Request request, int index) {
    int key = firstKey + request.places().get(index);
    Content content = Content.of(request.number(), key);
    JsonObjectBuilder item =
        Json.createObjectBuilder()
            .add("grievance_Key", key)
            .add("call_Key", content.request())
            .add("issue", content.issue())
            .add("subscriber_ID", content.subscriber());
    if (index == request.faulty()) {
      item.add("member_Seq", "too long");
    }
    return item.build();
  }

  /** A request that is answered 503 was not applied; every other answer must be the right one. */
  private void settle(Request request, HttpResponse<String> answer) {
    if (answer.statusCode() == 503) {
      assertTrue(answer.headers().firstValue("Retry-After").isPresent(), answer.body());
      return;
    }
    if (request.kind().isBatch()) {
      assertEquals(207, answer.statusCode(), answer.body());
      assertEquals(statuses(request), statuses(answer));
    } else {
      int place = request.places().get(0);
      int expected = request.kind().deletes() ? deleted(place, 204) : written(place);
      assertEquals(expected, answer.statusCode(), answer.body());
    }
    acknowledged += request.places().stream().filter(place -> changes(request, place)).count();
    apply(request);
  }

  private boolean changes(Request request, int place) {
    return request.leaves(place, standing[place]) != standing[place];
  }

  private void apply(Request request) {
    request.places().forEach(place -> standing[place] = request.leaves(place, standing[place]));
  }

  private List<Integer> statuses(Request request) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < request.places().size(); i++) {
      int place = request.places().get(i);
      if (i == request.faulty()) {
        statuses.add(400);
      } else if (request.faulty() >= 0 && request.kind() == Kind.ATOMIC_BATCH) {
        statuses.add(424);
      } else {
        statuses.add(request.kind().deletes() ? deleted(place, 200) : written(place));
      }
    }
    return statuses;
  }

  private int written(int place) {
    return standing[place] == NOTHING ? 201 : 200;
  }

  private int deleted(int place, int ifThere) {
    return standing[place] == NOTHING ? 404 : ifThere;
  }

  private static List<Integer> statuses(HttpResponse<String> answer) {
    JsonArray data = read(answer.body()).getJsonArray("data");
    return data.stream().map(JsonValue::asJsonObject).map(item -> item.getInt("status")).toList();
  }

  static JsonObject read(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }

  /**
   * Checks that everything stands that was answered, and the request that was not answered wholly
   * or not at all.
   *
   * @param found by their keys
   */
  Verdict check(Map<Integer, Content> found) {
    boolean applied =
        lost != null && lost.places().stream().anyMatch(place -> isOf(lost, place, found));
    if (applied) {
      apply(lost);
    }
    String of = database + ", " + lost + (applied ? ", applied" : ", not applied");
    int records = 0;
    for (int place = 0; place < KEYS; place++) {
      int key = firstKey + place;
      Content expected = standing[place] == NOTHING ? null : Content.of(standing[place], key);
      assertEquals(expected, found.get(key), () -> "The record " + key + " of " + of);
      records += expected == null ? 0 : 1;
    }
    Verdict verdict = new Verdict(records, lost != null, applied);
    lost = null;
    return verdict;
  }

  /** Whether a place shows that a request was applied. */
  private boolean isOf(Request request, int place, Map<Integer, Content> found) {
    Content content = found.get(firstKey + place);
    return changes(request, place)
        && request.leaves(place, standing[place])
            == (content == null ? NOTHING : content.request());
  }
}
