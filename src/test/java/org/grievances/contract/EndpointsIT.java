package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls every endpoint with each role, with an unknown role or none, without credentials and with
 * credentials for another database. No request changes any data.
 */
@ExtendWith(RunningServer.Resolver.class)
class EndpointsIT {
  private static final String NOTES =
      "note-data?noteCategory=GRIEV&columnName1=grievance_key&keyValue1=-77";
  private static final String NOTE = "{\"note_Alert\":false}";
  private static final String BASE = "/vbasoftware/";
  private static final String DATABASE = "beta";
  private static final String READER = "grievance-reader";
  private static final String WRITER = "grievance-writer";
  private static final String ADMIN = "grievance-admin";
  private static final List<String> ALL = List.of(READER, WRITER, ADMIN);
  private static final List<String> WRITERS = List.of(WRITER, ADMIN);
  private static final List<String> ADMINS = List.of(ADMIN);

  /**
   * An operation, with a request that changes no data.
   *
   * @param status the status for callers that may call the operation
   * @param roles the roles that may call the operation
   */
  record Endpoint(String method, String path, String body, int status, List<String> roles) {

    @Override
    public String toString() {
      return method + " " + path;
    }

    String bodyType() {
      return method.equals("patch") ? "application/merge-patch+json" : "application/json";
    }
  }

  /** Those that name no database. */
  private static final List<Endpoint> OF_ALL_DATABASES =
      List.of(
          new Endpoint("get", "databases", null, 200, ADMINS),
          new Endpoint("get", "user-sessions/nobody", null, 200, ADMINS),
          new Endpoint("delete", "user-sessions/nobody", null, 204, ADMINS));

