package org.grievances.contract;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.grievances.server.SentContents;
import org.grievances.server.WebhookReceiver;
import org.grievances.server.WebhookReceiver.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other systems are notified of events over HTTPS. */
@ExtendWith(RunningServer.Resolver.class)
class WebhooksIT {
  private static final String WEBHOOKS = "/vbasoftware/webhooks";
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final List<String> DATABASES = List.of("alpha", "delta", "spread");
  private static final Duration TIMEOUT = Duration.ofSeconds(40);
  private static final AtomicInteger KEYS = new AtomicInteger(-31_000_000);

  private final int key = KEYS.addAndGet(10);
  private final List<String> created = new ArrayList<>();
  private WebhookReceiver receiver;
  private RunningServer running;

  @BeforeEach
  void startReceiver(RunningServer server) throws Exception {
    running = server;
    receiver = WebhookReceiver.start(server.secrets());
  }

  @AfterEach
  void close() {
    for (String webhook : created) {
      to(webhook.substring(0, webhook.indexOf(' ')))
          .delete(webhook.substring(webhook.indexOf(' ') + 1));
    }
    receiver.close();
  }

  private RequestSpecification to(String database) {
    return to(database, "grievance-writer");
  }

  private RequestSpecification to(String database, String role) {
    return running
        .credentials(RunningServer.WEBHOOK_CLIENT_KEY, running.token(role))
        .header("vbasoftware-database", database)
        .contentType("application/json");
  }

  private static String form(String url, String... events) {
    return "{\"url\":\"%s\",\"events\":[\"%s\"]}".formatted(url, String.join("\",\"", events));
  }

  /** The path of a new webhook. */
  private String register(String database, String... events) {
    Response response = to(database).body(form(receiver.url(), events)).post(WEBHOOKS);
    assertEquals(201, response.statusCode(), response::asString);
    String path = response.header("Location");
    created.add(database + " " + path);
    SentContents.OF_THE_RUN.add(response.path("data.secret"));
    return path;
  }

  private String secret(String database, String webhook) {
    return to(database).get(webhook).path("data.secret");
  }

  private String endedJob(String database, int status) {
    Response job =
        to(database)
            .body("[{\"grievance_Key\":%d,\"issue\":\"%s\"}]".formatted(key, SentContents.MARKER))
            .post(RunningServer.BATCH + "/jobs");
    assertEquals(status, job.statusCode(), job::asString);
    return job.path("data.id");
  }

