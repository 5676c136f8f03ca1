package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Collections;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the server's own pages are on an endpoint of their own, for an account of its own. */
@ExtendWith(RunningServer.Resolver.class)
class OperationsEndpointIT {
  private static final String ADMIN = RunningServer.USERS.get("grievance-admin");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/live",
        "/health/ready",
        "/health/started",
        "/metrics",
        "/metrics/base",
        "/ibm/api",
        "/ibm/api/config",
        "/IBMJMXConnectorREST",
        "/j_security_check",
        "/ibm_security_logout",
        "/adminCenter/",
        "/ibm/saml20"
      })
  void portOfCallersHasNoneOfTheServersPages(String path, RunningServer server) {
    for (String password : new String[] {RunningServer.PASSWORD, "wrong"}) {
      Response response =
          server.plain().auth().preemptive().basic(ADMIN, password).get(path).andReturn();
      assertEquals(404, response.statusCode(), path);
      assertFalse(response.headers().hasHeaderWithName("Set-Cookie"), path);
      assertEquals("/vbasoftware/problems/not-found", response.path("error.type"));
    }
  }

  /** Liberty has it wherever tokens are verified, and would give whoever signs in to it a token. */
  @ParameterizedTest
  @CsvSource({"/jwt/ibm/api/grievances/token", "/jwt/ibm/api/defaultJWT/token"})
  void noPasswordIsTriedAtTheServersOwnTokenEndpoint(String path, RunningServer server) {
    Response right =
        server.plain().auth().preemptive().basic(ADMIN, RunningServer.PASSWORD).get(path);
    Response wrong = server.plain().auth().preemptive().basic(ADMIN, "wrong").get(path);
    Response operations =
        server
            .plain()
            .auth()
            .preemptive()
            .basic(Overrides.OPERATIONS, RunningServer.OPERATIONS_PASSWORD)
            .get(path);
    for (Response response : new Response[] {right, wrong, operations}) {
      assertEquals(403, response.statusCode());
      assertEquals(wrong.asString(), response.asString());
      assertFalse(response.headers().hasHeaderWithName("WWW-Authenticate"));
      assertFalse(response.headers().hasHeaderWithName("Set-Cookie"));
    }
  }

  /** The header Host selects the virtual host; the endpoint counts too. */
  @Test
  void headerHostDoesNotLeadFromCallersToTheServersPages(RunningServer server) {
    String host = "localhost:" + server.server().operationsPort();
    for (String path : new String[] {"/metrics", "/health/ready", "/ibm/api"}) {
      server
          .asOperations()
          .baseUri(server.server().url())
          .header("Host", host)
          .get(path)
          .then()
          .statusCode(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/ibm/api", "/ibm/api/config"})
  void passwordOfAUserCountsForNothingThere(String path, RunningServer server) throws IOException {
    for (String user : new String[] {ADMIN, Overrides.OPERATIONS, "nobody\nforged"}) {
      server
          .operations()
          .auth()
          .preemptive()
          .basic(user, RunningServer.PASSWORD)
          .get(path)
          .then()
          .statusCode(401);
    }
    server.operations().get(path).then().statusCode(401);
    assertFalse(server.logs().contains("forged"), "the log has a name that a caller made up");
  }

  @Test
  void wrongPasswordsThereAreLoggedAndFillNoLog(RunningServer server) throws IOException {
    String line = "The port for operations refused ";
    for (int guess = 0; guess < 20; guess++) {
      server
          .operations()
          .auth()
          .preemptive()
          .basic(Overrides.OPERATIONS, "guess " + guess)
          .get("/metrics")
          .then()
          .statusCode(401);
    }
    long lines = server.logs().lines().filter(each -> each.contains(line)).count();
    assertTrue(lines > 0 && lines < 10, lines + " lines");
    assertFalse(server.logs().contains("guess 1"), "the log has a password");
  }

  @Test
  void accountForOperationsReadsTheMetricsAndGetsNoCookie(RunningServer server) {
    Response metrics = server.asOperations().get("/metrics");
    metrics.then().statusCode(200).body(containsString("grievances_build_info"));
    assertFalse(metrics.headers().hasHeaderWithName("Set-Cookie"));
    assertFalse(metrics.headers().hasHeaderWithName("Access-Control-Allow-Origin"));
  }

  @Test
  void accountForOperationsIsNoUserOfTheService(RunningServer server) {
    server
        .plain()
        .header("X-Requested-With", "grievances-console")
        .contentType("application/json")
        .body(
            "{\"user\": \"%s\", \"password\": \"%s\"}"
                .formatted(Overrides.OPERATIONS, RunningServer.OPERATIONS_PASSWORD))
        .post("/vbasoftware/console-session")
        .then()
        .statusCode(401);
  }

  @Test
  void serviceIsNotOnThatPort(RunningServer server) {
    server.operations().get("/vbasoftware/grievances").then().statusCode(404);
    server.operations().get("/console/").then().statusCode(404);
  }

  @Test
  void portIsOpenOnTheLoopbackInterfaceOnly(RunningServer server) throws IOException {
    int port = server.server().operationsPort();
    new Socket(InetAddress.getLoopbackAddress(), port).close();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        if (!address.isLoopbackAddress() && address instanceof Inet4Address) {
          org.junit.jupiter.api.Assertions.assertThrows(
              ConnectException.class, () -> new Socket(address, port).close(), address::toString);
        }
      }
    }
  }
}
