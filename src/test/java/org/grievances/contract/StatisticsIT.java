package org.grievances.contract;

import static io.restassured.RestAssured.withArgs;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statistics count the grievances that the list has for the same days. */
@ExtendWith(RunningServer.Resolver.class)
class StatisticsIT {
  private static final String SOURCE = "COUNTED TWICE";
  private static final String LAST_DAYS = "LAST DAYS";
  private static final int KEY = -8_600_000;

  /** The second was resolved long before it was received, as somebody mistyped a year. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void receivedGrievancesAreThoseOfTheList(String database, RunningServer server) {
    Instant received = Instant.now().minus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    String items =
        """
        [{"grievance_Key":%1$d,"grievance_Source":"%2$s","grievance_Received":"%3$s"},
         {"grievance_Key":%4$d,"grievance_Source":"%2$s","grievance_Received":"%3$s",
          "grievance_Resolved":"2005-03-01T00:00:00Z"}]"""
            .formatted(KEY, SOURCE, received, KEY + 1);
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);

    Map<String, Object> counted =
        server
            .to(database)
            .get("/vbasoftware/grievance-statistics?every=week")
            .then()
            .statusCode(200)
            .extract()
            .path("data.by.grievance_Source.find { it.code == '%s' }".formatted(SOURCE));

    assertEquals(2, counted.get("received"), counted.toString());
    assertEquals(1, counted.get("open"), counted.toString());
    server
        .to(database)
        .queryParam("grievance_Source", SOURCE)
        .queryParam("receivedFrom", received.minus(1, ChronoUnit.DAYS).toString())
        .get("/vbasoftware/grievances")
        .then()
        .header("X-Pagination", containsString("\"TotalCount\":2,"));
  }

  /** The date after which a resolution counts as later would be beyond that year. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void datesAtTheEndOfTheYear9999AreCounted(String database, RunningServer server) {
    String items =
        """
        [{"grievance_Key":%d,"grievance_Source":"%3$s","grievance_Received":"9999-12-20",
          "grievance_Resolved":"9999-12-21T12:00"},
         {"grievance_Key":%d,"grievance_Source":"%3$s",
          "grievance_Received":"9999-12-31T23:59:59.999999Z",
          "grievance_Resolved":"9999-12-31T23:59:59.999999Z"}]"""
            .formatted(KEY + 2, KEY + 3, LAST_DAYS);
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);

    server
        .to(database)
        .get("/vbasoftware/grievance-statistics?every=day&from=9999-12-15&to=9999-12-30")
        .then()
        .statusCode(200)
        .body(
            "data.by.grievance_Source.find { it.code == '%s' }.resolved",
            withArgs(LAST_DAYS), equalTo(1))
        .body("data.timeToResolution.find { it.days == 2 }.resolved", equalTo(1));
    server.to(database).body(items).delete(RunningServer.BATCH).then().statusCode(207);
  }
}
