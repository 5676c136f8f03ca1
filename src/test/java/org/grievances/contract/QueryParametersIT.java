package org.grievances.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.grievances.server.ClassOrder;
import org.grievances.server.HttpCalls;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation refuses a query that it does not have, and has done nothing then. */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class QueryParametersIT {
  private static final String RECORD = "/vbasoftware/grievances/";
  private static final int KEY = -1_829_000;

  /** The description of a batch says that its outcomes in CSV may be {@code raw}. */
  private static final String RAW = "raw";

  private static final Set<String> OF_CHANGES = Set.of("ifUnchanged", "merge", "only");

  private static final Pattern WITH_LINES =
      Pattern.compile("/(grievances|grievance-cases|grievance-events|report-codes)-batch$");

  private static HttpClient client;

  private record Operation(
      String method, String path, Set<String> parameters, Set<String> repeatable) {

    /** All lists of codes have the methods of the same two classes. */
    boolean isOfAnotherList() {
      return path.matches(".*/grievance-(categories|types|[a-z-]+-types)(-batch|/.*)?");
    }

    boolean isOfSession() {
      return path.endsWith("/console-session");
    }

    HttpResponse<String> send(RunningServer server, String query) throws IOException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server.server().url() + path + "?" + query))
              .method(method, HttpRequest.BodyPublishers.ofString(isOfSession() ? "{}" : ""))
              .header("User-Agent", "grievances-tests")
              .header("Content-Type", bodyType());
      credentials(server).forEach(request::header);
      return HttpCalls.send(client, request);
    }

    String bodyType() {
      return method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    }

    private Map<String, String> credentials(RunningServer server) {
      return isOfSession()
          ? Map.of("X-Requested-With", "grievances-console")
          : Map.of(
              "x-api-key",
              server.secrets().apiKey(),
              "Authorization",
              "Bearer " + server.token("grievance-admin"),
              "vbasoftware-database",
              "beta",
              "vbasoftware-client-id",
              Secrets.CLIENT,
              "vbasoftware-client-code",
              server.secrets().clientCode());
    }
  }

  /** Thousands of requests go over few connections, which REST-assured would open for each. */
  @BeforeAll
  static void createClient(RunningServer server) throws GeneralSecurityException, IOException {
    client = server.secrets().httpClient();
  }

  private static List<Operation> operations(RunningServer server) {
    JsonObject document = document(server);
    List<Operation> all = new ArrayList<>();
    document
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject()
                    .forEach(
                        (method, each) ->
                            all.add(
                                new Operation(
                                    method.toUpperCase(Locale.ROOT),
                                    path.replaceAll("\\{[^}]*}", "17"),
                                    parameters(document, each.asJsonObject(), p -> true),
                                    parameters(
                                        document,
                                        each.asJsonObject(),
                                        QueryParametersIT::isRepeatable)))));
    assertTrue(all.size() > 50, all::toString);
    return all.stream().filter(operation -> !operation.isOfAnotherList()).toList();
  }

  private static JsonObject document(RunningServer server) {
    String text = server.plain().get("/openapi?format=JSON").asString();
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /** No schema that parameters refer to by its name is an array. */
  private static boolean isRepeatable(JsonObject parameter) {
    return Json.createValue("array").equals(parameter.getJsonObject("schema").get("type"));
  }

  private static Set<String> parameters(
      JsonObject document, JsonObject operation, Predicate<JsonObject> chosen) {
    JsonArray declared = operation.getJsonArray("parameters");
    Set<String> names = new TreeSet<>();
    for (JsonValue each : declared == null ? JsonValue.EMPTY_JSON_ARRAY : declared) {
      JsonObject parameter = each.asJsonObject();
      JsonObject resolved =
          parameter.containsKey("$ref")
              ? document.getValue(parameter.getString("$ref").substring(1)).asJsonObject()
              : parameter;
      if (resolved.getString("in").equals("query") && chosen.test(resolved)) {
        names.add(resolved.getString("name"));
      }
    }
    return names;
  }

  private static void refused(Operation operation, RunningServer server, String query, String why)
      throws IOException {
    HttpResponse<String> response = operation.send(server, query);
    assertEquals(400, response.statusCode(), response::body);
    assertTrue(response.body().contains("\"detail\":\"" + why), response::body);
  }

  @Test
  void parameterOfNoOperationIsRefusedByAll(RunningServer server) throws IOException {
    for (Operation operation : operations(server)) {
      refused(operation, server, "nothing=1", "There is no parameter nothing here.");
      refused(operation, server, "no%26thing", "There is no parameter no&thing here.");
    }
  }

  @Test
  void parameterOfAnotherOperationIsRefused(RunningServer server) throws IOException {
    List<Operation> operations = operations(server);
    Set<String> all = new TreeSet<>();
    operations.forEach(operation -> all.addAll(operation.parameters()));
    for (Operation operation : operations) {
      for (String name : all) {
        if (!operation.isOfSession()
            && !operation.parameters().contains(name)
            && !hasErrorOfItsOwn(operation, name)) {
          refused(operation, server, name + "=1", "There is no parameter " + name + " here.");
        }
      }
    }
  }

  /**
   * Batches take {@code raw}; a job says that it cannot be atomic, and one that only adds events
   * that it changes none.
   */
  private static boolean hasErrorOfItsOwn(Operation operation, String name) {
    return name.equals(RAW) && WITH_LINES.matcher(operation.path()).find()
        || name.equals("atomic") && operation.path().endsWith("-batch/jobs")
        || OF_CHANGES.contains(name) && operation.path().endsWith("/grievance-events-batch/jobs");
  }

  @Test
  void parameterInAnotherLetterCaseIsRefused(RunningServer server) throws IOException {
    for (Operation operation : operations(server)) {
      for (String name : operation.parameters()) {
        for (String other : List.of(name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))) {
          if (!operation.parameters().contains(other)) {
            refused(
                operation,
                server,
                other + "=true",
                "There is no parameter " + other + " here; letter case counts, write " + name);
          }
        }
      }
    }
  }

  @Test
  void parameterThatIsGivenTwiceIsRefused(RunningServer server) throws IOException {
    for (Operation operation : operations(server)) {
      for (String name : operation.parameters()) {
        boolean isRepeatable = operation.repeatable().contains(name);
        refused(
            operation,
            server,
            String.join("&", Collections.nCopies(isRepeatable ? 501 : 2, name + "=1")),
            "The parameter "
                + name
                + (isRepeatable ? " has more than 500 values." : " is given twice."));
      }
    }
  }

  /** It is part of the path, of which no operation is there; names of users may have one. */
  @Test
  void parameterAfterASemicolonInThePathIsRefused(RunningServer server) {
    for (Operation operation : operations(server)) {
      if (!operation.path().matches(".*/(user-sessions|load-profiles)/[^/]+")) {
        server
            .to("beta", "grievance-admin")
            .contentType(operation.bodyType())
            .header("X-Requested-With", "grievances-console")
            .urlEncodingEnabled(false)
            .request(operation.method(), operation.path() + ";dryRun=true")
            .then()
            .statusCode(oneOf(400, 404));
      }
    }
  }

  /** What was there before is there afterwards, and what was not is not. */
  @ParameterizedTest
  @CsvSource({
    "alpha, dryrun=true",
    "alpha, DryRun=true",
    "alpha, dry_run=true",
    "alpha, dryRun=TRUE",
    "alpha, dryRun=yes",
    "alpha, dryRun=",
    "alpha, dryRun",
    "alpha, dryRun=true&dryRun=true",
    "alpha, dryRun=true&dryRun=false",
    "alpha, ' dryRun=true'",
    "delta, dryrun=true",
    "delta, dryRun=True",
    "delta, dryRun",
    "delta, atomic=true&dryrun=true",
    "delta, ATOMIC=true",
  })
  void misspeltOptionOfABatchAppliesNothing(String database, String query, RunningServer server) {
    String there = "[{\"grievance_Key\":%d,\"issue\":\"there\"}]".formatted(KEY);
    String other = "[{\"grievance_Key\":%d},{\"grievance_Key\":%d}]".formatted(KEY, KEY + 1);
    server.to(database).body(there).put(RunningServer.BATCH).then().statusCode(207);
    String path = RunningServer.BATCH + "?" + query.replace(" ", "%20");
    for (String prefer : List.of("handling=lenient", "respond-async")) {
      raw(server, database)
          .header("Prefer", prefer)
          .body(other)
          .delete(path)
          .then()
          .statusCode(400);
      raw(server, database).header("Prefer", prefer).body(other).put(path).then().statusCode(400);
    }
    server.to(database).get(RECORD + KEY).then().body("data.issue", equalTo("there"));
    server.to(database).get(RECORD + (KEY + 1)).then().statusCode(404);
  }

  private static RequestSpecification raw(RunningServer server, String database) {
    return server.to(database).urlEncodingEnabled(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "&&", "&dryRun=true", "dryRun=true&", "&&dryRun=true&&", "="})
  void nothingBetweenAmpersandsIsNoParameter(String query, RunningServer server) {
    HttpResponse<String> response =
        ExactAddress.of(server).putNothing("alpha", RunningServer.BATCH + "?" + query);
    assertEquals(207, response.statusCode(), response.body());
    assertEquals(query.contains("dryRun"), response.headers().firstValue("dry-run").isPresent());
  }
}
