package org.grievances.combinations;

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
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.grievances.combinations.Combination.Action;
import org.grievances.combinations.Combination.Fault;
import org.grievances.combinations.Combination.Mode;
import org.grievances.combinations.Model.Outcome;
import org.grievances.combinations.Sent.Known;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batches in all the ways in which they can be sent: each item's status, what is kept, its history
 * and the answer to the same request sent again are those that a small model works out. Every pair
 * of ways is tried, in the long form every combination.
 */
class CombinationsIT {
  private static final boolean ALL = Boolean.getBoolean("faults.combinations.all");
  private static final Map<String, String> NO_HEADERS = Map.of();

  private static CombinationServer server;
  private static int keys = 1;

  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void startServer() throws Exception {
    server = CombinationServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @AfterEach
  void endOther() {
    other.shutdown();
  }

  static List<Combination> combinations() {
    return ALL ? Combination.all() : Combination.pairs();
  }

  /** A batch as it was answered. */
  private record Answered(HttpResponse<String> response, List<Integer> statuses) {

    static Answered of(HttpResponse<String> response) {
      return new Answered(response, CombinationServer.statuses(response));
    }

    String data() {
      return response.body().substring(0, response.body().indexOf(",\"error\""));
    }
  }

  /** What may have become of a batch, and of the one beside it, when either came first. */
  private record Course(Outcome batch, List<Integer> otherStatuses, Model after) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("combinations")
  void everyPromiseHoldsWithEveryOther(Combination combination) throws Exception {
    int firstKey = keys;
    keys += combination.size().items;
    Model seeded = seed(combination, firstKey);
    List<Sent> batch = batch(combination, firstKey);
    List<Sent> others = combination.contended() ? others(combination, firstKey) : List.of();
    Map<String, String> headers = headers(combination);
    byte[] body = body(combination, batch, firstKey);

    FullHeap heap = FullHeap.of(server, combination.heapTaken());
    Future<Answered> beside = other.submit(() -> put(combination, others));
    Answered answered = send(combination, headers, body);
    Answered answeredOther = beside.get();
    heap.close();

    List<Course> possible =
        courses(combination, seeded, batch, others).stream()
            .filter(each -> each.batch().statuses().equals(answered.statuses()))
            .filter(each -> each.otherStatuses().equals(answeredOther.statuses()))
            .toList();
    assertFalse(possible.isEmpty(), () -> difference(combination, seeded, batch, answered));
    Course course = asKept(combination, possible, firstKey);
    check(combination, course.after(), firstKey);
    if (combination.key()) {
      sendAgain(combination, headers, body, batch, course, answered, firstKey);
    }
  }

  /** Where the statuses do not tell which of two batches came first, what is kept does. */
  private static Course asKept(Combination combination, List<Course> possible, int firstKey)
      throws Exception {
    Map<Integer, String> kept = server.marks(combination.store(), firstKey);
    return possible.stream()
        .filter(each -> each.after().marks().equals(kept))
        .findFirst()
        .orElse(possible.get(0));
  }

  /** Every second record is there before, all with one {@code update_Date}. */
  private static Model seed(Combination combination, int firstKey) throws Exception {
    List<Sent> items = new ArrayList<>();
    for (int item = 0; item < combination.size().items; item += 2) {
      boolean kept =
          combination.action() == Action.DELETE
              && combination.fault() == Fault.REFUSED_ROW
              && item == faulty(combination);
      items.add(new Sent(firstKey + item, true, kept ? Model.KEPT : "s" + item, Known.NOTHING));
    }
    put(combination, items);
    return new Model().seed(items);
  }

  /** The item at fault, whose record is there before. */
  private static int faulty(Combination combination) {
    return combination.size().items / 4 * 2;
  }

  private static List<Sent> batch(Combination combination, int firstKey) {
    List<Sent> items = new ArrayList<>();
    for (int item = 0; item < combination.size().items; item++) {
      boolean faulty = item == faulty(combination);
      boolean readable = !faulty || combination.fault() != Fault.FAULTY_ITEM;
      boolean refused =
          faulty && combination.fault() == Fault.REFUSED_ROW && combination.action() == Action.PUT;
      String mark = refused ? Model.REFUSED : "a" + item;
      items.add(new Sent(firstKey + item, readable, mark, known(combination, item)));
    }
    if (combination.fault() == Fault.KEY_TWICE) {
      items.add(new Sent(firstKey, true, "again", known(combination, 0)));
    }
    return items;
  }

  /**
   * Of eight items: what is there is known as it is, or as it was; what is not is thought to be.
   */
  private static Known known(Combination combination, int item) {
    if (combination.mode() != Mode.IF_UNCHANGED) {
      return Known.NOTHING;
    }
    return switch (item % 8) {
      case 0, 4 -> Known.AS_SEEDED;
      case 2, 3 -> Known.OUTDATED;
      default -> Known.NOTHING;
    };
  }

  private static List<Sent> others(Combination combination, int firstKey) {
    List<Sent> items =
        new ArrayList<>(
            IntStream.range(0, combination.size().items)
                .mapToObj(item -> new Sent(firstKey + item, true, "b" + item, Known.NOTHING))
                .toList());
    Collections.reverse(items);
    return items;
  }

  private static Map<String, String> headers(Combination combination) {
    Map<String, String> headers = new HashMap<>();
    if (combination.key()) {
      headers.put("Idempotency-Key", "\"" + UUID.randomUUID() + "\"");
    }
    if (combination.gzip()) {
      headers.put("Content-Encoding", "gzip");
    }
    return headers;
  }

  private static byte[] body(Combination combination, List<Sent> batch, int firstKey)
      throws Exception {
    String seeded =
        combination.mode() == Mode.IF_UNCHANGED
            ? server.updateDate(combination.store(), firstKey)
            : "";
    byte[] json = Sent.json(batch, seeded).getBytes(StandardCharsets.UTF_8);
    return combination.gzip() ? CombinationServer.gzip(json) : json;
  }

  private static Answered put(Combination combination, List<Sent> items) throws Exception {
    byte[] body = Sent.json(items, "").getBytes(StandardCharsets.UTF_8);
    return Answered.of(server.send(combination.store(), Action.PUT, "", NO_HEADERS, body));
  }

  private static Answered send(Combination combination, Map<String, String> headers, byte[] body)
      throws Exception {
    return Answered.of(
        server.send(
            combination.store(), combination.action(), combination.mode().query, headers, body));
  }

  private static List<Course> courses(
      Combination combination, Model seeded, List<Sent> batch, List<Sent> others) {
    Outcome first = seeded.apply(combination.action(), combination.mode(), batch);
    Outcome otherSecond = first.after().apply(Action.PUT, Mode.PLAIN, others);
    Outcome otherFirst = seeded.apply(Action.PUT, Mode.PLAIN, others);
    Outcome second = otherFirst.after().apply(combination.action(), combination.mode(), batch);
    return List.of(
        new Course(first, otherSecond.statuses(), otherSecond.after()),
        new Course(second, otherFirst.statuses(), second.after()));
  }

  /** The first item that was answered otherwise than it should be. */
  private static String difference(
      Combination combination, Model seeded, List<Sent> batch, Answered answered) {
    List<Integer> expected =
        seeded.apply(combination.action(), combination.mode(), batch).statuses();
    int item = 0;
    while (item < expected.size()
        && item < answered.statuses().size()
        && expected.get(item).equals(answered.statuses().get(item))) {
      item++;
    }
    return "item %d of %d: expected %s, answered %s"
        .formatted(
            item,
            expected.size(),
            expected.subList(item, Math.min(item + 5, expected.size())),
            answered.statuses().subList(item, Math.min(item + 5, answered.statuses().size())));
  }

  /** Checks what is kept, and what the history tells of the first record and the one at fault. */
  private static void check(Combination combination, Model expected, int firstKey)
      throws Exception {
    assertTrue(
        expected.marks().equals(server.marks(combination.store(), firstKey)), "what is kept");
    for (int key : List.of(firstKey, firstKey + faulty(combination))) {
      int changes = combination.store().keepsHistory() ? expected.changesOf(key) : 0;
      assertEquals(changes, server.changes(combination.store(), key), "changes of " + key);
    }
  }

  /** What was applied is answered as it was, and what was not is run again. */
  private static void sendAgain(
      Combination combination,
      Map<String, String> headers,
      byte[] body,
      List<Sent> batch,
      Course course,
      Answered first,
      int firstKey)
      throws Exception {
    Answered again = send(combination, headers, body);
    if (course.batch().applied()) {
      assertEquals(first.data(), again.data(), "the answer to the same request sent again");
      check(combination, course.after(), firstKey);
    } else {
      Outcome outcome = course.after().apply(combination.action(), combination.mode(), batch);
      assertEquals(outcome.statuses(), again.statuses(), "the same request run again");
      check(combination, outcome.after(), firstKey);
    }
  }
}
