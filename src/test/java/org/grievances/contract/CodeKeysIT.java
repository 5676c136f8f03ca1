package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.grievances.server.ClassOrder;
import org.grievances.server.RunningServer;
import org.grievances.server.UnaddressableCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that each code has an address of its own, that one which could have none is not created,
 * and that any code can be deleted.
 */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class CodeKeysIT {
  private static final String TYPES = "/vbasoftware/grievance-types";
  private static final String TYPES_BATCH = TYPES + "-batch";
  private static final String DERBY = "keyed-derby";
  private static final String POSTGRESQL = "keyed-postgresql";
  private static final String SPREAD = "keyed-spread";

  /** What can mean something in an address, in a query or to a program on the way. */
  private static final List<String> ODD =
      List.of(
          ";",
          "/",
          "\\",
          "%",
          "%2F",
          "%3B",
          "%2E%2E",
          "%00",
          "%zz",
          "?",
          "#",
          "+",
          "&",
          "=",
          ":",
          "@",
          ",",
          "!",
          "*",
          "'",
          "(",
          ")",
          "\"",
          "<",
          ">",
          "[",
          "]",
          "{x}",
          "${a:b/c}",
          "|",
          "^",
          "`",
          "~",
          "$",
          "-",
          "_",
          "...",
          "..x",
          "ä",
          "ß",
          "日本",
          "🏥",
          "👩‍⚕️",
          "é",
          "\u200b",
          "\uFEFF",
          ";jsessionid=1",
          "//",
          "/ /",
          "http://x/");

  @BeforeAll
  static void awaitDatabases(RunningServer server) {
    List.of(DERBY, POSTGRESQL, SPREAD, "unaddressable-derby", "unaddressable-postgresql")
        .forEach(server::awaitUse);
  }

  @AfterEach
  void deleteAll(RunningServer server) {
    for (String database : List.of(DERBY, POSTGRESQL, SPREAD)) {
      server
          .to(database)
          .body("[{\"grievance_Key\":1},{\"grievance_Key\":2},{\"grievance_Key\":3}]")
          .delete(RunningServer.BATCH)
          .then()
          .statusCode(207);
      deleteInBatch(server, database, codes(server, database), "").statusCode(207);
      assertEquals(List.of(), codes(server, database));
    }
  }

  private static RequestSpecification admin(RunningServer server, String database) {
    return server.to(database, "grievance-admin").urlEncodingEnabled(false);
  }

  private static List<String> codes(RunningServer server, String database) {
    return admin(server, database).get(TYPES + "?pageSize=1000").path("data.grievance_Type");
  }

  private static String entry(String code) {
    return Json.createObjectBuilder()
        .add("grievance_Type", code)
        .add("default_Type", false)
        .build()
        .toString();
  }

  private static Response create(RunningServer server, String database, String code) {
    return admin(server, database).body(entry(code)).post(TYPES);
  }

  private static String array(List<String> codes) {
    JsonArrayBuilder items = Json.createArrayBuilder();
    codes.forEach(code -> items.add(Json.createObjectBuilder().add("grievance_Type", code)));
    return items.build().toString();
  }

  private static ValidatableResponse deleteInBatch(
      RunningServer server, String database, List<String> codes, String query) {
    return admin(server, database).body(array(codes)).delete(TYPES_BATCH + query).then();
  }

  private static String address(String code) {
    return TYPES + "/" + URLEncoder.encode(code, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Set<String> oddCodes() {
    Set<String> codes = new TreeSet<>();
    for (String odd : ODD) {
      codes.addAll(
          List.of(odd, "a" + odd, odd + "b", "a" + odd + "b", odd + odd, "a " + odd + "  b"));
    }
    return codes;
  }

  /** Others whose code is the beginning or the end of it are left as they are. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void locationOfACodeLeadsToThatCode(String database, RunningServer server) {
    List<String> others = List.of("a", "b", "x", "..b");
    others.forEach(code -> create(server, database, code).then().statusCode(201));
    ExactAddress client = ExactAddress.of(server);
    List<String> failed = new ArrayList<>();
    for (String code : oddCodes()) {
      HttpResponse<String> created = client.send("POST", database, TYPES, entry(code));
      assertEquals(201, created.statusCode(), created.body());
      String location = created.headers().firstValue("Location").orElseThrow();
      HttpResponse<String> found = client.get(database, "application/json", location);
      HttpResponse<String> updated =
          client.send(
              "PUT", database, location, "{\"default_Type\":false,\"description\":\"updated\"}");
      HttpResponse<String> deleted = client.send("DELETE", database, location, "");
      if (!code.equals(member(found, "grievance_Type"))
          || !"updated".equals(member(updated, "description"))
          || deleted.statusCode() != 204) {
        failed.add(
            "%s at %s: %d %d %d"
                .formatted(
                    code,
                    location,
                    found.statusCode(),
                    updated.statusCode(),
                    deleted.statusCode()));
      }
    }
    assertEquals(List.of(), failed);
    assertEquals(others.stream().sorted().toList(), codes(server, database));
  }

  /** Null if the response has no such record. */
  private static String member(HttpResponse<String> response, String name) {
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      JsonObject data = reader.readObject().getJsonObject("data");
      return data == null ? null : data.getString(name, null);
    }
  }

  /** Many clients leave it as it is, since it may be in a path. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void semicolonInAPathBelongsToTheCode(String database, RunningServer server) {
    create(server, database, "QX").then().statusCode(201);
    create(server, database, "QX;Y").then().statusCode(201);
    for (int status : new int[] {204, 404}) {
      admin(server, database).delete(TYPES + "/QX;Y").then().statusCode(status);
    }
    admin(server, database).get(TYPES + "/QX;v=1").then().statusCode(404);
    admin(server, database).get(TYPES + ";v=1").then().statusCode(404);
    server.to(database).get("/vbasoftware/grievances/1;v=1").then().statusCode(404);
    assertEquals(List.of("QX"), codes(server, database));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        "../..",
        "a/../b",
        "a\\..\\b",
        "/..",
        "./a",
        "a/.",
        "\u0001",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "\u007f",
        "\u0085",
        "\u2028",
        "a\u2029",
        " ",
        " a",
        "a ",
        "\ta",
        "a\u00a0",
        "\u3000a",
        "\u2003"
      })
  void codeThatCannotBeToldApartOrReachedIsRefused(String code, RunningServer server) {
    for (String database : List.of(DERBY, POSTGRESQL)) {
      create(server, database, code).then().statusCode(400);
      admin(server, database)
          .body("[" + entry(code) + "," + entry("fine") + "]")
          .put(TYPES_BATCH)
          .then()
          .statusCode(207)
          .body("data.status", contains(400, 201));
      if (!code.contains(".")) {
        admin(server, database)
            .header("If-None-Match", "*")
            .body("{\"default_Type\":false}")
            .put(address(code))
            .then()
            .statusCode(400);
      }
      assertEquals(List.of("fine"), codes(server, database));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unaddressable-derby", "unaddressable-postgresql"})
  void codeThatNoRequestCreatesIsDeleted(String database, RunningServer server) {
    List<String> kept = new ArrayList<>(codes(server, database));
    Collections.sort(kept);
    assertEquals(UnaddressableCodes.CODES.stream().sorted().toList(), kept);

    deleteInBatch(server, database, UnaddressableCodes.CODES, "")
        .statusCode(207)
        .body("data.status", equalTo(Collections.nCopies(kept.size(), 200)));

    assertEquals(List.of(), codes(server, database));
  }

  /** To Derby, texts are equal that differ in blanks at their ends. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void blankAtTheEndIsPartOfACode(String database, RunningServer server) {
    create(server, database, "X").then().statusCode(201);
    for (String other : List.of("X ", " X", "X  ", "x", "X\u00a0")) {
      String address = address(other);
      admin(server, database).get(address).then().statusCode(404);
      admin(server, database)
          .body("{\"default_Type\":true}")
          .put(address)
          .then()
          .statusCode(other.equals("x") ? 404 : 400);
      admin(server, database).delete(address).then().statusCode(404);
      deleteInBatch(server, database, List.of(other), "").body("data.status", contains(404));
      server
          .to(database)
          .body("[{\"grievance_Key\":1,\"grievance_Type\":\"" + other + "\"}]")
          .put(RunningServer.BATCH)
          .then()
          .body("data.body", contains("grievance_Type: not one of the configured codes"));
    }
    admin(server, database).get(TYPES + "/X").then().body("data.default_Type", equalTo(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void codesAreDeletedInABatch(String database, RunningServer server) {
    List.of("A", "B", "C").forEach(code -> create(server, database, code).then().statusCode(201));
    server
        .to(database)
        .body("[{\"grievance_Key\":1,\"grievance_Type\":\"B\"}]")
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(201));
    List<String> all = List.of("A", "B", "none", "C", "A");

    deleteInBatch(server, database, all, "?dryRun=true")
        .body("data.status", contains(200, 409, 404, 200, 404));
    deleteInBatch(server, database, all, "?atomic=true")
        .body("data.status", contains(424, 409, 404, 424, 404));
    assertEquals(List.of("A", "B", "C"), codes(server, database));
    deleteInBatch(server, database, all, "")
        .body("data.status", contains(200, 409, 404, 200, 404))
        .body(
            "data[1].body",
            equalTo("grievance_Type: records have this code; give them another first"));
    assertEquals(List.of("B"), codes(server, database));
    admin(server, database)
        .body("[{},7]")
        .delete(TYPES_BATCH)
        .then()
        .body("data.status", contains(400, 400));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void deletionOfCodesInABatchIsAppliedOnce(String database, RunningServer server) {
    String key = "\"" + UUID.randomUUID() + "\"";
    for (int time = 0; time < 2; time++) {
      create(server, database, "A").then().statusCode(201);
      admin(server, database)
          .header("Idempotency-Key", key)
          .body(array(List.of("A")))
          .delete(TYPES_BATCH)
          .then()
          .body("data.status", contains(200));
    }
    assertEquals(List.of("A"), codes(server, database));
    String changed = "[{\"grievance_Type\":\"A\",\"update_Date\":\"2001-01-01\"}]";
    admin(server, database)
        .body(changed)
        .delete(TYPES_BATCH + "?ifUnchanged=true")
        .then()
        .body("data.status", contains(412));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void codesAreDeletedByAJob(String database, RunningServer server) {
    List<String> codes = new ArrayList<>();
    JsonArrayBuilder entries = Json.createArrayBuilder();
    for (int number = 0; number < 300; number++) {
      codes.add("code " + number);
      entries.add(
          Json.createObjectBuilder()
              .add("grievance_Type", "code " + number)
              .add("default_Type", false));
    }
    admin(server, database)
        .body(entries.build().toString())
        .put(TYPES_BATCH)
        .then()
        .statusCode(207);
    codes.add("none");
    String job =
        admin(server, database)
            .header("Prefer", "respond-async")
            .body(array(codes))
            .delete(TYPES_BATCH)
            .then()
            .statusCode(202)
            .extract()
            .header("Location");
    await("the end of the job")
        .until(
            () -> admin(server, database).get(job).<String>path("data.state"), "Completed"::equals);
    admin(server, database)
        .get(job)
        .then()
        .body("data.deleted", equalTo(300))
        .body("data.failed", equalTo(1));
    String failed = admin(server, database).get(job + "/failed").asString();
    assertTrue(failed.startsWith("{\"grievance_Type\":\"none\",\"status\":404,"), failed);
    assertEquals(List.of(), codes(server, database));
  }
}
