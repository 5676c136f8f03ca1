package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An administrator brings a deleted grievance back from the history. */
@ExtendWith(RunningServer.Resolver.class)
class RestoreIT {
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final String ADMIN = "grievance-admin";
  private static final AtomicInteger KEYS = new AtomicInteger(-29_400_000);

  private final int key = KEYS.addAndGet(10);
  private final String record = RECORDS + "/" + key;

  private void create(RunningServer server, String database, String issue) {
    String item =
        "{\"grievance_Key\":%d,\"issue\":\"%s\",\"entry_User\":\"first\",\"call_Key\":-5}";
    server.to(database).body(item.formatted(key, issue)).post(RECORDS).then().statusCode(201);
    String filing = "{\"auth_Number\":\"A-1\",\"claim_Number\":7,\"user_ID\":\"U\"}";
    server.to(database).body(filing).put(record + "/filing").then().statusCode(200);
  }

  /** The members that no change sets by itself, those of the filing too. */
  private Map<String, Object> read(RunningServer server, String database) {
    Map<String, Object> read = new HashMap<>(server.to(database).get(record).path("data"));
    read.putAll(server.to(database).get(record + "/filing").path("data"));
    read.remove("update_Date");
    read.remove("update_User");
    return read;
  }

  private RequestSpecification asAdmin(RunningServer server, String database) {
    return server.to(database, ADMIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void grievanceIsAsItWasBeforeItsDeletion(String database, RunningServer server) {
    create(server, database, "deleted 🏥");
    Map<String, Object> before = read(server, database);
    String deletedAt = server.to(database).get(record).path("data.update_Date");
    String count = count(server, database);
    server.to(database).delete(record).then().statusCode(204);

    Response restored = asAdmin(server, database).post(record + "/restore");

    restored.then().statusCode(201).header("Location", record);
    Response now = server.to(database).get(record);
    assertEquals(now.<Map<String, Object>>path("data"), restored.path("data"));
    assertEquals(now.header("ETag"), restored.header("ETag"));
    assertEquals(before, read(server, database));
    assertEquals(RunningServer.USER.substring(0, 20), now.path("data.update_User"));
    assertNotEquals(deletedAt, now.path("data.update_Date"));
    assertEquals(count, count(server, database));
    asAdmin(server, database)
        .get(record + "/history")
        .then()
        .body("data.change", contains("created", "deleted", "updated", "created"))
        .body("data[0].after.issue", equalTo("deleted 🏥"))
        .body("data[0].activityID", equalTo(restored.path("debug.activityID")));
  }

  private String count(RunningServer server, String database) {
    return server
        .to(database)
        .queryParam("keyFrom", key)
        .queryParam("keyTo", key + 10)
        .get(RECORDS)
        .header("X-Pagination");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void repeatedRequestRestoresOnce(String database, RunningServer server) {
    create(server, database, "once");
    server.to(database).delete(record).then().statusCode(204);
    String idempotencyKey = UUID.randomUUID().toString();
    List<Response> responses =
        IntStream.range(0, 2)
            .mapToObj(
                time ->
                    asAdmin(server, database)
                        .header("Idempotency-Key", idempotencyKey)
                        .post(record + "/restore"))
            .toList();
    responses.forEach(response -> response.then().statusCode(201).header("Location", record));
    assertEquals(responses.get(0).<Map<String, Object>>path("data"), responses.get(1).path("data"));
    asAdmin(server, database)
        .post(record + "/restore")
        .then()
        .statusCode(409)
        .body("error.detail", containsString("there is a record with it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void recordWithoutADeletionIsNotRestored(String database, RunningServer server) {
    asAdmin(server, database)
        .post(record + "/restore")
        .then()
        .statusCode(404)
        .body("error.type", endsWith("/record-unknown"))
        .body("error.detail", containsString("The history has no deletion"));
    asAdmin(server, database).post(RECORDS + "/none/restore").then().statusCode(404);
    for (String role : List.of("grievance-writer", "grievance-reader")) {
      server.to(database, role).post(record + "/restore").then().statusCode(403);
    }
  }

  /** It may be deleted and restored again and again; of many at once, one is first. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void concurrentRequestsRestoreItOnce(String database, RunningServer server) {
    create(server, database, "again");
    Map<String, Object> before = read(server, database);
    for (int round = 0; round < 3; round++) {
      server.to(database).delete(record).then().statusCode(204);
      List<Integer> statuses =
          IntStream.range(0, 4)
              .parallel()
              .mapToObj(i -> asAdmin(server, database).post(record + "/restore").statusCode())
              .sorted()
              .toList();
      assertEquals(List.of(201, 409, 409, 409), statuses);
      assertEquals(before, read(server, database));
    }
  }
}
