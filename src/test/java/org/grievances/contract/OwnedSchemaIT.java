package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A database whose owner runs the scripts and gives the service the grants of {@code grants.sql},
 * and no others.
 */
@ExtendWith(RunningServer.Resolver.class)
class OwnedSchemaIT {
  private static final String DATABASE = "owned";
  private static final String BASE = "/vbasoftware/";
  private static final String RECORDS = BASE + "grievances/";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @BeforeEach
  void awaitDatabase(RunningServer server) {
    server.awaitUse(DATABASE);
  }

  private static RequestSpecification admin(RunningServer server) {
    return server.to(DATABASE, "grievance-admin");
  }

  private static void assertStatus(int status, Response response) {
    assertEquals(status, response.statusCode(), response.asString());
  }

  @Test
  void recordIsCreatedUpdatedReadAndDeletedWithItsHistory(RunningServer server) {
    for (String issue : new String[] {"first", "second"}) {
      String item = "[{\"grievance_Key\":-5100,\"issue\":\"" + issue + "\"}]";
      assertStatus(207, server.to(DATABASE).body(item).put(RunningServer.BATCH));
    }
    server.to(DATABASE).get(RECORDS + -5100).then().body("data.issue", equalTo("second"));
    server.to(DATABASE).get(BASE + "grievances?pageSize=1").then().statusCode(200);
    assertStatus(204, server.to(DATABASE).delete(RECORDS + -5100));
    admin(server)
        .get(RECORDS + -5100 + "/history")
        .then()
        .statusCode(200)
        .body("data.size()", equalTo(3));
  }

  @Test
  void filingGetsAKeyOfTheSequence(RunningServer server) {
    assertStatus(
        201,
        server
            .to(DATABASE)
            .header("Idempotency-Key", "owned-filing")
            .body("{\"provider_ID\":\"P1\"}")
            .post(BASE + "grievances-file"));
  }

  @Test
  void codesAreWrittenAndDeleted(RunningServer server) {
    String path = BASE + "grievance-categories";
    String code = "{\"grievance_Category\":\"Owned\",\"default_Category\":false}";
    admin(server)
        .body("[" + code + "]")
        .put(path + "-batch")
        .then()
        .statusCode(207)
        .body("data[0].status", equalTo(201));
    assertStatus(204, admin(server).delete(path + "/Owned"));
  }

  @Test
  void jobRunsToItsEnd(RunningServer server) {
    Response accepted =
        server
            .to(DATABASE)
            .header("Prefer", "respond-async")
            .body("[{\"grievance_Key\":-5200}]")
            .put(RunningServer.BATCH);
    assertStatus(202, accepted);
    await("the job has completed")
        .atMost(TIMEOUT)
        .until(
            () ->
                "Completed"
                    .equals(
                        server.to(DATABASE).get(accepted.header("Location")).path("data.state")));
  }

  @Test
  void userSignsInThere(RunningServer server) {
    assertStatus(
        200,
        server
            .plain()
            .header("x-api-key", server.secrets().apiKey())
            .header("vbasoftware-database", DATABASE)
            .header("vbasoftware-client-id", Secrets.CLIENT)
            .header("vbasoftware-client-code", server.secrets().clientCode())
            .auth()
            .preemptive()
            .basic("writer", RunningServer.PASSWORD)
            .post(BASE + "user-authentication"));
  }

  @Test
  void serviceHasGivenTheDatabaseItsName(RunningServer server) throws SQLException {
    try (Connection connection = server.postgres(DATABASE);
        Statement statement = connection.createStatement();
        ResultSet name = statement.executeQuery("SELECT name FROM database_identity")) {
      name.next();
      assertEquals(DATABASE, name.getString(1));
    }
  }
}
