package org.grievances.demo;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.grievances.server.SampleGrievances;

/** Puts sample batches into the databases of the running server and shows the answers. */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Map<String, String> environment;
  private final Client client;

  private Demo(Path environment) throws IOException, GeneralSecurityException {
    this.environment = read(environment);
    this.client = client(Path.of(this.environment.get("CA_FILE")));
  }

  /**
   * @param arguments the build's directory
   */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    Path environment = Path.of(arguments[0]).resolve("demo.env");
    Demo demo = new Demo(environment);
    for (String database : List.of("alpha", "beta")) {
      demo.awaitReady(database);
      demo.putSamples(database);
    }
    demo.printNextSteps();
  }

  private static Map<String, String> read(Path environment) throws IOException {
    return Files.readAllLines(environment).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part[1].replace("'", "")));
  }

  private static Client client(Path caFile) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream certificate = Files.newInputStream(caFile)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    return ClientBuilder.newBuilder().trustStore(trusted).build();
  }

  /** The server is up before its databases are open. */
  private void awaitReady(String database) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (put(database, JsonValue.EMPTY_JSON_ARRAY).getStatus() != 207) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Database " + database + " does not come up; see the server's logs/messages.log");
      }
    }
  }

  private void putSamples(String database) {
    SampleGrievances samples = new SampleGrievances(database.hashCode());
    int key = (int) (Instant.now().getEpochSecond() % 200_000_000) * 10;
    show("Three new grievances", database, samples.batch(key, 3));
    JsonArrayBuilder mixed = Json.createArrayBuilder();
    samples.batch(key + 1, 6).forEach(mixed::add);
    mixed.add(with(samples.grievance(key + 7), "subscriber_ID", Json.createValue("000123456789")));
    mixed.add(with(samples.grievance(key + 8), "issue_Date", Json.createValue("last Tuesday")));
    mixed.add(with(samples.grievance(key + 9), "grievance_Key", JsonValue.NULL));
    show("Two of them again, four more, and three faulty ones", database, mixed.build());
  }

  private static JsonObject with(JsonObject grievance, String member, JsonValue value) {
    return Json.createObjectBuilder(grievance).add(member, value).build();
  }

  private Response put(String database, JsonArray batch) {
    return client
        .target(environment.get("URL"))
        .path("grievances-batch")
        .request("application/json")
        .header(HttpHeaders.USER_AGENT, "grievances-demo/1.0")
        .header("x-api-key", environment.get("API_KEY"))
        .header(HttpHeaders.AUTHORIZATION, "Bearer " + environment.get("TOKEN"))
        .header("vbasoftware-database", database)
        .put(Entity.json(batch.toString()));
  }

  private void show(String title, String database, JsonArray batch) {
    Instant sent = Instant.now();
    Response response = put(database, batch);
    JsonObject answer = response.readEntity(JsonObject.class);
    out.printf(
        "%n%s: PUT /grievances-batch to %s, answered %d in %d ms%n%n",
        title, database, response.getStatus(), Duration.between(sent, Instant.now()).toMillis());
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

  private void printNextSteps() {
    out.printf(
        """

        The server is running at %s. Try it:

        . target/demo.env
        curl --cacert "$CA_FILE" -X PUT "$URL/grievances-batch" \\
          -H "x-api-key: $API_KEY" -H "Authorization: Bearer $TOKEN" \\
          -H "vbasoftware-database: alpha" -H "Content-Type: application/json" \\
          -d '[{"grievance_Key": 17, "issue": "Charged twice for one office visit.", \
        "subscriber_ID": "000123456"}]'

        The API for people: %s/ui. To stop the server: mvn liberty:stop

        """,
        environment.get("URL"), environment.get("URL").replace("/vbasoftware", "/openapi"));
  }
}
