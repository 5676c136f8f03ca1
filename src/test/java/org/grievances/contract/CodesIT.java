package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.ClassOrder;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the code lists, how they validate grievances and give them defaults, and filing, on Derby
 * and PostgreSQL.
 */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class CodesIT {
  private static final String BASE = "/vbasoftware/";
  private static final String GRIEVANCES = BASE + "grievances";
  private static final String BATCH_JOBS = BASE + "grievances-batch/jobs";
  private static final String JOBS = BASE + "jobs/";
  private static final String STATUSES = BASE + "grievance-statuses";
  private static final String DERBY = "coded-derby";
  private static final String POSTGRESQL = "coded-postgresql";
  private static final String SPREAD = "coded-spread";
  private static final AtomicInteger KEYS = new AtomicInteger();

  /** The databases that a test has sent requests to since all was deleted there. */
  private static final Set<String> USED = ConcurrentHashMap.newKeySet();

  /**
   * A code list.
   *
   * @param key the member of an entry that holds its code
   * @param flag the member of an entry that marks the default
   * @param member the member of a grievance that holds a code of this list
   */
  record CodeList(String path, String key, String flag, String member) {}

  private static final List<CodeList> LISTS =
      List.of(
          list("categories", "Category", "grievance_Category"),
          list("statuses", "Status", "grievance_Status"),
          list("types", "Type", "grievance_Type"),
          list("issue-types", "Issue_Type", "issue_Type"),
          list("resolution-types", "Resolution_Type", "resolution_Type"),
          list("admin-change-types", "Admin_Change_Type", "admin_Change_Type"));

  private static CodeList list(String path, String name, String member) {
    return new CodeList(BASE + "grievance-" + path, "grievance_" + name, "default_" + name, member);
  }

  static Stream<Arguments> listsInDatabases() {
    return Stream.concat(
        LISTS.stream()
            .flatMap(list -> Stream.of(DERBY, POSTGRESQL).map(db -> Arguments.of(list, db))),
        Stream.of(Arguments.of(LISTS.get(1), SPREAD)));
  }

  @BeforeAll
  static void awaitDatabases(RunningServer server) {
    USED.addAll(List.of(DERBY, POSTGRESQL, SPREAD));
    USED.forEach(server::awaitUse);
  }

  @BeforeEach
  void deleteAllRecordsAndCodes(RunningServer server) {
    List<String> databases = List.copyOf(USED);
    USED.clear();
    for (String database : databases) {
      List<Integer> keys =
          credentials(server, database)
              .get(GRIEVANCES + "?pageSize=1000")
              .path("data.grievance_Key");
      String all = keys.stream().map("{\"grievance_Key\":%d}"::formatted).toList().toString();
      credentials(server, database).body(all).delete(RunningServer.BATCH).then().statusCode(207);
      for (CodeList list : LISTS) {
        List<String> codes =
            credentials(server, database).get(list.path()).path("data." + list.key());
        for (String code : codes) {
          credentials(server, database)
              .delete(list.path() + "/{code}", code)
              .then()
              .statusCode(204);
        }
      }
    }
  }

  private static RequestSpecification writer(RunningServer server, String database) {
    USED.add(database);
    return server.to(database);
  }

  private static RequestSpecification admin(RunningServer server, String database) {
    USED.add(database);
    return credentials(server, database);
  }

  private static RequestSpecification credentials(RunningServer server, String database) {
    return server
        .credentials(server.secrets().apiKey(), server.token("grievance-admin"))
        .header("vbasoftware-database", database)
        .contentType("application/json");
  }

  private static String entry(CodeList list, String code, boolean isDefault) {
    return "{\"%s\":\"%s\",\"%s\":%b}".formatted(list.key(), code, list.flag(), isDefault);
  }

  private static String status(String code, boolean isDefault) {
    return entry(LISTS.get(1), code, isDefault);
  }

  private static void createStatuses(RunningServer server, String database, String... entries) {
    admin(server, database)
        .body(List.of(entries).toString())
        .put(STATUSES + "-batch")
        .then()
        .statusCode(207)
        .body("data.status", equalTo(Collections.nCopies(entries.length, 201)));
  }

  private static List<Object> putBatch(
      RunningServer server, String database, String member, String... items) {
    return writer(server, database)
        .body(List.of(items).toString())
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .extract()
        .path("data." + member);
  }

  private static ValidatableResponse get(RunningServer server, String database, int key) {
    return writer(server, database).get(GRIEVANCES + "/" + key).then();
  }

  private static List<String> defaultStatuses(RunningServer server, String database) {
    return admin(server, database)
        .get(STATUSES)
        .path("data.findAll { it.default_Status }.grievance_Status");
  }

  @ParameterizedTest
  @MethodSource("listsInDatabases")
  void anEntryIsDeletedOnlyIfItsETagMatches(CodeList list, String database, RunningServer server) {
    String etag =
        admin(server, database)
            .body(entry(list, "Known", false))
            .post(list.path())
            .then()
            .statusCode(201)
            .extract()
            .header("ETag");
    for (String ifMatch : List.of("\"other\"", etag)) {
      admin(server, database)
          .header("If-Match", ifMatch)
          .delete(list.path() + "/Known")
          .then()
          .statusCode(ifMatch.equals(etag) ? 204 : 412);
    }
  }

  @ParameterizedTest
  @MethodSource("listsInDatabases")
  void anEntryCanBeCreatedReadUpdatedListedAndDeleted(
      CodeList list, String database, RunningServer server) {
    String code = "Quality of Care";
    Map<String, Object> created =
        admin(server, database)
            .body(entry(list, code, false).replace("}", ",\"description\":\"é\"}"))
            .post(list.path())
            .then()
            .statusCode(201)
            .header("Location", endsWith(list.path() + "/Quality%20of%20Care"))
            .body("data." + list.key(), equalTo(code))
            .body("data." + list.flag(), equalTo(false))
            .body("data.description", equalTo("é"))
            .body("data.size()", equalTo(7))
            .extract()
            .path("data");
    String path = list.path() + "/{code}";
    assertEquals(created, admin(server, database).get(path, code).path("data"));

    admin(server, database)
        .body(entry(list, code, true))
        .put(path, code)
        .then()
        .statusCode(200)
        .body("data." + list.flag(), equalTo(true))
        .body("data.description", nullValue())
        .body("data.entry_Date", equalTo(created.get("entry_Date")));
    admin(server, database)
        .body("[%s,%s,%s]".formatted(entry(list, "B", false), entry(list, code, true), "{}"))
        .put(list.path() + "-batch")
        .then()
        .statusCode(207)
        .body("data.status", contains(201, 200, 400))
        .body("data[0].id[0].key", equalTo(list.key()))
        .body("data[0].id[0].value", equalTo("B"))
        .body("data[2].body", equalTo(list.key() + ": required; " + list.flag() + ": required"));

    Response page = admin(server, database).get(list.path() + "?pageSize=1&sortBy=" + list.key());
    page.then().statusCode(200).body("data." + list.key(), contains("B"));
    assertTrue(page.header("X-Pagination").contains("\"TotalCount\":2"));

    admin(server, database).delete(path, code).then().statusCode(204);
    admin(server, database).get(path, code).then().statusCode(404);
    admin(server, database).delete(path, code).then().statusCode(404);
  }

  @ParameterizedTest
  @MethodSource("listsInDatabases")
  void aListWithEntriesRestrictsItsMemberAndSetsTheDefault(
      CodeList list, String database, RunningServer server) {
    String item = "{\"grievance_Key\":%d,\"%s\":\"%s\"}";
    assertEquals(
        List.of(201),
        putBatch(server, database, "status", item.formatted(1, list.member(), "Free")));
    for (String entry : List.of(entry(list, "A", false), entry(list, "B", true))) {
      admin(server, database).body(entry).post(list.path()).then().statusCode(201);
    }
    assertEquals(
        List.of(
            "Updated", list.member() + ": not one of the configured codes", "Created", "Created"),
        putBatch(
            server,
            database,
            "body",
            item.formatted(1, list.member(), "A"),
            item.formatted(2, list.member(), "Free"),
            item.formatted(3, list.member(), "A"),
            "{\"grievance_Key\":4}"));
    get(server, database, 2).statusCode(404);
    get(server, database, 3).body("data." + list.member(), equalTo("A"));
    get(server, database, 4).body("data." + list.member(), equalTo("B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void onlyNewGrievancesGetDefaults(String database, RunningServer server) {
    createStatuses(server, database, status("Open", true), status("Closed", false));
    String closed = "{\"grievance_Key\":%d,\"grievance_Status\":\"Closed\"}";
    assertEquals(
        List.of(201, 201, 200, 201),
        putBatch(
            server,
            database,
            "status",
            closed.formatted(3),
            "{\"grievance_Key\":2}",
            "{\"grievance_Key\":3}",
            "{\"grievance_Key\":1}"));
    get(server, database, 1).body("data.grievance_Status", equalTo("Open"));
    get(server, database, 2).body("data.grievance_Status", equalTo("Open"));
    get(server, database, 3).body("data.grievance_Status", nullValue());
    writer(server, database)
        .body("{\"grievance_Key\":5}")
        .post(GRIEVANCES)
        .then()
        .statusCode(201)
        .body("data.grievance_Status", equalTo("Open"));
    writer(server, database)
        .body("{}")
        .put(GRIEVANCES + "/5")
        .then()
        .statusCode(200)
        .body("data.grievance_Status", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void unknownCodesAreReportedTogetherWithOtherFaults(String database, RunningServer server) {
    createStatuses(server, database, status("Open", false));
    String invalid = "{\"grievance_Key\":9,\"grievance_Status\":\"open\",\"member_Seq\":\"123\"}";
    String faults =
        "member_Seq: 3 characters, at most 2; grievance_Status: not one of the configured codes";
    assertEquals(List.of(faults), putBatch(server, database, "body", invalid));
    writer(server, database)
        .body(invalid)
        .post(GRIEVANCES)
        .then()
        .statusCode(400)
        .body("error.detail", equalTo(faults + "."));
    writer(server, database).body("{\"grievance_Key\":9}").post(GRIEVANCES).then().statusCode(201);
    writer(server, database).body(invalid).put(GRIEVANCES + "/9").then().statusCode(400);
    writer(server, database)
        .body("[" + invalid + "]")
        .delete(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void aCodeInUseCannotBeDeleted(String database, RunningServer server) {
    createStatuses(server, database, status("Open", false), status("Closed", false));
    putBatch(server, database, "status", "{\"grievance_Key\":1,\"grievance_Status\":\"Open\"}");
    admin(server, database)
        .delete(STATUSES + "/Open")
        .then()
        .statusCode(409)
        .body("error.detail", containsString("grievance_Status: records have this code"));
    admin(server, database)
        .header("Prefer", "errors=structured")
        .body("[{\"grievance_Status\":\"Open\"}]")
        .delete(STATUSES + "-batch")
        .then()
        .statusCode(207)
        .body("data[0].status", equalTo(409))
        .body("data[0].errors.code", contains("refused"))
        .body("data[0].errors.member", contains("grievance_Status"));
    admin(server, database).get(STATUSES + "/Open").then().statusCode(200);
    admin(server, database).delete(STATUSES + "/Closed").then().statusCode(204);
    admin(server, database).delete(GRIEVANCES + "/1").then().statusCode(204);
    admin(server, database).delete(STATUSES + "/Open").then().statusCode(204);
  }

  /** Nor does the state before a job. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void jobIsNotUndoneToACodeThatIsGone(String database, RunningServer server) {
    createStatuses(server, database, status("Open", true), status("Closed", false));
    String item = "{\"grievance_Key\":-5002,\"grievance_Status\":\"%s\"}";
    putBatch(server, database, "status", item.formatted("Closed"));
    String job =
        job(
            server,
            database,
            writer(server, database).body("[" + item.formatted("Open") + "]"),
            BATCH_JOBS);
    admin(server, database).delete(STATUSES + "/Closed").then().statusCode(204);

    String undo = job(server, database, writer(server, database), JOBS + job + "/undo");

    writer(server, database)
        .get(JOBS + undo)
        .then()
        .body("data.failed", equalTo(1))
        .body("data.kept", equalTo(0));
    String reason = writer(server, database).get(JOBS + undo + "/failed").asString();
    assertTrue(reason.contains("grievance_Status: not one of the configured codes"), reason);
    get(server, database, -5002).body("data.grievance_Status", equalTo("Open"));
  }

  /** A code that a job added stays if a record has it. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void jobOfAListIsUndone(String database, RunningServer server) {
    createStatuses(server, database, status("Open", true));
    String entries =
        List.of(status("Open", false), status("New", false), status("Used", true)).toString();
    String job =
        job(server, database, admin(server, database).body(entries), STATUSES + "-batch/jobs");
    putBatch(server, database, "status", "{\"grievance_Key\":-5003,\"grievance_Status\":\"Used\"}");
    writer(server, database).post(JOBS + job + "/undo").then().statusCode(403);

    String undo = job(server, database, admin(server, database), JOBS + job + "/undo");

    admin(server, database)
        .get(JOBS + undo)
        .then()
        .body("data.reversed", equalTo(2))
        .body("data.failed", equalTo(1));
    String reason = admin(server, database).get(JOBS + undo + "/failed").asString();
    assertTrue(reason.contains("records have this code"), reason);
    admin(server, database)
        .get(STATUSES + "/Open")
        .then()
        .body("data.default_Status", equalTo(true));
    admin(server, database).get(STATUSES + "/New").then().statusCode(404);
    admin(server, database)
        .get(STATUSES + "/Used")
        .then()
        .body("data.default_Status", equalTo(false));
  }

  /** The id of a job that has ended. */
  private static String job(
      RunningServer server, String database, RequestSpecification request, String path) {
    String id = request.post(path).then().statusCode(202).extract().path("data.id");
    JobsIT.end(server, database, id).body("data.state", equalTo("Completed"));
    return id;
  }

  /** A deleted record does not keep its code in the list. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void aRecordIsNotRestoredWithACodeThatIsGone(String database, RunningServer server) {
    createStatuses(server, database, status("Open", false), status("Closed", false));
    int key = -5_001;
    String record = GRIEVANCES + "/" + key;
    String item = "{\"grievance_Key\":%d,\"grievance_Status\":\"Closed\"}".formatted(key);
    putBatch(server, database, "status", item);
    admin(server, database).delete(record).then().statusCode(204);
    admin(server, database).delete(STATUSES + "/Closed").then().statusCode(204);
    admin(server, database)
        .post(record + "/restore")
        .then()
        .statusCode(409)
        .body("error.detail", containsString("grievance_Status: "));
    createStatuses(server, database, status("Closed", false));
    admin(server, database)
        .post(record + "/restore")
        .then()
        .statusCode(201)
        .body("data.grievance_Status", equalTo("Closed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void aListHasAtMostOneDefault(String database, RunningServer server) {
    createStatuses(server, database, status("A", true), status("B", true), status("C", false));
    assertEquals(List.of("B"), defaultStatuses(server, database));
    admin(server, database).body(status("C", true)).put(STATUSES + "/C").then().statusCode(200);
    assertEquals(List.of("C"), defaultStatuses(server, database));
    admin(server, database).body(status("D", true)).post(STATUSES).then().statusCode(201);
    assertEquals(List.of("D"), defaultStatuses(server, database));
    admin(server, database).body(status("D", false)).put(STATUSES + "/D").then().statusCode(200);
    assertEquals(List.of(), defaultStatuses(server, database));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void concurrentUpdatesLeaveExactlyOneDefault(String database, RunningServer server)
      throws Exception {
    createStatuses(server, database, status("A", true), status("B", false), status("C", false));
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String code = List.of("A", "B", "C").get(i % 3);
      calls.add(
          () ->
              code.equals("A")
                  ? admin(server, database)
                      .body("[" + status(code, true) + "]")
                      .put(STATUSES + "-batch")
                      .statusCode()
                  : admin(server, database)
                      .body(status(code, true))
                      .put(STATUSES + "/" + code)
                      .statusCode());
    }
    assertEquals(List.of(200, 207), runConcurrently(calls).stream().distinct().sorted().toList());
    assertEquals(1, defaultStatuses(server, database).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void writingGrievancesAndDeletingTheirCodeAtOnceNeverBothSucceed(
      String database, RunningServer server) throws Exception {
    for (int round = 0; round < 10; round++) {
      createStatuses(server, database, status("Open", false), status("Spare", false));
      String items =
          IntStream.range(0, 500)
              .mapToObj(i -> "{\"grievance_Key\":%d,\"grievance_Status\":\"Spare\"}".formatted(i))
              .toList()
              .toString();
      List<Integer> statuses =
          runConcurrently(
              List.of(
                  () ->
                      writer(server, database)
                          .body(items)
                          .put(RunningServer.BATCH)
                          .jsonPath()
                          .getInt("data[0].status"),
                  () -> admin(server, database).delete(STATUSES + "/Spare").statusCode()));
      assertTrue(
          List.of(List.of(201, 409), List.of(400, 204)).contains(statuses), statuses::toString);
      deleteAllRecordsAndCodes(server);
    }
  }

  private static <T> List<T> runConcurrently(List<Callable<T>> calls) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : executor.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      executor.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"grievance_Status":"A"}                          | default_Status: required.
          {"grievance_Status":"","default_Status":true}     | grievance_Status: 0 characters, at least 1.
          {"grievance_Status":"A","default_Status":"true"}  | default_Status: not true or false.
          {"grievance_Status":7,"default_Status":null}      | grievance_Status: not a text; default_Status: required.
          {"grievance_Status":"123456789012345678901234567890123","default_Status":true} | grievance_Status: 33 characters, at most 32.
          """)
  void anInvalidEntryIsRefusedWithAllItsFaults(String body, String detail, RunningServer server) {
    admin(server, DERBY)
        .body(body)
        .post(STATUSES)
        .then()
        .statusCode(400)
        .body("error.detail", equalTo(detail));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A/B", "50%", "ä ö", "a+b", "x;y", "?", "...", "#1", "\\"})
  void aCodeMayContainAnyCharacters(String code, RunningServer server) {
    for (String database : List.of(DERBY, POSTGRESQL)) {
      String entry = status(code.replace("\\", "\\\\"), false);
      admin(server, database).body(entry).post(STATUSES).then().statusCode(201);
      admin(server, database)
          .get(STATUSES + "/{code}", code)
          .then()
          .statusCode(200)
          .body("data.grievance_Status", equalTo(code));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a}", "${a:b/c}"})
  void theLocationOfACodeWithBracesCanBeRequested(String code, RunningServer server) {
    String address =
        admin(server, DERBY)
            .body(status(code, false))
            .post(STATUSES)
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    admin(server, DERBY)
        .urlEncodingEnabled(false)
        .get(address)
        .then()
        .statusCode(200)
        .body("data.grievance_Status", equalTo(code));
    admin(server, DERBY).urlEncodingEnabled(false).delete(address).then().statusCode(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void aFiledGrievanceGetsAKeyAndTheDefaults(String database, RunningServer server) {
    createStatuses(server, database, status("Open", true));
    int taken = 100 + KEYS.incrementAndGet();
    putBatch(server, database, "status", "{\"grievance_Key\":" + taken + "}");
    String filing =
        """
        {"subscriber_ID":"000123456","member_Seq":"01","auth_Number":"AUTH-1","claim_Number":77,
         "user_ID":"jane.doe","grievance_Source":"PHONE","call_Key":5}
        """;
    Response response = writer(server, database).body(filing).post(BASE + "grievances-file");
    int key = response.path("data.grievance_Key");
    assertTrue(key > taken, "key " + key + " is not greater than the existing key " + taken);
    response
        .then()
        .statusCode(201)
        .header("Location", endsWith(GRIEVANCES + "/" + key))
        .body("data.size()", equalTo(26))
        .body("data.subscriber_ID", equalTo("000123456"))
        .body("data.grievance_Status", equalTo("Open"))
        .body("data.grievance_Received", equalTo(response.path("data.entry_Date")))
        .body("data.grievance_Filed", equalTo(response.path("data.entry_Date")));
    Map<String, Object> filed = response.path("data");
    assertEquals(filed, get(server, database, key).extract().path("data"));
    int next =
        writer(server, database)
            .body(filing)
            .post(BASE + "grievances-file")
            .path("data.grievance_Key");
    assertEquals(key + 1, next);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void concurrentFilingsGetDistinctKeys(String database, RunningServer server) throws Exception {
    putBatch(server, database, "status", "{\"grievance_Key\":5000}");
    List<Integer> keys = runConcurrently(Collections.nCopies(12, () -> file(server, database)));
    assertEquals(12, keys.stream().distinct().filter(key -> key > 5000).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void filingsGetFreeKeysWhenTheGreatestKeyIsInUse(String database, RunningServer server)
      throws Exception {
    int last = file(server, database);
    String taken =
        IntStream.rangeClosed(last + 1, last + 300)
            .mapToObj("{\"grievance_Key\":%d}"::formatted)
            .toList()
            .toString();
    writer(server, database).body(taken).put(RunningServer.BATCH).then().statusCode(207);
    putBatch(
        server,
        database,
        "status",
        "{\"grievance_Key\":2147483647}",
        "{\"grievance_Key\":-2147483648}");

    Callable<Integer> filing = () -> file(server, database);
    List<Integer> keys =
        runConcurrently(Collections.nCopies(12, filing)).stream().sorted().toList();

    assertEquals(12, keys.stream().distinct().count());
    assertTrue(keys.get(0) > last + 300, keys + " do not start after " + (last + 300));
    assertTrue(keys.get(11) < last + 400, "there is a gap in " + keys);
    List<Integer> ofBatch = createBatch(server, database, 5);
    assertEquals(5, ofBatch.stream().distinct().filter(key -> key > keys.get(11)).count());
    assertTrue(ofBatch.get(4) < last + 400, "there is a gap before " + ofBatch);
  }

  private static List<Integer> createBatch(RunningServer server, String database, int records) {
    return writer(server, database)
        .body(Collections.nCopies(records, "{}").toString())
        .post(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .header("items", "created=" + records + ", failed=0")
        .extract()
        .path("data.id.value.flatten()");
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void concurrentBatchesGetDistinctKeys(String database, RunningServer server) throws Exception {
    int taken = file(server, database) + 700;
    putBatch(server, database, "status", "{\"grievance_Key\":" + taken + "}");
    Callable<List<Integer>> batch = () -> createBatch(server, database, 1_500);
    List<List<Integer>> batches = runConcurrently(Collections.nCopies(6, batch));
    List<Integer> keys = batches.stream().flatMap(List::stream).toList();
    assertEquals(9_000, keys.stream().distinct().filter(key -> key > taken).count());
    int last = Collections.max(keys);
    assertTrue(last < taken + 30_000, "there is a gap between " + taken + " and " + last);
  }

  /** Another transaction has inserted keys above the sequence and is not committed yet. */
  @Test
  void aBatchWhoseKeysOthersTakeGetsOthers(RunningServer server) throws Exception {
    int last = file(server, POSTGRESQL);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (Connection loader = server.postgres("coded")) {
      loader.setAutoCommit(false);
      insertUncommitted(loader, last + 2);
      insertUncommitted(loader, last + 4);
      Future<List<Integer>> conflicting = caller.submit(() -> createBatch(server, POSTGRESQL, 5));
      awaitBlockedTransaction(server);
      loader.commit();
      List<Integer> keys = conflicting.get();
      assertEquals(5, keys.stream().distinct().count());
      assertFalse(keys.contains(last + 2) || keys.contains(last + 4), () -> "taken: " + keys);
      assertTrue(Collections.max(keys) < last + 250_000, () -> "a gap in " + keys);
    } finally {
      caller.shutdown();
    }
  }

  private static int file(RunningServer server, String database) {
    return writer(server, database)
        .body("{\"provider_ID\":\"P1\"}")
        .post(BASE + "grievances-file")
        .then()
        .statusCode(201)
        .extract()
        .path("data.grievance_Key");
  }

  /** Another transaction has inserted a key above the sequence and is not committed yet. */
  @Test
  void aFilingWaitsOnlyForAConflictingKeyAndThenSkipsAhead(RunningServer server) throws Exception {
    int ahead = file(server, POSTGRESQL) + 1000;
    putBatch(server, POSTGRESQL, "status", "{\"grievance_Key\":" + ahead + "}");
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (Connection loader = server.postgres("coded")) {
      loader.setAutoCommit(false);
      insertUncommitted(loader, ahead + 2);
      assertEquals(ahead + 1, file(server, POSTGRESQL));
      Future<Integer> conflicting = caller.submit(() -> file(server, POSTGRESQL));
      awaitBlockedTransaction(server);
      loader.commit();
      int skippedTo = conflicting.get();
      assertTrue(skippedTo >= ahead + 100_000, skippedTo + " is less than 100,000 above " + ahead);
      assertEquals(skippedTo + 1, file(server, POSTGRESQL));
    } finally {
      caller.shutdown();
    }
  }

  private static void insertUncommitted(Connection loader, int key) throws SQLException {
    try (Statement statement = loader.createStatement()) {
      statement.execute(
          "INSERT INTO grievances (grievance_key, entry_date, update_date) VALUES ("
              + key
              + ", now(), now())");
    }
  }

  private static void awaitBlockedTransaction(RunningServer server) throws Exception {
    String blocked = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'";
    try (Connection connection = server.postgres("coded");
        Statement statement = connection.createStatement()) {
      await("a blocked transaction")
          .atMost(Duration.ofMinutes(2))
          .until(() -> statement.executeQuery(blocked).next());
    }
  }

  /** With this setting PostgreSQL resolves a deadlock after 60 s, so that the test times out. */
  @ParameterizedTest
  @ValueSource(strings = {POSTGRESQL, SPREAD})
  @ResourceLock(RunningServer.DEADLOCK_TIMEOUT)
  void concurrentBatchesWithTheSameKeysDoNotDeadlock(String database, RunningServer server)
      throws Exception {
    createStatuses(server, database, status("Open", true), status("Closed", false));
    String closed = "{\"grievance_Key\":%d,\"grievance_Status\":\"Closed\"}";
    String withoutStatus = "{\"grievance_Key\":%d}";
    server.execute("ALTER SYSTEM SET deadlock_timeout = '60s'");
    server.execute("SELECT pg_reload_conf()");
    try {
      for (int round = 0; round < 100; round++) {
        int key = KEYS.addAndGet(2);
        String one = "[" + closed.formatted(key) + "," + withoutStatus.formatted(key + 1) + "]";
        String other = "[" + closed.formatted(key + 1) + "," + withoutStatus.formatted(key) + "]";
        List<Callable<Integer>> calls = new ArrayList<>();
        for (String body : List.of(one, other)) {
          calls.add(
              () -> writer(server, database).body(body).put(RunningServer.BATCH).getStatusCode());
          calls.add(
              () ->
                  writer(server, database).body(body).delete(RunningServer.BATCH).getStatusCode());
        }
        assertTimeout(
            Duration.ofSeconds(30),
            () -> assertEquals(List.of(207, 207, 207, 207), runConcurrently(calls)));
      }
    } finally {
      server.execute("ALTER SYSTEM RESET deadlock_timeout");
      server.execute("SELECT pg_reload_conf()");
    }
  }

  @ParameterizedTest
  @CsvSource({
    DERBY + ", application/x-ndjson",
    DERBY + ", text/csv",
    POSTGRESQL + ", application/x-ndjson",
    POSTGRESQL + ", text/csv"
  })
  void failedEntriesOfAJobAreAcceptedOnceTheyAreMended(
      String database, String type, RunningServer server) {
    CodeList list = LISTS.get(5);
    String items = "[" + entry(list, "M1", false) + "," + entry(list, "M2 ", false) + "]";
    String job =
        BASE
            + "jobs/"
            + admin(server, database)
                .header("Prefer", "respond-async")
                .body(items)
                .put(list.path() + "-batch")
                .then()
                .statusCode(202)
                .extract()
                .path("data.id");
    await("end of " + job)
        .until(() -> "Completed".equals(admin(server, database).get(job).path("data.state")));
    Response failed = admin(server, database).accept(type).get(job + "/failed");
    String corrected = failed.asString().replace("M2 ", "M2");

    admin(server, database)
        .contentType(failed.contentType())
        .body(corrected.getBytes(StandardCharsets.UTF_8))
        .put(list.path() + "-batch")
        .then()
        .statusCode(207)
        .body("data.status", contains(201))
        .body("data[0].id[0].value", equalTo("M2"));
    admin(server, database)
        .contentType("text/csv")
        .body(list.key() + "\nM1\nM2\n")
        .delete(list.path() + "-batch")
        .then()
        .body("data.status", contains(200, 200));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void filingWithACodeThatItsListLacksIsRefused(String database, RunningServer server) {
    CodeList types = LISTS.get(2);
    admin(server, database)
        .body("[" + entry(types, "Member", true) + "," + entry(types, "Provider", false) + "]")
        .put(types.path() + "-batch")
        .then()
        .statusCode(207);
    String filing = "{\"subscriber_ID\":\"1\",\"grievance_Type\":%s}";
    writer(server, database)
        .body(filing.formatted("\"Broker\""))
        .post(BASE + "grievances-file")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("grievance_Type: not one of the configured codes."));
    writer(server, database)
        .body(filing.formatted("\"Provider\""))
        .post(BASE + "grievances-file")
        .then()
        .statusCode(201)
        .body("data.grievance_Type", equalTo("Provider"));
    writer(server, database)
        .body(filing.formatted("null"))
        .post(BASE + "grievances-file")
        .then()
        .statusCode(201)
        .body("data.grievance_Type", equalTo("Member"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"subscriber_ID\":\" \"}", "{\"member_Seq\":\"01\"}"})
  void aFilingRequiresASubscriberOrAProvider(String body, RunningServer server) {
    writer(server, DERBY)
        .body(body)
        .post(BASE + "grievances-file")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("subscriber_ID, provider_ID: one of them is required."));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void aMergeGivesDefaultsToNewRecordsOnly(String database, RunningServer server) {
    int key = KEYS.addAndGet(4);
    String without = "{\"grievance_Key\":%d,\"issue\":\"%s\"}";
    String none = "{\"grievance_Key\":%d,\"grievance_Status\":null}";
    putBatch(server, database, "status", without.formatted(key, "a"), none.formatted(key + 1));
    createStatuses(server, database, status("Open", true));

    writer(server, database)
        .body(
            List.of(
                    without.formatted(key, "b"),
                    none.formatted(key + 1),
                    without.formatted(key + 2, "new"),
                    none.formatted(key + 3))
                .toString())
        .put(RunningServer.BATCH + "?merge=true")
        .then()
        .body("data.status", equalTo(List.of(200, 200, 201, 201)));

    get(server, database, key)
        .body("data.issue", equalTo("b"))
        .body("data.grievance_Status", nullValue());
    get(server, database, key + 1).body("data.grievance_Status", nullValue());
    get(server, database, key + 2).body("data.grievance_Status", equalTo("Open"));
    get(server, database, key + 3).body("data.grievance_Status", equalTo("Open"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD})
  void entriesAreMergedAndPatched(String database, RunningServer server) {
    createStatuses(server, database, status("Open", true), status("Closed", false));
    String described = "{\"grievance_Status\":\"%s\",\"description\":\"text\"}";

    admin(server, database)
        .body(List.of(described.formatted("Open"), described.formatted("Other")).toString())
        .put(STATUSES + "-batch?merge=true")
        .then()
        .statusCode(207)
        .body("data.status", equalTo(List.of(200, 400)))
        .body("data[1].body", equalTo("default_Status: required"));
    admin(server, database)
        .contentType("application/merge-patch+json")
        .body("{\"default_Status\":true}")
        .patch(STATUSES + "/Closed")
        .then()
        .statusCode(200)
        .body("data.default_Status", equalTo(true));
    admin(server, database)
        .contentType("application/merge-patch+json")
        .body("{\"default_Status\":null}")
        .patch(STATUSES + "/Closed")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("default_Status: required."));

    assertEquals(List.of("Closed"), defaultStatuses(server, database));
    admin(server, database)
        .get(STATUSES + "/Open")
        .then()
        .body("data.description", equalTo("text"))
        .body("data.default_Status", equalTo(false));
  }
}
