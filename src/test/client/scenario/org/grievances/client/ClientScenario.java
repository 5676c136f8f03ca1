package org.grievances.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Loads, changes, lists, exports and deletes grievances with the classes of one generator. */
abstract class ClientScenario {
  static final String DATABASE = Service.property("database");
  private static final Pattern PLACE = Pattern.compile("[?&]after=([^&>]+)");

  private final int first = ThreadLocalRandom.current().nextInt(500_000_000, 900_000_000);
  private final int end = first + 3;

  /** The keys of one page of a list, and its header Link, which is null after the last page. */
  record Page(List<Integer> keys, String link) {}

  /** Puts grievances with these keys in a batch; the statuses of the items. */
  abstract List<Integer> put(List<Integer> keys) throws Exception;

  /** Reads a grievance, and puts it twice with {@code ifUnchanged}; the statuses of the items. */
  abstract List<Integer> putTwiceIfUnchanged(int key) throws Exception;

  /** Replaces a grievance by a body without its key; the key in the response. */
  abstract Integer replaceWithoutKey(int key) throws Exception;

  /** Changes the resolution alone; the issue. */
  abstract String issueAfterPatch(int key) throws Exception;

  abstract Page list(int from, int to, int pageSize, String after) throws Exception;

  abstract String export(int from, int to) throws Exception;

  /** Sends a job; its id. */
  abstract String sendJob(String action, List<Integer> keys) throws Exception;

  abstract String stateOfJob(String id) throws Exception;

  abstract String succeeded(String job) throws Exception;

  @Test
  void grievancesAreLoadedChangedListedExportedAndDeleted() throws Exception {
    List<Integer> keys = IntStream.range(first, end).boxed().toList();

    assertEquals(List.of(201, 201, 201), put(keys));
    assertEquals(List.of(200, 412), putTwiceIfUnchanged(first));
    assertEquals(first, replaceWithoutKey(first));
    assertEquals("New.", issueAfterPatch(first));
    assertEquals(keys, list());
    assertEquals(3, export(first, end).lines().count());
    String job = sendJob("delete", keys);
    awaitCompletion(job);
    assertEquals(3, succeeded(job).lines().filter(line -> line.contains("Deleted")).count());
    assertEquals(List.of(), list());
  }

  private List<Integer> list() throws Exception {
    List<Integer> keys = new ArrayList<>();
    String after = null;
    do {
      Page page = list(first, end, 2, after);
      keys.addAll(page.keys());
      after = place(page.link());
    } while (after != null);
    return keys;
  }

  private static String place(String link) {
    Matcher place = PLACE.matcher(link == null ? "" : link);
    return place.find() ? place.group(1) : null;
  }

  private void awaitCompletion(String job) throws Exception {
    for (int i = 0; i < 300 && !stateOfJob(job).equals("Completed"); i++) {
      Thread.sleep(100);
    }
    assertEquals("Completed", stateOfJob(job));
  }
}
