package org.grievances.contract;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the history says after it was turned off for a while, on Derby and PostgreSQL. */
@ExtendWith(RunningServer.Resolver.class)
class HistoryPauseIT {
  private static final String RECORD = "/vbasoftware/grievances/1";
  private static final String CHANGES = ChangesFollower.CHANGES;
  private static final String EXPORT = "/vbasoftware/grievances/export";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String postgresql = "paused" + NUMBERS.incrementAndGet();
  private final String spread = postgresql + "_spread";
  private final List<String> databases = List.of("alpha", postgresql, spread);

  private RunningServer running;
  private LibertyServer server;

  @BeforeEach
  void install(RunningServer shared) throws Exception {
    running = shared;
    server = LibertyServer.install("paused", Overrides.of(shared.secrets())).startingQuickly();
    server.addDatabase(postgresql, shared.newDatabase(postgresql));
    server.addDatabase(spread, shared.newDatabase(spread));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void changesFromBeforeAndAfterAPauseShowWhatTheyLeftBehind() throws Exception {
    start(true);
    Map<String, String> places = places("?from=now");
    put("created");
    put("known");
    server.stop();
    start(false);
    put("unknown");
    assertChangesAreUnknown(places);
    server.stop();
    start(true);
    put("known again");
    assertChangesEndAtThePause(places);
    for (String database : databases) {
      to(database)
          .get(RECORD + "/history")
          .then()
          .body("data.change", contains("updated", "updated", "created"))
          .body("data[0].before.issue", equalTo("unknown"))
          .body("data[1].before.issue", equalTo("created"))
          .body("data[2].before", nullValue())
          .body("data.after.issue", contains("known again", "known", "created"));
      to(database)
          .get(RECORD + "/history?pageSize=1&page=2")
          .then()
          .body("data.after.issue", contains("known"));
    }
  }

  /** Where the next page of the changes begins in each database. */
  private Map<String, String> places(String query) {
    Map<String, String> places = new HashMap<>();
    for (String database : databases) {
      places.put(database, ChangesFollower.place(to(database).get(CHANGES + query)));
    }
    return places;
  }

  private void assertChangesAreUnknown(Map<String, String> places) {
    places.forEach(
        (database, place) -> {
          for (String query : List.of("from=now", "from=start", "after=" + place)) {
            to(database)
                .get(CHANGES + "?" + query)
                .then()
                .statusCode(409)
                .body("error.type", endsWith("/history-off"));
          }
          Response export = to(database).get(EXPORT);
          export.then().statusCode(200).header("changes-after", nullValue());
        });
  }

  private void assertChangesEndAtThePause(Map<String, String> places) {
    places.forEach(
        (database, place) -> {
          Response before = to(database).get(CHANGES + "?after=" + place);
          before
              .then()
              .body("data.change", contains("created", "updated"))
              .body("data.grievance.issue", contains("created", "known"));
          assertLost(database, ChangesFollower.place(before), "turned off");
          to(database)
              .get(CHANGES + "?from=start")
              .then()
              .body("data.grievance.issue", contains("known again"));
          String exported = to(database).get(EXPORT).header("changes-after");
          to(database)
              .get(CHANGES + "?after=" + exported)
              .then()
              .statusCode(200)
              .body("data", empty());
        });
  }

  private void assertLost(String database, String place, String why) {
    to(database)
        .get(CHANGES + "?after=" + place)
        .then()
        .statusCode(410)
        .body("error.type", endsWith("/changes-lost"))
        .body("error.detail", allOf(containsString(why), containsString("changes-after")));
  }

  /** A place in the changes is given up once what follows it may be archived. */
  @Test
  void changesThatWereArchivedAreSaidToBeGone() throws Exception {
    start(true);
    Map<String, String> places = places("?from=now");
    put("archived");
    Map<String, String> later = places("?from=now");
    running.execute(postgresql, "select archive_history((now() at time zone 'utc')::date + 1)");
    running.execute(spread, "delete from grievances_history");
    assertLost(spread, places.get(spread), "taken out");
    running.execute(spread, "delete from record_changes");
    for (String database : List.of(postgresql, spread)) {
      assertLost(database, places.get(database), "taken out");
    }
    put("kept");
    for (String database : List.of(postgresql, spread)) {
      assertLost(database, places.get(database), "taken out");
      assertLost(database, later.get(database), "taken out");
      Response start = to(database).get(CHANGES + "?from=start");
      start.then().statusCode(200).body("data.grievance.issue", contains("kept"));
      String next = ChangesFollower.place(start);
      to(database).get(CHANGES + "?after=" + next).then().statusCode(200);
    }
    running.execute(postgresql, "select setval('record_change_ids', 1)");
    assertLost(postgresql, later.get(postgresql), "earlier");
  }

  private void start(boolean history) throws IOException, JOSEException {
    Overrides overrides = Overrides.of(running.secrets());
    overrides.set("grievances.databases." + spread + ".spread", "true");
    for (String database : databases) {
      overrides.set("grievances.databases." + database + ".history", Boolean.toString(history));
    }
    server.configure(overrides).start();
    databases.forEach(database -> running.awaitUse(server, database));
  }

  private void put(String issue) {
    for (String database : databases) {
      to(database)
          .body("[{\"grievance_Key\":1,\"issue\":\"%s\"}]".formatted(issue))
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207);
    }
  }

  private RequestSpecification to(String database) {
    String token = running.token("grievance-admin", "grievance-writer");
    return running
        .plain(server)
        .header("x-api-key", running.secrets().apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", database)
        .contentType("application/json");
  }
}