  static Stream<Endpoint> endpoints() {
    List<Endpoint> endpoints =
        new ArrayList<>(
            List.of(
                new Endpoint("get", "grievances", null, 200, ALL),
                new Endpoint("get", "grievances/export?keyTo=-2147483648", null, 200, ALL),
                new Endpoint("get", "grievances/changes?from=now", null, 200, ALL),
                new Endpoint("post", "grievances", "{}", 400, WRITERS),
                new Endpoint("get", "grievances/-77", null, 404, ALL),
                new Endpoint("get", "grievances/-77/history", null, 404, ADMINS),
                new Endpoint("get", "grievances/-77/reads", null, 200, ADMINS),
                new Endpoint("get", "reads", null, 200, ADMINS),
                new Endpoint("get", "clients", null, 200, ADMINS),
                new Endpoint("post", "grievances/-77/restore", null, 404, ADMINS),
                new Endpoint("get", "grievances/-77/filing", null, 404, ALL),
                new Endpoint("put", "grievances/-77/filing", "{}", 404, WRITERS),
                new Endpoint("get", "grievances/-77/case", null, 404, ALL),
                new Endpoint("put", "grievances/-77/case", "{}", 404, WRITERS),
                new Endpoint("patch", "grievances/-77/case", "{}", 404, WRITERS),
                new Endpoint("put", "grievance-cases-batch", "[]", 207, WRITERS),
                new Endpoint("post", "grievance-cases-batch/jobs?atomic=true", "[]", 400, WRITERS),
                new Endpoint("get", "grievances/-77/events", null, 404, ALL),
                new Endpoint(
                    "post",
                    "grievances/-77/events",
                    "{\"kind\":\"CALL\",\"at\":\"2026-03-01\"}",
                    404,
                    WRITERS),
                new Endpoint("get", "grievances/-77/events/1", null, 404, ALL),
                new Endpoint("delete", "grievances/-77/events/1?reason=x", null, 404, WRITERS),
                new Endpoint("get", "grievances/-77/events/1/attachments", null, 404, ALL),
                new Endpoint("post", "grievances/-77/events/1/attachments", "{}", 400, WRITERS),
                new Endpoint("get", "grievances/-77/events/1/attachments/1", null, 404, ALL),
                new Endpoint("post", "grievance-events-batch", "[]", 207, WRITERS),
                new Endpoint("get", NOTES, null, 404, ALL),
                new Endpoint("post", NOTES, NOTE, 404, WRITERS),
                new Endpoint("get", "note-data/-1", null, 404, ALL),
                new Endpoint("put", "note-data/-1", NOTE, 404, WRITERS),
                new Endpoint("delete", "note-data/-1", null, 404, WRITERS),
                new Endpoint("post", "grievance-events-batch/jobs?atomic=true", "[]", 400, WRITERS),
                new Endpoint("put", "grievances/-77", "{}", 404, WRITERS),
                new Endpoint("patch", "grievances/-77", "{}", 404, WRITERS),
                new Endpoint("delete", "grievances/-77", null, 404, WRITERS),
                new Endpoint("put", "grievances-batch", "[]", 207, WRITERS),
                new Endpoint("post", "grievances-batch", "[]", 207, WRITERS),
                new Endpoint("delete", "grievances-batch", "[]", 207, WRITERS),
                new Endpoint("post", "grievances-batch/jobs?atomic=true", "[]", 400, WRITERS),
                new Endpoint("post", "grievances-file", "{}", 400, WRITERS),
                new Endpoint("get", "deadlines", null, 200, ALL),
                new Endpoint("get", "deadlines/rules", null, 200, ALL),
                new Endpoint("get", "grievance-statistics", null, 200, ALL),
                new Endpoint("get", "jobs", null, 200, ALL),
                new Endpoint("get", "jobs/none", null, 404, ALL),
                new Endpoint("get", "jobs/none/failed", null, 404, ALL),
                new Endpoint("get", "jobs/none/succeeded", null, 404, ALL),
                new Endpoint("get", "jobs/none/unprocessed", null, 404, ALL),
                new Endpoint("post", "jobs/none/undo", null, 404, WRITERS),
                new Endpoint("delete", "jobs/none", null, 404, WRITERS),
                new Endpoint("get", "webhooks", null, 200, WRITERS),
                new Endpoint("post", "webhooks", "{}", 400, WRITERS),
                new Endpoint("get", "webhooks/none", null, 404, WRITERS),
                new Endpoint("put", "webhooks/none", "{}", 400, WRITERS),
                new Endpoint("delete", "webhooks/none", null, 404, WRITERS),
                new Endpoint("get", "webhooks/none/deliveries", null, 404, WRITERS),
                new Endpoint("post", "webhooks/none/deliveries", null, 404, WRITERS),
                new Endpoint("post", "webhooks/none/deliveries/none/resend", null, 404, WRITERS),
                new Endpoint("get", "load-profiles", null, 200, WRITERS),
                new Endpoint("get", "load-profiles/none", null, 404, WRITERS),
                new Endpoint("put", "load-profiles/none", "[]", 400, WRITERS),
                new Endpoint("delete", "load-profiles/none", null, 404, WRITERS),
                new Endpoint("put", "report-codes-batch", "[]", 207, ADMINS),
                new Endpoint("delete", "report-codes-batch", "[]", 207, ADMINS),
                new Endpoint("get", "report-codes", null, 200, ALL),
                new Endpoint("get", "reports", null, 200, ALL),
                new Endpoint("get", "reports/mcpar?year=1950", null, 200, ALL),
                new Endpoint("get", "reports/none/grievances?number=1", null, 404, ALL),
                new Endpoint("get", "report-layouts", null, 200, ALL),
                new Endpoint("get", "report-layouts/none", null, 404, ALL),
                new Endpoint("put", "report-layouts/none", "[]", 400, ADMINS),
                new Endpoint("delete", "report-layouts/none", null, 404, ADMINS),
                new Endpoint("post", "logout", null, 400, ALL)));
    endpoints.addAll(OF_ALL_DATABASES);
    for (String list :
        List.of(
            "categories",
            "statuses",
            "types",
            "issue-types",
            "resolution-types",
            "admin-change-types")) {
      endpoints.addAll(endpointsOf("grievance-" + list));
    }
    return endpoints.stream();
  }

  static Stream<Endpoint> endpointsOfADatabase() {
    return endpoints().filter(endpoint -> !OF_ALL_DATABASES.contains(endpoint));
  }