  private Response awaitDelivery(String database, String webhook, String state) {
    return await("a delivery that is " + state)
        .atMost(TIMEOUT)
        .until(
            () -> to(database).get(webhook + "/deliveries"),
            page -> page.<List<String>>path("data.state").contains(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void endOfAJobIsToldSignedAndWithoutContents(String database) throws Exception {
    String webhook = register(database, "job.ended");

    String job = endedJob(database, 202);

    Received delivery = receiver.await("job.ended", 1).get(0);
    assertTrue(delivery.isSigned(secret(database, webhook)));
    assertTrue(delivery.header("webhook-id").startsWith("msg_"));
    long age =
        Long.parseLong(delivery.header("webhook-timestamp")) - delivery.time().getEpochSecond();
    assertTrue(Math.abs(age) <= 2, age + " s");
    assertEquals("application/json; charset=UTF-8", delivery.header("Content-Type"));
    JsonPath body = delivery.json();
    assertEquals(Set.of("type", "timestamp", "data"), body.getMap("").keySet());
    assertEquals(database, body.getString("data.database"));
    assertEquals(job, body.getString("data.id"));
    assertEquals("Completed", body.getString("data.state"));
    assertFalse(delivery.body().contains(SentContents.MARKER));
    assertFalse(delivery.body().contains(Integer.toString(key)));
    awaitDelivery(database, webhook, "Delivered")
        .then()
        .body("data[0].id", equalTo(delivery.header("webhook-id")))
        .body("data[0].event", equalTo("job.ended"))
        .body("data[0].attempts", equalTo(1))
        .body("data[0].problem", nullValue())
        .body("data[0].nextAttempt", nullValue());
    assertEquals(1, receiver.received().size());
  }

  /** The place leads to changes that were made after it. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void changesAreToldByThePlaceBeforeThem(String database) throws Exception {
    String webhook = register(database, "grievances.changed");
    await("a first look at the changes")
        .atMost(TIMEOUT)
        .until(() -> change(database, receiver.received().size() > 0));
    Received delivery = receiver.await("grievances.changed", 1).get(0);
    assertTrue(delivery.isSigned(secret(database, webhook)));
    String after = delivery.json().getString("data.after");
    to(database)
        .get(RECORDS + "/changes?limit=1&after=" + after)
        .then()
        .statusCode(200)
        .body("data.size()", equalTo(1));
    assertFalse(delivery.body().contains(Integer.toString(key)));
  }

  private boolean change(String database, boolean isEnough) {
    if (!isEnough) {
      to(database)
          .body("[{\"grievance_Key\":%d,\"issue\":\"told\"}]".formatted(key))
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207);
    }
    return isEnough;
  }

  /** While one delivery waits, no other is added, however much changes. */
  @Test
  void deliveriesOfChangesDoNotPileUp() {
    receiver.answer(500);
    String webhook = register("alpha", "grievances.changed");
    await("a first look at the changes")
        .atMost(TIMEOUT)
        .until(() -> change("alpha", receiver.received().size() > 1));
    change("alpha", false);
    assertEquals(
        1,
        to("alpha").get(webhook + "/deliveries").<List<String>>path("data.state").stream()
            .filter("Waiting"::equals)
            .count());
  }

  /** In all databases at once, since a deadline takes its time to come. */
  @Test
  void deadlinesThatHaveComeAreTold() {
    Map<String, String> webhooks = register("grievance.due");
    Instant received = Instant.now().minus(Duration.ofHours(24)).plusSeconds(9);
    String item =
        "{\"grievance_Key\":%d,\"grievance_Type\":\"Expedited\",\"grievance_Received\":\"%s\"}"
            .formatted(key, received.truncatedTo(ChronoUnit.SECONDS));
    for (String database : DATABASES) {
      to(database).body("[" + item + "]").put(RunningServer.BATCH).then().statusCode(207);
    }

    List<Received> told = receiver.await("grievance.due", DATABASES.size());

    assertEquals(
        Set.copyOf(DATABASES),
        told.stream().map(each -> each.json().getString("data.database")).collect(toSet()));
    Instant due = received.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(24));
    for (Received each : told) {
      JsonPath body = each.json();
      assertFalse(Instant.parse(body.getString("data.from")).isAfter(due), body::prettify);
      assertTrue(Instant.parse(body.getString("data.to")).isAfter(due), body::prettify);
    }
    webhooks.forEach((database, webhook) -> awaitDelivery(database, webhook, "Delivered"));
    for (String database : DATABASES) {
      to(database).delete(RECORDS + "/" + key).then().statusCode(204);
    }
  }

  /** A webhook in each database. */
  private Map<String, String> register(String event) {
    return DATABASES.stream()
        .collect(toMap(Function.identity(), database -> register(database, event)));
  }

  /**
   * The id and the body stay the same; the time and so the signature are those of the attempt. In
   * all databases at once, since attempts are some seconds apart.
   */
  @Test
  void deliveryThatIsNotTakenIsSentAgain() throws Exception {
    Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    receiver.answer(
        exchange -> {
          String message = exchange.getRequestHeaders().getFirst("webhook-id");
          int attempt =
              attempts.computeIfAbsent(message, each -> new AtomicInteger()).incrementAndGet();
          exchange.sendResponseHeaders(attempt < 3 ? 500 : 200, -1);
        });
    Map<String, String> webhooks = register("job.ended");

    DATABASES.forEach(database -> endedJob(database, 202));

    Map<String, List<Received>> all =
        receiver.await("job.ended", 3 * DATABASES.size()).stream()
            .collect(groupingBy(each -> each.json().getString("data.database")));
    assertEquals(Set.copyOf(DATABASES), all.keySet());
    for (String database : DATABASES) {
      assertAreAttempts(all.get(database), secret(database, webhooks.get(database)));
      awaitDelivery(database, webhooks.get(database), "Delivered")
          .then()
          .body("data[0].attempts", equalTo(3));
    }
  }

  private static void assertAreAttempts(List<Received> all, String secret) throws Exception {
    assertEquals(3, all.size());
    for (Received each : all) {
      assertTrue(each.isSigned(secret));
      assertEquals(all.get(0).header("webhook-id"), each.header("webhook-id"));
      assertEquals(all.get(0).body(), each.body());
    }
  }

  @Test
  void redirectIsNotFollowedAndEndsInTheWebhookBeingSwitchedOff() {
    String elsewhere = receiver.url().replace("/hook", "/elsewhere");
    receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Location", elsewhere);
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/hook") ? 307 : 200, -1);
        });
    String webhook = register("delta", "job.ended");
    endedJob("delta", 202);

    Response failed = awaitDelivery("delta", webhook, "Failed");

    failed
        .then()
        .body("data[0].status", equalTo(307))
        .body("data[0].problem", containsString("redirects"))
        .body("data[0].ended", notNullValue());
    to("delta")
        .get(webhook)
        .then()
        .body("data.enabled", equalTo(false))
        .body("data.problem", containsString("redirects"));
    assertEquals(attempts(failed), receiver.received().size());
    String unnoticed = endedJob("delta", 202);
    await("the end of the job")
        .atMost(TIMEOUT)
        .until(
            () -> to("delta").get("/vbasoftware/jobs/" + unnoticed).path("data.state"),
            "Completed"::equals);
    String delivery = failed.path("data[0].id");
    to("delta").post(webhook + "/deliveries/" + delivery + "/resend").then().statusCode(409);
    receiver.answer(204);
    to("delta").body(form(receiver.url(), "job.ended")).put(webhook).then().statusCode(200);
    to("delta").post(webhook + "/deliveries/" + delivery + "/resend").then().statusCode(202);
    awaitDelivery("delta", webhook, "Delivered")
        .then()
        .body("data.size()", equalTo(1))
        .body("data[0].id", equalTo(delivery));
  }

