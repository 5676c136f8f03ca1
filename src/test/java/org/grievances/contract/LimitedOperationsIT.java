package org.grievances.contract;

import static org.hamcrest.Matchers.endsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.grievances.contract.EndpointsIT.Endpoint;
import org.grievances.server.LimitedClients;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers may call whose API key or token is limited: every operation with every limit. */
@ExtendWith(RunningServer.Resolver.class)
class LimitedOperationsIT {
  private static final String BASE = "/vbasoftware/";
  private static final String DATABASE = "beta";
  private static final String ADMIN = "grievance-admin";

  private static final String READ = "read";
  private static final String WRITE = "write";
  private static final String LOAD = "load";
  private static final String ADMINISTER = "administer";
  private static final List<String> PERMISSIONS = List.of(READ, WRITE, LOAD, ADMINISTER);

  /** That every key may call. */
  private static final String ANY = "any";

  private static final Pattern CODES =
      Pattern.compile("grievance-(categories|statuses|([a-z]+-)*types).*");

  static Stream<Endpoint> endpoints() {
    return EndpointsIT.endpoints();
  }

  /** Fails for an operation that is not known here. */
  private static String permission(Endpoint endpoint) {
    String path = endpoint.path().split("[?]")[0];
    boolean isRead = endpoint.method().equals("get");
    if (CODES.matcher(path).matches()) {
      return isRead ? READ : ADMINISTER;
    }
    return switch (path.split("/")[0]) {
      case "grievances" -> path.endsWith("/reads") ? ADMINISTER : isRead ? READ : WRITE;
      case "note-data" -> isRead ? READ : WRITE;
      case "grievances-file" -> WRITE;
      case "deadlines", "grievance-statistics", "reports" -> READ;
      case "report-codes", "report-layouts" -> isRead ? READ : ADMINISTER;
      case "report-codes-batch" -> ADMINISTER;
      case "grievances-batch", "grievance-cases-batch", "grievance-events-batch" -> LOAD;
      case "jobs", "webhooks", "load-profiles" -> LOAD;
      case "reads", "clients", "databases", "user-sessions" -> ADMINISTER;
      case "logout" -> ANY;
      default -> throw new AssertionError("say what " + endpoint + " needs");
    };
  }

  /** Those that keep to the records of their caller. */
  private static boolean isForPortals(Endpoint endpoint) {
    String path = endpoint.path();
    return Set.of("grievances-file", "logout").contains(path)
        || permission(endpoint).equals(READ)
            && !path.equals("grievance-statistics")
            && !path.startsWith("report");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void aKeyCallsOnlyTheOperationsThatItIsLimitedTo(Endpoint endpoint, RunningServer server) {
    for (String permission : PERMISSIONS) {
      boolean isAllowed = Set.of(permission, ANY).contains(permission(endpoint));
      Response response =
          send(
              endpoint,
              server.credentials(
                  LimitedClients.TO_OPERATIONS.get(permission), server.token(ADMIN)));
      assertAllowed(endpoint, isAllowed, response, permission);
    }
  }

  private static void assertAllowed(
      Endpoint endpoint, boolean isAllowed, Response response, String who) {
    assertEquals(isAllowed ? endpoint.status() : 403, response.statusCode(), who);
    if (!isAllowed) {
      response.then().body("error.type", endsWith("/scope-forbidden"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void aTokenForSomeRecordsCallsOnlyWhatKeepsToThem(Endpoint endpoint, RunningServer server)
      throws JOSEException {
    for (String claim : List.of("subscriber_ID", "provider_ID")) {
      String token =
          server
              .secrets()
              .sign(Secrets.claims("member", ADMIN).claim(claim, List.of("N-1")).build());
      Response response = send(endpoint, server.credentials(server.secrets().apiKey(), token));
      assertAllowed(endpoint, isForPortals(endpoint), response, claim);
    }
    Response response =
        send(endpoint, server.credentials(LimitedClients.PROVIDERS, server.token(ADMIN)));
    assertAllowed(endpoint, isForPortals(endpoint), response, "key");
  }

  @Test
  void aKeyCountsOnlyFromItsNetworks(RunningServer server) {
    list(server, LimitedClients.ELSEWHERE)
        .then()
        .statusCode(403)
        .body("error.type", endsWith("/network-forbidden"));
    list(server, LimitedClients.HERE).then().statusCode(200);
  }

  @Test
  void aKeyCountsUntilItsEnd(RunningServer server) {
    list(server, LimitedClients.ENDED).then().statusCode(401);
    list(server, LimitedClients.ENDING).then().statusCode(200);
  }

  /** A limit that cannot be read is none that lets everything through. */
  @Test
  void aClientWithAnUnreadableLimitCannotGetIn(RunningServer server) {
    for (String key : LimitedClients.MISLIMITED) {
      list(server, key).then().statusCode(401);
    }
  }

  private static Response list(RunningServer server, String key) {
    return server
        .credentials(key, server.token(ADMIN))
        .header("vbasoftware-database", DATABASE)
        .get(BASE + "grievances?pageSize=1");
  }

  private static Response send(Endpoint endpoint, RequestSpecification request) {
    request.header("vbasoftware-database", DATABASE);
    if (endpoint.body() != null) {
      request.contentType(endpoint.bodyType()).body(endpoint.body());
    }
    return request.request(endpoint.method(), BASE + endpoint.path());
  }
}
