package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.JOSEException;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
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
  private static final String POSTGRESQL = "paused";
  private static final String SPREAD = "paused_spread";
  private static final List<String> DATABASES = List.of("alpha", POSTGRESQL, SPREAD);

  private RunningServer running;
  private LibertyServer server;

  @BeforeEach
  void install(RunningServer shared) throws Exception {
    running = shared;
    server = LibertyServer.install(POSTGRESQL, Overrides.of(shared.secrets())).startingQuickly();
    server.addDatabase(POSTGRESQL, shared.newDatabase(POSTGRESQL));
    server.addDatabase(SPREAD, shared.newDatabase(SPREAD));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void changesFromBeforeAndAfterAPauseShowWhatTheyLeftBehind() throws Exception {
    start(true);
    put("created");
    put("known");
    server.stop();
    start(false);
    put("unknown");
    server.stop();
    start(true);
    put("known again");
    for (String database : DATABASES) {
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

  private void start(boolean history) throws IOException, JOSEException {
    Overrides overrides = Overrides.of(running.secrets());
    overrides.set("grievances.databases." + SPREAD + ".spread", "true");
    for (String database : DATABASES) {
      overrides.set("grievances.databases." + database + ".history", Boolean.toString(history));
    }
    server.configure(overrides).start();
    DATABASES.forEach(database -> running.awaitUse(server, database));
  }

  private void put(String issue) {
    for (String database : DATABASES) {
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