  private static int attempts(Response page) {
    return page.path("data[0].attempts");
  }

  /** Others are notified meanwhile. */
  @Test
  void receiverThatHangsHoldsUpNoOther() throws Exception {
    receiver.answerAfter(Duration.ofSeconds(20));
    String hanging = register("alpha", "job.ended");
    try (WebhookReceiver other = WebhookReceiver.start(running.secrets())) {
      Response response = to("alpha").body(form(other.url(), "job.ended")).post(WEBHOOKS);
      created.add("alpha " + response.header("Location"));
      endedJob("alpha", 202);
      other.await("job.ended", 1);
      endedJob("alpha", 202);
      other.await("job.ended", 2);
    }
    await("the time limit of an attempt")
        .atMost(TIMEOUT)
        .until(
            () ->
                to("alpha")
                    .get(hanging + "/deliveries")
                    .<List<String>>path("data.problem")
                    .contains("The receiver did not answer in time."));
  }

  /** It fails in the end, but leaves the webhook switched on. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void deliveryThatIsRefusedHoldsUpNoOther(String database) {
    AtomicReference<String> refused = new AtomicReference<>();
    receiver.answer(
        exchange -> {
          String message = exchange.getRequestHeaders().getFirst("webhook-id");
          refused.compareAndSet(null, message);
          exchange.sendResponseHeaders(message.equals(refused.get()) ? 500 : 204, -1);
        });
    String webhook = register(database, "job.ended");
    endedJob(database, 202);
    receiver.await("job.ended", 2);

    String job = endedJob(database, 202);

    await("the other delivery")
        .atMost(TIMEOUT)
        .until(() -> received().anyMatch(body -> body.contains(job)));
    Response failed = awaitDelivery(database, webhook, "Failed");
    failed.then().body("data.state", equalTo(List.of("Delivered", "Failed")));
    assertTrue(failed.<Integer>path("data[1].attempts") > 2, failed::asString);
    to(database).get(webhook).then().body("data.enabled", equalTo(true));
  }

  private Stream<String> received() {
    return receiver.received().stream().map(Received::body);
  }

  @Test
  void deliveryThatWaitsIsSentToTheChangedAddress() throws Exception {
    receiver.answer(500);
    String webhook = register("delta", "job.ended");
    String job = endedJob("delta", 202);
    receiver.await("job.ended", 1);
    try (WebhookReceiver other = WebhookReceiver.start(running.secrets())) {
      String form = form(other.url(), "job.ended");
      to("delta").body(form).put(webhook).then().statusCode(200);
      assertEquals(job, other.await("job.ended", 1).get(0).json().getString("data.id"));
      awaitDelivery("delta", webhook, "Delivered");
    }
  }

  /** The first failures do not count: the receiver has recovered. */
  @Test
  void receiverThatHasRecoveredIsSentAllThatWaits() {
    AtomicInteger attempts = new AtomicInteger();
    receiver.answer(
        exchange -> exchange.sendResponseHeaders(attempts.incrementAndGet() < 4 ? 503 : 204, -1));
    String webhook = register("alpha", "job.ended");
    int jobs = 4;
    for (int job = 0; job < jobs; job++) {
      endedJob("alpha", 202);
    }
    await("all deliveries")
        .atMost(TIMEOUT)
        .until(
            () ->
                to("alpha").get(webhook + "/deliveries").<List<String>>path("data.state").stream()
                        .filter("Delivered"::equals)
                        .count()
                    == jobs);
    to("alpha").get(webhook).then().body("data.enabled", equalTo(true));
  }

