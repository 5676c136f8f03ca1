package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;
import org.grievances.server.WebhookReceiver;
import org.grievances.server.WebhookReceiver.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two servers share a database and so its webhooks: whichever lives sends the deliveries. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedWebhooksIT {
  private static final String DATABASE = "shared";
  private static final String KEY = Secrets.randomText();
  private static final String WEBHOOKS = "/vbasoftware/webhooks";
  private static final String JOBS = "/vbasoftware/" + PrivateServer.BATCH + "/jobs";
  private static final int ALL = 18;

  /** The time limit of an attempt, the time after it, and a poll. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(75);

  private static Postgres postgres;
  private static ServerGroup group;
  private static HttpClient client;

  private WebhookReceiver receiver;
  private String webhook;

  @BeforeAll
  static void startServers() throws Exception {
    postgres = Postgres.create();
    PostgresDataSource database = PostgresDataSource.of(DATABASE, "postgres", postgres.port());
    group =
        ServerGroup.install(
            "shared-webhooks",
            2,
            (overrides, secrets) -> configure(overrides),
            Map.of(DATABASE, database.xml()));
    client = HttpClient.newBuilder().sslContext(group.secrets().trusting()).build();
    group.start(DATABASE);
  }

  private static void configure(Overrides overrides) {
    overrides
        .set("grievances.webhooks.keys", KEY)
        .set("grievances.webhooks.allowed-networks", "127.0.0.0/8")
        .set("grievances.webhooks.first-pause", "PT1S");
  }

  @AfterAll
  static void stopServers() throws IOException {
    group.close();
    postgres.close();
  }

  @BeforeEach
  void register() throws Exception {
    receiver = WebhookReceiver.start(group.secrets());
    String form = "{\"url\":\"%s\",\"events\":[\"job.ended\"]}".formatted(receiver.url());
    String created = call(0, "POST", WEBHOOKS, form, 201);
    webhook = WEBHOOKS + "/" + JsonPath.from(created).getString("data.id");
  }

  @AfterEach
  void remove() throws Exception {
    call(1, "DELETE", webhook, "", 204);
    receiver.close();
  }

  /** The last one, since it leaves one server alone. */
  @Test
  @Order(2)
  void eachDeliveryIsSentByOneServerAndByTheOtherIfThatIsKilled() throws Exception {
    Set<String> jobs = sendJobs();
    await("a delivery for each job")
        .atMost(TAKEN_OVER)
        .until(() -> receiver.received().size() >= ALL);
    assertEquals(jobs, jobs(receiver.received()));
    assertEquals(ALL, receiver.received().size());

    receiver.received().clear();
    receiver.answerAfter(Duration.ofSeconds(14));
    call(0, "POST", webhook + "/deliveries", "", 202);
    Received first = receiver.await("webhook.tested", 1).get(0);
    group.servers().get(0).kill();
    receiver.answer(204);
    await("the other server").atMost(TAKEN_OVER).until(() -> receiver.received().size() == 2);
    Received again = receiver.received().get(1);
    assertEquals(first.header("webhook-id"), again.header("webhook-id"));
    assertEquals(first.body(), again.body());
    await("its outcome").until(() -> states(1), List.of("Delivered")::containsAll);
  }

  /** Sends jobs to both servers in turns, while both look for deliveries. */
  private Set<String> sendJobs() throws Exception {
    Set<String> jobs = new HashSet<>();
    for (int job = 0; job < ALL; job++) {
      String body = "[{\"grievance_Key\":%d}]".formatted(-1 - job);
      jobs.add(JsonPath.from(call(job % 2, "POST", JOBS, body, 202)).getString("data.id"));
    }
    return jobs;
  }

  private static Set<String> jobs(List<Received> deliveries) {
    return deliveries.stream()
        .map(delivery -> delivery.json().getString("data.id"))
        .collect(Collectors.toSet());
  }

  private List<String> states(int server) throws Exception {
    return JsonPath.from(call(server, "GET", webhook + "/deliveries", "", 200))
        .getList("data.state");
  }

  /** Its client gets what waited once it may use the database again. */
  @Test
  @Order(1)
  void clientThatMayNoLongerUseTheDatabaseIsNotNotified() throws Exception {
    receiver.answer(500);
    call(0, "POST", webhook + "/deliveries", "", 202);
    receiver.await("webhook.tested", 1);
    for (LibertyServer server : group.servers()) {
      Files.writeString(
          scope(server),
          "<server><variable name=\"grievances.api-keys.%s.databases\" value=\"other\"/></server>"
              .formatted(Secrets.CLIENT));
    }
    for (int server = 0; server < 2; server++) {
      int refusing = server;
      await("that the client is refused")
          .atMost(TAKEN_OVER)
          .until(() -> send(refusing, "GET", WEBHOOKS, "").statusCode() == 403);
    }
    receiver.answer(204);
    int attempts = receiver.received().size();
    Thread.sleep(Duration.ofSeconds(15).toMillis());
    assertEquals(attempts, receiver.received().size());

    for (LibertyServer server : group.servers()) {
      Files.delete(scope(server));
    }
    await("the delivery").atMost(TAKEN_OVER).until(() -> receiver.received().size() > attempts);
    for (int server = 0; server < 2; server++) {
      int allowing = server;
      await("that the client is let in")
          .atMost(TAKEN_OVER)
          .until(() -> send(allowing, "GET", WEBHOOKS, "").statusCode() == 200);
    }
  }

  private static Path scope(LibertyServer server) {
    return server.directory().resolve("configDropins/overrides/scope.xml");
  }

  private static String call(int server, String method, String path, String body, int status)
      throws Exception {
    HttpResponse<String> response = send(server, method, path, body);
    assertEquals(status, response.statusCode(), response.body());
    return response.body();
  }

  private static HttpResponse<String> send(int server, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(group.urls().get(server) + path))
            .header("User-Agent", "grievances-faults")
            .header("x-api-key", group.secrets().apiKey())
            .header("Authorization", "Bearer " + group.token())
            .header("vbasoftware-database", DATABASE)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
