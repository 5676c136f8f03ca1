package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.server.RunningServer;

/** Reads the changes of a database page by page, as a client does that follows the links. */
final class ChangesFollower {
  static final String CHANGES = "/vbasoftware/grievances/changes";
  private static final Pattern NEXT =
      Pattern.compile("</vbasoftware/grievances/changes\\?.*\\bafter=([\\w-]+)>; rel=\"next\"");

  private final RunningServer server;
  private final String database;
  private String place;

  private ChangesFollower(RunningServer server, String database, String place) {
    this.server = server;
    this.database = database;
    this.place = place;
  }

  /** Begins after all that is committed. */
  static ChangesFollower now(RunningServer server, String database) {
    return after(server, database, place(server.to(database).get(CHANGES + "?from=now")));
  }

  static ChangesFollower after(RunningServer server, String database, String place) {
    return new ChangesFollower(server, database, place);
  }

  static String place(Response page) {
    assertEquals(200, page.statusCode(), page.asString());
    Matcher next = NEXT.matcher(String.valueOf(page.header("Link")));
    assertTrue(next.matches(), "Link: " + page.header("Link"));
    return next.group(1);
  }

  String place() {
    return place;
  }

  /** The next page of changes. */
  List<Map<String, Object>> next(int limit) {
    return next(server.to(database), limit);
  }

  /** The next page of changes, by a request of its own. */
  List<Map<String, Object>> next(RequestSpecification request, int limit) {
    Response page = request.get(CHANGES + "?after=" + place + "&limit=" + limit);
    place = place(page);
    return page.path("data");
  }

  /** All changes of a range of keys up to now, page by page until one is empty. */
  List<Map<String, Object>> all(int limit, int from, int to) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (List<Map<String, Object>> page = next(limit); !page.isEmpty(); page = next(limit)) {
      page.stream().filter(change -> isBetween(change, from, to)).forEach(all::add);
    }
    return all;
  }

  static boolean isBetween(Map<String, Object> change, int from, int to) {
    int key = (Integer) change.get("grievance_Key");
    return key >= from && key < to;
  }
}
