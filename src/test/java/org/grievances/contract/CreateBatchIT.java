package org.grievances.contract;

import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests batches whose records get their keys from the service. */
@ExtendWith(RunningServer.Resolver.class)
class CreateBatchIT {
  private static final String GRIEVANCES = "/vbasoftware/grievances";
  private static final String ADMIN = "grievance-admin";
  private static final Pattern KEY = Pattern.compile("\"value\":(\\d+)");
  private static final AtomicInteger SUBSCRIBERS = new AtomicInteger(910_000_000);

  /** Chooses the records of a test. */
  private final String subscriber = Integer.toString(SUBSCRIBERS.incrementAndGet());

  private String item(String issue) {
    return "{\"issue\":\"" + issue + "\",\"subscriber_ID\":\"" + subscriber + "\"}";
  }

  private static ValidatableResponse post(
      RunningServer server, String database, String query, String... items) {
    return server
        .to(database)
        .body(Arrays.toString(items))
        .post(RunningServer.BATCH + query)
        .then()
        .statusCode(207);
  }

  private List<String> issues(RunningServer server, String database) {
    return server
        .to(database)
        .get(GRIEVANCES + "?pageSize=1000&sortBy=grievance_Key&subscriber_ID=" + subscriber)
        .then()
        .statusCode(200)
        .extract()
        .path("data.issue");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void recordsGetKeysAndAnItemWithAKeyIsRefused(String database, RunningServer server) {
    JsonPath created =
        post(
                server,
                database,
                "",
                item("one"),
                "{\"grievance_Key\":5}",
                "{\"issue_Date\":\"x\"}",
                item("two"))
            .header("items", "created=2, failed=2")
            .body("data.status", equalTo(List.of(201, 400, 400, 201)))
            .body("data[0].id[0].key", equalTo("grievance_Key"))
            .body("data[1].id[0].value", is(nullValue()))
            .body("data[1].body", equalTo("grievance_Key: given by the service; leave it out"))
            .body("data[2].body", startsWith("issue_Date: "))
            .extract()
            .jsonPath();
    int one = created.getInt("data[0].id[0].value");
    int two = created.getInt("data[3].id[0].value");
    assertTrue(one < two, "the keys ascend");
    assertEquals(List.of("one", "two"), issues(server, database));
    server
        .to(database)
        .get(GRIEVANCES + "/" + two)
        .then()
        .statusCode(200)
        .body("data.issue", equalTo("two"));
    server
        .to(database, ADMIN)
        .get(GRIEVANCES + "/" + two + "/history")
        .then()
        .statusCode(200)
        .body("data.change", equalTo(List.of("created")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void allKeysOfALargeBatchDiffer(String database, RunningServer server) {
    String items =
        IntStream.range(0, RunningServer.MAX_ITEMS)
            .mapToObj(item -> item("n" + item))
            .collect(Collectors.joining(",", "[", "]"));
    Matcher keys =
        KEY.matcher(
            server.to(database).body(items).post(RunningServer.BATCH).then().extract().asString());
    List<Integer> given = keys.results().map(key -> Integer.valueOf(key.group(1))).toList();
    assertEquals(RunningServer.MAX_ITEMS, new HashSet<>(given).size());
    assertEquals(given.stream().sorted().toList(), given);
    server
        .to(database)
        .get(GRIEVANCES + "/" + given.get(RunningServer.MAX_ITEMS - 1))
        .then()
        .body("data.issue", equalTo("n" + (RunningServer.MAX_ITEMS - 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "alpha, 'issue,subscriber_ID\nfirst,SUB\nsecond,SUB\n', text/csv",
    "delta, 'issue;subscriber_ID;GRIEVANCE_KEY\nfirst;SUB;\nsecond;SUB;\n', text/csv",
    "spread, '{\"issue\":\"first\",\"subscriber_ID\":\"SUB\"}\n{\"issue\":\"second\",\"subscriber_ID\":\"SUB\",\"grievance_Key\":null}\n', application/x-ndjson"
  })
  void everyFormatMayLackTheKey(String database, String body, String type, RunningServer server) {
    String text = body.replace("\\n", "\n").replace("SUB", subscriber);
    server
        .sending(database, type)
        .body(text.getBytes(StandardCharsets.UTF_8))
        .post(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", equalTo(List.of(201, 201)));
    assertEquals(List.of("first", "second"), issues(server, database));
  }

  @Test
  void csvMustNameMembersOfItems(RunningServer server) {
    server
        .sending("alpha", "text/csv")
        .body("one,two\n1,2\n")
        .post(RunningServer.BATCH)
        .then()
        .statusCode(400)
        .body("error.detail", startsWith("The header row must name the members of the items;"));
    server
        .sending("alpha", "text/csv")
        .body("grievance_Key,issue\n7,a\n")
        .post(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data[0].body", equalTo("Line 2: grievance_Key: given by the service; leave it out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aRepeatedBatchCreatesNothingAndTellsTheSameKeys(String database, RunningServer server) {
    String id = "\"" + UUID.randomUUID() + "\"";
    List<String> answers =
        IntStream.range(0, 2)
            .mapToObj(
                time ->
                    server
                        .to(database)
                        .header("Idempotency-Key", id)
                        .body("[" + item("one") + "," + item("two") + "]")
                        .post(RunningServer.BATCH)
                        .then()
                        .statusCode(207)
                        .header("items", "created=2, failed=0")
                        .extract()
                        .path("data.id.value")
                        .toString())
            .toList();
    assertEquals(answers.get(0), answers.get(1));
    assertEquals(List.of("one", "two"), issues(server, database));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void itemsThatAreNotCreatedHaveNoKeys(String database, RunningServer server) {
    for (String query : List.of("?atomic=true", "?maxFailures=1")) {
      post(server, database, query, item("one"), "7")
          .header("items", "created=0, failed=1, not-applied=1")
          .body("data.status", equalTo(List.of(424, 400)))
          .body("data[0].id[0].value", is(nullValue()));
    }
    post(server, database, "?dryRun=true", item("one"))
        .header("dry-run", equalTo("true"))
        .body("data[0].status", equalTo(201))
        .body("data[0].body", equalTo("Would be created"))
        .body("data[0].id[0].value", is(nullValue()));
    assertEquals(List.of(), issues(server, database));
  }

  /** Its parts have 5,000 items. */
  @ParameterizedTest
  @CsvSource({
    "alpha, text/csv, ''",
    "delta, application/x-ndjson, /jobs?action=create",
    "spread, text/csv, /jobs?action=create"
  })
  void aJobGivesKeysToo(String database, String type, String path, RunningServer server) {
    boolean isCsv = type.equals("text/csv");
    String faulty =
        isCsv ? subscriber + ",x,last\n" : "{\"issue_Date\":\"x\",\"issue\":\"last\"}\n";
    String body =
        IntStream.range(0, 6_000)
                .mapToObj(
                    item -> isCsv ? subscriber + ",,n" + item + "\n" : item("n" + item) + "\n")
                .collect(Collectors.joining())
            + faulty;
    String id =
        server
            .sending(database, type)
            .header("Prefer", "respond-async")
            .body(
                ((isCsv ? "subscriber_ID,issue_Date,issue\n" : "") + body)
                    .getBytes(StandardCharsets.UTF_8))
            .post(RunningServer.BATCH + path)
            .then()
            .statusCode(202)
            .body("data.action", equalTo("create"))
            .extract()
            .path("data.id");
    JobsIT.end(server, database, id)
        .body("data.state", equalTo("Completed"))
        .body("data.created", equalTo(6_000))
        .body("data.updated", equalTo(0))
        .body("data.failed", equalTo(1));

    String job = "/vbasoftware/jobs/" + id;
    List<String> lines =
        server.to(database).accept("text/csv").get(job + "/succeeded").asString().lines().toList();
    assertEquals(6_001, lines.size());
    assertTrue(lines.get(0).startsWith("grievance_Key,"), lines.get(0));
    String last = lines.get(6_000);
    server
        .to(database)
        .get(GRIEVANCES + "/" + last.substring(0, last.indexOf(',')))
        .then()
        .statusCode(200)
        .body("data.issue", equalTo("n5999"));
    Matcher key =
        Pattern.compile("^\\{\"grievance_Key\":(\\d+),.*\"n0\"")
            .matcher(
                server
                    .to(database)
                    .accept("application/x-ndjson")
                    .get(job + "/succeeded")
                    .asString()
                    .lines()
                    .findFirst()
                    .orElseThrow());
    assertTrue(key.find());
    server
        .to(database)
        .get(GRIEVANCES + "/" + key.group(1))
        .then()
        .body("data.issue", equalTo("n0"));

    String failed = server.to(database).accept("text/csv").get(job + "/failed").asString();
    server
        .sending(database, "text/csv")
        .body(failed.replace(",x,", ",,"))
        .post(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", everyItem(is(201)));
  }

  @ParameterizedTest
  @CsvSource({
    "?merge=true, POST",
    "?only=new, POST",
    "?ifUnchanged=true, POST",
    "/jobs?action=create&merge=true, POST",
    "/jobs?action=create&ifUnchanged=true, POST",
    "/jobs?action=make, POST"
  })
  void otherParametersAreRefused(String query, String method, RunningServer server) {
    server
        .to("alpha")
        .body("[]")
        .request(method, RunningServer.BATCH + query)
        .then()
        .statusCode(400)
        .body("error.detail", not(endsWith("null")));
  }

  @Test
  void entriesOfListsHaveTheirOwnKeys(RunningServer server) {
    server
        .to("alpha", ADMIN)
        .body("[]")
        .post("/vbasoftware/grievance-types-batch/jobs?action=create")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("The parameter action must be put or delete."));
    server.to("alpha").body("[]").post("/vbasoftware/grievance-types-batch").then().statusCode(405);
  }
}
