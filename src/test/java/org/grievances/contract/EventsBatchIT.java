package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch adds events to grievances that are there, and sets the dates that follow from them. */
@ExtendWith(RunningServer.Resolver.class)
@ResourceLock("jobs of the client")
class EventsBatchIT {
  private static final String BASE = "/vbasoftware/";
  private static final String RECORDS = BASE + "grievances/";
  private static final String EVENTS = BASE + "grievance-events-batch";
  private static final AtomicInteger KEYS = new AtomicInteger(-69_000_000);
  private static final int MANY = 10_000;
  private static final int GRIEVANCES = 2_500;
  private static final int TOGETHER = RunningServer.MAX_ITEMS;

  private final int key = KEYS.getAndAdd(10_000);

  private void create(RunningServer server, String database, int count) {
    String items =
        IntStream.range(0, count)
            .mapToObj(item -> "{\"grievance_Key\":%d}".formatted(key + item))
            .collect(Collectors.joining(",", "[", "]"));
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
  }

  private String event(int offset, String kind, String at) {
    return "{\"grievance_Key\":%d,\"kind\":\"%s\",\"at\":\"%s\"}".formatted(key + offset, kind, at);
  }

  private String events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            item ->
                event(
                    item % GRIEVANCES,
                    item % 2 == 0 ? "WRITTEN_NOTICE" : "CALL",
                    "2026-03-%02dT09:00:00Z".formatted(20 - item / GRIEVANCES)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Object after(RunningServer server, String database, int grievance, String member) {
    return server
        .to(database, "grievance-admin")
        .get(RECORDS + grievance + "/history")
        .path("data[0].after." + member);
  }

  private int count(RunningServer server, String database, int offset) {
    return server
        .to(database)
        .get(RECORDS + (key + offset) + "/events")
        .<List<Object>>path("data")
        .size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void manyEventsAreAddedAndSetTheDatesOfTheirGrievances(String database, RunningServer server) {
    create(server, database, GRIEVANCES);
    for (int from = 0; from < MANY; from += TOGETHER) {
      server
          .to(database)
          .body(events(from, from + TOGETHER))
          .post(EVENTS)
          .then()
          .statusCode(207)
          .body("data", hasSize(TOGETHER))
          .body("data.status", everyItem(equalTo(201)));
    }
    assertEquals(4, count(server, database, 0));
    assertEquals("2026-03-17T09:00:00Z", after(server, database, key, "written_Notice"));
    assertEquals(
        "2026-03-17T09:00:00Z", after(server, database, key + GRIEVANCES - 2, "written_Notice"));
    server
        .to(database, "grievance-admin")
        .get(RECORDS + (key + 1) + "/history")
        .then()
        .body("data", hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void itemsFailAloneOrTogether(String database, RunningServer server) {
    create(server, database, 2);
    String items =
        String.join(
            ",",
            "[" + event(0, "ACKNOWLEDGED", "2026-03-02T09:00:00Z"),
            event(5, "CALL", "2026-03-02"),
            event(1, "MET", "2026-03-02"),
            "{\"kind\":\"CALL\",\"at\":\"2026-03-02\"}",
            event(1, "CALL", "9000-03-02"),
            event(0, "ACKNOWLEDGED", "2026-03-01T09:00:00Z") + "]");
    for (String option : List.of("atomic=true", "dryRun=true")) {
      server.to(database).body(items).post(EVENTS + "?" + option).then().statusCode(207);
      assertEquals(0, count(server, database, 0), option);
      assertEquals(null, after(server, database, key, "acknowledged"), option);
    }
    server
        .to(database)
        .body(items)
        .post(EVENTS)
        .then()
        .statusCode(207)
        .body("data.status", contains(201, 404, 400, 400, 400, 201))
        .body("data[1].body", containsString("grievance_Key: no record has it"))
        .body("data[2].body", containsString("kind: not one of"))
        .body("data[3].body", containsString("grievance_Key: required"))
        .body("data[4].body", containsString("at: in the future"));
    assertEquals("2026-03-01T09:00:00Z", after(server, database, key, "acknowledged"));
    server
        .to(database)
        .get(RECORDS + key + "/events")
        .then()
        .body("data.precision", everyItem(equalTo("TIME")))
        .body("data[0].struck_Out", nullValue());
  }

  @ParameterizedTest
  @CsvSource({"alpha, csv", "delta, ndjson", "spread, csv"})
  void eventsComeAsLinesToo(String database, String format, RunningServer server) {
    create(server, database, 1);
    String body =
        format.equals("csv")
            ? "grievance_Key,kind,at,precision,by,text\n%d,CALL,2026-03-01,DATE,jane,\"a, b\"\n"
                .formatted(key)
            : event(0, "CALL", "2026-03-01") + "\n";
    server
        .to(database)
        .contentType(format.equals("csv") ? "text/csv" : "application/x-ndjson")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(EVENTS)
        .then()
        .statusCode(207)
        .body("data.status", contains(201));
    assertEquals(1, count(server, database, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void eventsComeAsAJobThatIsNotTakenBack(String database, RunningServer server) {
    create(server, database, 1);
    String items =
        "["
            + event(0, "ORAL_NOTICE", "2026-03-01T09:00:00Z")
            + ","
            + event(5, "CALL", "2026-03-01")
            + "]";
    String id =
        server
            .to(database)
            .body(items)
            .post(EVENTS + "/jobs")
            .then()
            .statusCode(202)
            .extract()
            .path("data.id");
    JobsIT.end(server, database, id);
    String job = BASE + "jobs/" + id;
    server
        .to(database)
        .get(job)
        .then()
        .body("data.created", equalTo(1))
        .body("data.failed", equalTo(1));
    assertEquals("2026-03-01T09:00:00Z", after(server, database, key, "oral_Notice"));
    server.to(database).get(job + "/succeeded").then().statusCode(200);
    server
        .to(database)
        .post(job + "/undo")
        .then()
        .statusCode(409)
        .body("error.detail", containsString("struck out"));
  }

  @Test
  void jobOfEventsOnlyAddsThem(RunningServer server) {
    server
        .to("beta")
        .body("[]")
        .post(EVENTS + "/jobs?action=put")
        .then()
        .statusCode(400)
        .body("error.detail", containsString("action must be create"));
  }
}