  @Test
  void receiverThatIsGoneIsToldNothingMore() {
    receiver.answer(410);
    String webhook = register("alpha", "job.ended");
    endedJob("alpha", 202);
    awaitDelivery("alpha", webhook, "Failed").then().body("data[0].attempts", equalTo(1));
    to("alpha")
        .get(webhook)
        .then()
        .body("data.enabled", equalTo(false))
        .body("data.problem", containsString("410"));
  }

  @Test
  void bodyWithoutAnEndIsNotRead() {
    receiver.answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] some = new byte[64 * 1024];
          for (int part = 0; part < 1_000; part++) {
            exchange.getResponseBody().write(some);
          }
        });
    String webhook = register("alpha", "job.ended");
    endedJob("alpha", 202);
    awaitDelivery("alpha", webhook, "Delivered").then().body("data[0].attempts", equalTo(1));
  }

  @Test
  void deliveryIsTriedAndListedAndSentAgain() {
    String webhook = register("delta", "job.ended");
    Response tested = to("delta").post(webhook + "/deliveries");
    tested.then().statusCode(202).body("data.event", equalTo("webhook.tested"));
    receiver.await("webhook.tested", 1);
    awaitDelivery("delta", webhook, "Delivered");
    String id = tested.path("data.id");
    to("delta").post(webhook + "/deliveries/" + id + "/resend").then().statusCode(202);
    List<Received> both = receiver.await("webhook.tested", 2);
    assertEquals(both.get(0).header("webhook-id"), both.get(1).header("webhook-id"));
    to("delta")
        .get(webhook + "/deliveries?pageSize=1")
        .then()
        .header("X-Pagination", containsString("\"TotalCount\":1"));
    to("delta").post(webhook + "/deliveries/none/resend").then().statusCode(404);
  }

  /** Private addresses and those of the server itself; the test allows 127.0.0.0/8. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.0.0.1/",
        "https://192.168.1.1:9443/",
        "https://172.16.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fd00::1]/",
        "https://[64:ff9b::a00:1]/",
        "https://0.0.0.0/",
        "https://0/",
        "https://167772161/"
      })
  void privateAddressIsRefused(String url) {
    to("alpha")
        .body(form(url, "job.ended"))
        .post(WEBHOOKS)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("url"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"url\":\"http://plan.example/\",\"events\":[\"job.ended\"]}|https://",
        "{\"url\":\"https://u:p@plan.example/\",\"events\":[\"job.ended\"]}|without a user",
        "{\"url\":\"https://plan.example/#x\",\"events\":[\"job.ended\"]}|fragment",
        "{\"url\":\"https:///x\",\"events\":[\"job.ended\"]}|host",
        "{\"url\":\"no url\",\"events\":[\"job.ended\"]}|not a URL",
        "{\"url\":7,\"events\":[\"job.ended\"]}|url must be a text",
        "{\"url\":\"https://plan.example/\",\"events\":[]}|at least one",
        "{\"url\":\"https://plan.example/\"}|at least one",
        "{\"url\":\"https://plan.example/\",\"events\":[\"job.begun\"]}|none of job.ended",
        "{\"url\":\"https://plan.example/\",\"events\":[\"webhook.tested\"]}|none of job.ended",
        "{\"url\":\"https://plan.example/\",\"events\":[7]}|none of job.ended",
        "{\"url\":\"https://plan.example/\",\"events\":[\"job.ended\"],\"enabled\":1}|true or false",
        "{\"url\":\"https://plan.example/\",\"events\":[\"job.ended\"],\"secret\":\"x\"}|no member",
        "[]|JSON object",
        "{|JSON object"
      })
  void malformedWebhookIsRefused(String body, String detail) {
    to("alpha")
        .body(body)
        .post(WEBHOOKS)
        .then()
        .statusCode(400)
        .body("error.type", endsWith("/malformed-request"))
        .body("error.detail", containsString(detail));
  }

  @Test
  void webhookIsSeenByItsClientAlone() {
    String webhook = register("alpha", "job.ended");
    to("alpha").get(WEBHOOKS).then().body("data.url", hasItem(receiver.url()));
    to("alpha").get(WEBHOOKS).then().body("data[0].secret", nullValue());
    running.to("alpha").get(WEBHOOKS).then().body("data.url", everyItem(not(receiver.url())));
    running.to("alpha", "grievance-admin").get(webhook).then().statusCode(404);
    running.to("alpha").delete(webhook).then().statusCode(404);
    running.to("alpha").get(webhook + "/deliveries").then().statusCode(404);
    to("delta").get(webhook).then().statusCode(404);
    to("alpha", "grievance-reader").get(WEBHOOKS).then().statusCode(403);
    to("alpha").delete(webhook).then().statusCode(204);
    to("alpha").get(webhook).then().statusCode(404);
    to("alpha").delete(WEBHOOKS + "/" + UUID.randomUUID()).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unkept-derby", "unkept-postgresql", "listed-spread"})
  void withoutAHistoryNobodyIsToldOfChanges(String database) {
    to(database)
        .body(form(receiver.url(), "grievances.changed"))
        .post(WEBHOOKS)
        .then()
        .statusCode(409)
        .body("error.type", endsWith("/history-off"));
  }

  @Test
  void eachWebhookHasASecretOfItsOwn() {
    String one = register("alpha", "job.ended");
    String other = register("alpha", "job.ended");
    assertNotEquals(secret("alpha", one), secret("alpha", other));
    assertEquals(secret("alpha", one), secret("alpha", one));
  }
}
