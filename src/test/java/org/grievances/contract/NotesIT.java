package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A note of the public API is the event NOTE of its grievance. */
@ExtendWith(RunningServer.Resolver.class)
class NotesIT {
  private static final String BASE = "/vbasoftware/";
  private static final String NOTES = BASE + "note-data";
  private static final AtomicInteger KEYS = new AtomicInteger(-65_000_000);

  private static final String NOTE =
      """
      {"note_Key":0,"note_Alert":true,"note_Subject":"Call back","note_Data":"Asked for Friday",
       "note_Category":"GRIEV","note_Type":"CALL","note_Priority":"HIGH",
       "effective_Date":"2026-03-01","term_Date":null}""";

  private final int key = KEYS.getAndIncrement();
  private final String ofRecord = "?noteCategory=GRIEV&columnName1=grievance_key&keyValue1=" + key;
  private final String events = BASE + "grievances/" + key + "/events";

  private void create(RunningServer server, String database) {
    server
        .to(database)
        .body("{\"grievance_Key\":" + key + "}")
        .post(BASE + "grievances")
        .then()
        .statusCode(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void noteIsAnEventOfItsGrievance(String database, RunningServer server) {
    create(server, database);

    Response created = server.to(database).body(NOTE).post(NOTES + ofRecord);

    created
        .then()
        .statusCode(201)
        .body("data.note_Alert", equalTo(true))
        .body("data.note_Data", equalTo("Asked for Friday"))
        .body("data.note_Category", equalTo("GRIEV"))
        .body("data.entry_User", notNullValue());
    String note = created.header("Location");
    server
        .to(database)
        .body("{\"note_Alert\":false,\"note_Data\":\"Done\"}")
        .put(note)
        .then()
        .statusCode(200)
        .body("data.note_Key", equalTo(created.path("data.note_Key")))
        .body("data.note_Data", equalTo("Done"))
        .body("data.note_Subject", nullValue());
    server
        .to(database, "grievance-reader")
        .get(note)
        .then()
        .statusCode(200)
        .body("data.note_Data", equalTo("Done"));
    server
        .to(database)
        .body("{\"kind\":\"NOTE\",\"at\":\"2026-03-01\",\"text\":\"An event\"}")
        .post(events)
        .then()
        .statusCode(201);
    String call =
        server
            .to(database)
            .body("{\"kind\":\"CALL\",\"at\":\"2026-03-01\"}")
            .post(events)
            .path("data.event_Key")
            .toString();
    server
        .to(database)
        .get(NOTES + ofRecord)
        .then()
        .statusCode(200)
        .body("data.note_Data", contains("An event", "Done"))
        .body("data.note_Alert", contains(false, false));
    server.to(database).get(NOTES + "/" + call).then().statusCode(404);
    server.to(database).body(NOTE).put(NOTES + "/" + call).then().statusCode(404);
    server.to(database).delete(NOTES + "/" + call).then().statusCode(404);

    server.to(database).delete(note).then().statusCode(204);

    server.to(database).delete(note).then().statusCode(404);
    server.to(database).get(note).then().statusCode(404);
    server.to(database).get(NOTES + ofRecord).then().body("data", hasSize(1));
    server.to(database).get(events).then().body("data", hasSize(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?noteCategory=CLAIM&columnName1=grievance_key&keyValue1=1",
        "?noteCategory=GRIEV&columnName1=claim_number&keyValue1=1",
        "?noteCategory=GRIEV&columnName1=grievance_key"
      })
  void notesOfOtherRecordsAreRefused(String query, RunningServer server) {
    server.to("beta").get(NOTES + query).then().statusCode(400);
    server
        .to("beta")
        .body(NOTE)
        .post(NOTES + query)
        .then()
        .statusCode(400)
        .body("error.type", endsWith("/malformed-request"));
    create(server, "beta");
    server
        .to("beta")
        .body(NOTE.replace("GRIEV", "CLAIM"))
        .post(NOTES + ofRecord)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("GRIEV"));
  }
}
