package org.grievances.contract;

import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RefusingTriggers;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests a Derby database whose triggers refuse records. Derby cannot run a statement again in which
 * a trigger failed, so requests are repeated with the statements that the pool has kept. Over one
 * connection no more than 16 triggers can fail; after them, no other record is stored over it.
 */
@ExtendWith(RunningServer.Resolver.class)
class RefusingTriggerIT {
  private static final String DATABASE = "unaddressable-derby";
  private static final String PATH = "/vbasoftware/grievances";
  private static final int MAX_REFUSED_OVER_ONE_CONNECTION = 16;
  private static final AtomicInteger KEYS = new AtomicInteger();

  private static String item(int key, String issue) {
    return "{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(key, issue);
  }

  private static ValidatableResponse post(RunningServer server, int key, String issue) {
    return server.to(DATABASE).body(item(key, issue)).post(PATH).then();
  }

  private static ValidatableResponse put(RunningServer server, int key, String issue) {
    return server.to(DATABASE).body(item(key, issue)).put(PATH + "/" + key).then();
  }

  @Test
  void recordsAreWrittenAfterTriggersHaveRefusedMany(RunningServer server) {
    int key = KEYS.incrementAndGet();
    for (int refused = 0; refused < 3 * MAX_REFUSED_OVER_ONE_CONNECTION; refused++) {
      post(server, key, RefusingTriggers.REFUSED).statusCode(409);
    }
    post(server, key, "accepted").statusCode(201);
  }

  @Test
  void itemsAreWrittenAfterTriggersHaveRefusedMany(RunningServer server) {
    int refused = KEYS.addAndGet(2);
    String batch =
        "[%s,%s]".formatted(item(refused, RefusingTriggers.REFUSED), item(refused - 1, "accepted"));
    for (int sent = 0; sent < MAX_REFUSED_OVER_ONE_CONNECTION; sent++) {
      server
          .to(DATABASE)
          .body(batch)
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207)
          .body("data.status", equalTo(List.of(409, sent == 0 ? 201 : 200)));
    }
  }

  @RepeatedTest(2)
  void recordsAreWrittenAfterATriggerHasRefusedOne(RunningServer server) {
    int key = KEYS.incrementAndGet();
    post(server, key, RefusingTriggers.REFUSED)
        .statusCode(409)
        .body("error.type", equalTo("/vbasoftware/problems/conflict"));
    post(server, key, "accepted").statusCode(201);
    put(server, key, RefusingTriggers.REFUSED).statusCode(409);
    put(server, key, "changed").statusCode(200).body("data.issue", equalTo("changed"));
    server.to(DATABASE).delete(PATH + "/" + key).then().statusCode(204);
  }

  @Test
  void itemsAreWrittenAfterATriggerHasRefusedOne(RunningServer server) {
    int refused = KEYS.addAndGet(2);
    int accepted = refused - 1;
    for (int status : new int[] {201, 200}) {
      String batch =
          "[%s,%s]".formatted(item(refused, RefusingTriggers.REFUSED), item(accepted, "accepted"));
      server
          .to(DATABASE)
          .body(batch)
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207)
          .body("data.status", equalTo(List.of(409, status)));
    }
  }
}
