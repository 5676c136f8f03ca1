package org.grievances.demo;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts the demo server, signs in to both of its databases, creates their codes, fills them with
 * the grievances of a year, sends sample batches and prints the responses.
 */
public final class Demo {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Above the keys of the year. */
  private static final int FIRST_SAMPLE = 1_000_000;

  /** The subscriber whom the token of the portal is for. */
  static final String MEMBER = "000123456";

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final DemoClient client;

  private Demo(DemoClient client) {
    this.client = client;
  }

  public static void main(String[] arguments)
      throws IOException, GeneralSecurityException, JOSEException {
    Demo demo = new Demo(new DemoClient(DemoServer.start()));
    for (String database : List.of("alpha", "beta")) {
      demo.signIn(database);
      demo.configure(database);
      demo.putYear(database);
      demo.putSamples(database);
      demo.showPage(database);
    }
    demo.printNextSteps();
  }

  /** Repeats the sign-in until it succeeds, because the server starts before its databases. */
  private void signIn(String database) {
    Instant deadline = Instant.now().plus(TIMEOUT);
    while (client.signIn(database).statusCode() != 200) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Nobody can sign in to " + database + "; see the server's logs/messages.log");
      }
    }
    out.printf("%nSigned in to %s as %s.%n", database, client.user());
  }

  private void configure(String database) {
    for (DemoCodes list : DemoCodes.LISTS) {
      int status = client.put(list.path() + "-batch", database, list.entries()).statusCode();
      out.printf(
          "PUT /%s-batch: %d codes, answered %d%n", list.path(), list.codes().size(), status);
    }
    int status = client.put("report-codes-batch", database, DemoCodes.reportCodes()).statusCode();
    out.printf("PUT /report-codes-batch: the codes of MCPAR, answered %d%n", status);
  }

  private void putYear(String database) {
    Instant now = Instant.now();
    JsonArray year = new YearOfGrievances(database.hashCode(), now).all();
    Response response = client.put("grievances-batch", database, year.toString());
    out.printf(
        "PUT /grievances-batch: %d grievances of the last twelve months, answered %d in %d ms%s%n",
        year.size(),
        response.statusCode(),
        Duration.between(now, Instant.now()).toMillis(),
        byStatus(DemoClient.json(response)));
    JsonArray cases = new CasesOfYear(database.hashCode(), client.user()).of(year);
    response = client.put("grievance-cases-batch", database, cases.toString());
    out.printf(
        "PUT /grievance-cases-batch: %d cases, answered %d%s%n",
        cases.size(), response.statusCode(), byStatus(DemoClient.json(response)));
    JsonArray events = new EventsOfYear(database.hashCode(), now).of(year, cases);
    response = client.post("grievance-events-batch", database, events.toString());
    JsonObject added = DemoClient.json(response);
    out.printf(
        "POST /grievance-events-batch: %d events, answered %d%s%n",
        events.size(), response.statusCode(), byStatus(added));
    attach(database, events.getJsonObject(0), added);
  }

  /** Attaches a letter to the first event. */
  private void attach(String database, JsonObject event, JsonObject added) {
    JsonValue key =
        added
            .getJsonArray("data")
            .getJsonObject(0)
            .getJsonArray("id")
            .getJsonObject(0)
            .get("value");
    String path =
        "grievances/%d/events/%s/attachments".formatted(event.getInt("grievance_Key"), key);
    int status =
        client
            .attach(path, database, "receipt.txt", "We have received your grievance.")
            .statusCode();
    out.printf("POST /%s: a letter, answered %d%n", path, status);
  }

  private static String byStatus(JsonObject answer) {
    return answer.getJsonArray("data").getValuesAs(JsonObject.class).stream()
        .collect(Collectors.groupingBy(result -> result.getInt("status"), Collectors.counting()))
        .entrySet()
        .stream()
        .map(counted -> ", %d times %d".formatted(counted.getValue(), counted.getKey()))
        .sorted()
        .collect(Collectors.joining());
  }

  private void putSamples(String database) {
    Instant now = Instant.now();
    YearOfGrievances samples = new YearOfGrievances(database.hashCode(), now);
    int key = FIRST_SAMPLE + (int) (now.getEpochSecond() % 200_000_000) * 10;
    show("Three new grievances", database, samples.batch(key, 3));
    JsonArrayBuilder mixed = Json.createArrayBuilder();
    samples.batch(key + 1, 5).forEach(mixed::add);
    mixed.add(with(samples.grievance(key + 6), "grievance_Status", JsonValue.NULL));
    mixed.add(with(samples.grievance(key + 7), "grievance_Status", Json.createValue("Opened")));
    mixed.add(with(samples.grievance(key + 8), "issue_Date", Json.createValue("last Tuesday")));
    mixed.add(with(samples.grievance(key + 9), "grievance_Key", JsonValue.NULL));
    show(
        "Two of them again, four more, one of these without a status, and three faulty ones",
        database,
        mixed.build());
  }

  private static JsonObject with(JsonObject grievance, String member, JsonValue value) {
    return Json.createObjectBuilder(grievance).add(member, value).build();
  }

  private void show(String title, String database, JsonArray batch) {
    Instant sent = Instant.now();
    Response response = client.put("grievances-batch", database, batch.toString());
    JsonObject answer = DemoClient.json(response);
    out.printf(
        "%n%s: PUT /grievances-batch to %s, answered %d in %d ms%n%n",
        title, database, response.statusCode(), Duration.between(sent, Instant.now()).toMillis());
    out.printf("  item  %-13s  status  body%n", "grievance_Key");
    out.printf("  ----  -------------  ------  ----%n");
    List<JsonObject> results = answer.getJsonArray("data").getValuesAs(JsonObject.class);
    for (int item = 0; item < results.size(); item++) {
      JsonObject result = results.get(item);
      JsonValue key = result.getJsonArray("id").getJsonObject(0).get("value");
      out.printf(
          "  %4d  %13s  %6d  %s%n", item, key, result.getInt("status"), result.getString("body"));
    }
  }

  private void showPage(String database) {
    String sortBy = "grievance_Received:desc";
    Response response = client.list(database, sortBy, 5);
    JsonObject answer = DemoClient.json(response);
    out.printf(
        "%nGET /grievances?sortBy=%s&pageSize=5 from %s, X-Pagination: %s%n%n",
        sortBy, database, response.header("X-Pagination"));
    String row = "  %13s  %-20s  %-9s  %-18s  %-45.45s%n";
    out.printf(row, "grievance_Key", "grievance_Received", "status", "grievance_Category", "issue");
    out.printf(row, "-".repeat(13), "-".repeat(20), "-".repeat(9), "-".repeat(18), "-".repeat(45));
    for (JsonObject grievance : answer.getJsonArray("data").getValuesAs(JsonObject.class)) {
      out.printf(
          row,
          grievance.get("grievance_Key"),
          text(grievance, "grievance_Received"),
          text(grievance, "grievance_Status"),
          text(grievance, "grievance_Category"),
          text(grievance, "issue"));
    }
  }

  private static String text(JsonObject grievance, String member) {
    return grievance.get(member) instanceof JsonString text ? text.getString() : "";
  }

  private void printNextSteps() {
    out.printf(
        """

        The server is running at %s. Try it:

        . target/demo.env
        curl --cacert "$CA_FILE" -X PUT "$URL/grievances-batch" \\
          -H "x-api-key: $API_KEY" -H "Authorization: Bearer $TOKEN" \\
          -H "vbasoftware-database: alpha" -H "Content-Type: application/json" \\
          -d '[{"grievance_Key": 17, "issue": "Charged twice for one office visit.", \
        "subscriber_ID": "%s"}]'

        As a member, whose token from the portal shows its own grievances alone (there is one after the first command):

        curl --cacert "$CA_FILE" "$URL/grievances" -H "x-api-key: $API_KEY" \\
          -H "Authorization: Bearer $PORTAL_TOKEN" -H "vbasoftware-database: alpha"

        Who has seen it:

        curl --cacert "$CA_FILE" "$URL/grievances/17/reads" -H "x-api-key: $API_KEY" \\
          -H "Authorization: Bearer $TOKEN" -H "vbasoftware-database: alpha"

        The annual report on Medicaid, with what is unknown:

        curl --cacert "$CA_FILE" "$URL/reports/mcpar?year=%d" -H "x-api-key: $API_KEY" \\
          -H "Authorization: Bearer $TOKEN" -H "vbasoftware-database: alpha"

        or sign in first:

        curl --cacert "$CA_FILE" -X POST "$URL/user-authentication" -u "$USER_ID:$PASSWORD" \\
          -H "x-api-key: $API_KEY" -H "vbasoftware-database: alpha" \\
          -H "vbasoftware-client-id: $CLIENT_ID" -H "vbasoftware-client-code: $CLIENT_CODE"

        The API for people: %s/ui. To stop the server: mvn liberty:stop

        The console, in a browser: %s/console/
        Sign in as %s with the PASSWORD in target/demo.env:

        grep PASSWORD target/demo.env

        """,
        client.url(),
        MEMBER,
        Year.now().getValue(),
        client.url().replace("/vbasoftware", "/openapi"),
        client.url().replace("/vbasoftware", ""),
        client.user());
  }
}
