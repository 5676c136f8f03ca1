package org.grievances.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests health checks, an unavailable database, an XA data source and a schema made by others. */
@ExtendWith(RunningServer.Resolver.class)
class DatabasesIT {

  @Test
  void startupAndLivenessChecksAreUp(RunningServer server) {
    server.operations().get("/health/started").then().statusCode(200).body("status", equalTo("UP"));
    server.operations().get("/health/live").then().statusCode(200).body("status", equalTo("UP"));
  }

  /** For this type, the health checks use the connections of the data source, not their own. */
  @Test
  void anXaDataSourceCanBeUsed(RunningServer server) {
    server.awaitUse("xa");
    server
        .to("xa")
        .body("[{\"grievance_Key\":1}]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data[0].status", equalTo(201));
  }

  @Test
  void anUnavailableDatabaseIsAnsweredWith503UntilItStarts(RunningServer server)
      throws IOException {
    server
        .operations()
        .get("/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks[0].data.alpha", equalTo("UP"))
        .body("checks[0].data.absent", equalTo("DOWN"))
        .body("checks[0].data.wrongly-spread", equalTo("DOWN"))
        .body("checks[0].data.up", greaterThanOrEqualTo(2))
        .body("checks[0].data.down", equalTo(2));
    server
        .to("absent")
        .body("[]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("error.type", equalTo("/vbasoftware/problems/database-unavailable"));
    server.to("alpha").body("[]").put(RunningServer.BATCH).then().statusCode(207);

    EmbeddedPostgres startedLater = EmbeddedPostgres.builder().setPort(server.absentPort()).start();
    try {
      server.awaitUse("absent");
      server
          .to("absent")
          .body("[{\"grievance_Key\":1}]")
          .put(RunningServer.BATCH)
          .then()
          .body("data[0].status", equalTo(201));
    } finally {
      startedLater.close();
    }
    server
        .to("absent")
        .body("[{\"grievance_Key\":1}]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(503);
  }

  @Test
  void aSchemaWithMigrationTurnedOffIsNotChanged(RunningServer server) throws SQLException {
    server
        .to("owned")
        .body("[{\"grievance_Key\":-5000}]")
        .put(RunningServer.BATCH)
        .then()
        .body("data[0].status", equalTo(201));
    assertEquals(server.tablesMadeByOwner(), server.ownedTables());
  }
}