  private static List<Endpoint> endpointsOf(String list) {
    return List.of(
        new Endpoint("get", list, null, 200, ALL),
        new Endpoint("post", list, "{}", 400, ADMINS),
        new Endpoint("get", list + "/none", null, 404, ALL),
        new Endpoint("put", list + "/none", "{}", 400, ADMINS),
        new Endpoint("patch", list + "/none", "{}", 404, ADMINS),
        new Endpoint("delete", list + "/none", null, 404, ADMINS),
        new Endpoint("put", list + "-batch", "[]", 207, ADMINS),
        new Endpoint("delete", list + "-batch", "[]", 207, ADMINS),
        new Endpoint("post", list + "-batch/jobs?atomic=true", "[]", 400, ADMINS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void onlyPermittedRolesMayCall(Endpoint endpoint, RunningServer server) {
    for (String role : List.of(READER, WRITER, ADMIN)) {
      int expected = endpoint.roles().contains(role) ? endpoint.status() : 403;
      for (String database : List.of(DATABASE, "delta")) {
        assertEquals(expected, call(endpoint, database, server, server.token(role)), role);
      }
    }
    int expected = endpoint.path().equals("logout") ? endpoint.status() : 403;
    assertEquals(expected, call(endpoint, DATABASE, server, server.token("someone-else")));
    assertEquals(expected, call(endpoint, DATABASE, server, server.token()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void aRequestWithoutAllCredentialsIsRefused(Endpoint endpoint, RunningServer server) {
    assertEquals(401, send(endpoint, DATABASE, server.plain()));
    assertEquals(
        401,
        send(endpoint, DATABASE, server.plain().header("x-api-key", server.secrets().apiKey())));
    assertEquals(
        401,
        send(
            endpoint,
            DATABASE,
            server.plain().header("Authorization", "Bearer " + server.token(ADMIN))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpointsOfADatabase")
  void credentialsForAnotherDatabaseAreRefused(Endpoint endpoint, RunningServer server)
      throws JOSEException {
    String token =
        server
            .secrets()
            .sign(
                Secrets.claims(RunningServer.USER, ADMIN)
                    .claim("databases", List.of("alpha"))
                    .build());
    assertEquals(403, call(endpoint, DATABASE, server, token));
    assertEquals(endpoint.status(), call(endpoint, "alpha", server, token));
    RequestSpecification withKeyForAlpha =
        server.credentials(RunningServer.ALPHA_KEY, server.token(ADMIN));
    assertEquals(403, send(endpoint, DATABASE, withKeyForAlpha));
  }

  /** What a caller accepts is known before anything is done. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void noOperationFailsForWhatItsCallerAccepts(Endpoint endpoint, RunningServer server) {
    for (String accepted : List.of("text/csv", "application/x-ndjson", "text/*", "*/*", "a/b")) {
      for (String preference : List.of("handling=lenient", "respond-async")) {
        RequestSpecification request =
            server
                .credentials(server.secrets().apiKey(), server.token(ADMIN))
                .header("Prefer", preference)
                .accept(accepted);
        int status = send(endpoint, DATABASE, request);
        assertTrue(
            Set.of(endpoint.status(), 202, 406).contains(status),
            accepted + ", " + preference + ": " + status);
      }
    }
  }

  /** Fails when a new operation is missing in {@link #endpoints()}. */
  @Test
  void everyOperationOfTheOpenApiDocumentIsTested(RunningServer server) {
    String document =
        server.plain().accept("application/json").get("/openapi?format=JSON").asString();
    long operations = document.split("\"operationId\"", -1).length - 1;
    long signInOperations = 5;
    assertEquals(operations - signInOperations, endpoints().count());
  }

  private static int call(Endpoint endpoint, String database, RunningServer server, String token) {
    return send(endpoint, database, server.credentials(server.secrets().apiKey(), token));
  }

  private static int send(Endpoint endpoint, String database, RequestSpecification request) {
    request.header("vbasoftware-database", database);
    if (endpoint.body() != null) {
      request.contentType(endpoint.bodyType()).body(endpoint.body());
    }
    return request.request(endpoint.method(), BASE + endpoint.path()).statusCode();
  }
}
