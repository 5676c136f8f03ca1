package org.grievances.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.grievances.server.LimitedClients;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Administrators see which clients there are, what these may do, and which keys nobody uses. */
@ExtendWith(RunningServer.Resolver.class)
class ClientsIT {
  private static final String CLIENTS = "/vbasoftware/clients";
  private static final String ADMIN = "grievance-admin";
  private static final String OF = "data.find { it.client == '%s' }.";

  @Test
  void limitsOfClientsAreShownAndNoKeys(RunningServer server) {
    Response clients = server.to("beta", ADMIN).get(CLIENTS);
    clients
        .then()
        .statusCode(200)
        .body(OF.formatted("hiding") + "hidden", equalTo(sorted(LimitedClients.HIDDEN)))
        .body(OF.formatted("hiding") + "operations", nullValue())
        .body(OF.formatted("providers") + "providers", equalTo(List.of("N-1", "N-2")))
        .body(OF.formatted("only-load") + "operations", equalTo(List.of("load")))
        .body(OF.formatted("elsewhere") + "networks", equalTo(List.of("10.0.0.0/8", "fc00::/7")))
        .body(OF.formatted("ending") + "keys.ends", equalTo(list(null, "2099-01-01T00:00:00Z")))
        .body("data.client", not(equalTo(List.of("alpha-only"))));
    for (String key : List.of(LimitedClients.HERE, LimitedClients.ENDING)) {
      assertFalse(clients.asString().contains(key));
      assertFalse(clients.asString().contains(Secrets.sha256(key)));
    }
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  private static List<String> list(String... texts) {
    return java.util.Arrays.asList(texts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void lastUseOfAKeyIsThatOfTheDatabase(String database, RunningServer server) {
    server
        .credentials(LimitedClients.HERE, server.token("grievance-reader"))
        .header("vbasoftware-database", database)
        .get("/vbasoftware/grievances?pageSize=1")
        .then()
        .statusCode(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                server
                    .to(database, ADMIN)
                    .get(CLIENTS)
                    .then()
                    .body(OF.formatted("here") + "keys[0].lastUsed", notNullValue())
                    .body(OF.formatted("elsewhere") + "keys[0].lastUsed", nullValue())
                    .body(OF.formatted("ended") + "keys[0].lastUsed", nullValue()));
  }

  /** Other customers are no concern of an administrator. */
  @Test
  void databasesAreThoseThatTheCallerMayUse(RunningServer server) throws JOSEException {
    String token =
        server
            .secrets()
            .sign(
                Secrets.claims("admin-of-beta", ADMIN).claim("databases", List.of("beta")).build());
    Response clients =
        server
            .credentials(server.secrets().apiKey(), token)
            .header("vbasoftware-database", "beta")
            .get(CLIENTS);
    assertFalse(clients.asString().contains("alpha"), clients.asString());
    assertTrue(clients.<List<String>>path("data.client").contains("here"));
  }
}
