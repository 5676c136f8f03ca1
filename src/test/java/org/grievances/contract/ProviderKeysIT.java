package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests what callers see while the identity provider does not give out its keys. */
@ExtendWith(RunningServer.Resolver.class)
class ProviderKeysIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String WARNING = "The keys of tokens cannot be read from";

  @Test
  void tokensAreRefusedOnlyWhenTheyCanBeVerified(RunningServer running) throws Exception {
    int port = LibertyServer.freePort();
    Overrides overrides =
        Overrides.of(running.secrets()).withKeysAt("http://localhost:" + port + "/jwks");
    try (LibertyServer server = running.another("provider-keys", overrides)) {
      server.start();
      running.awaitUse(server, "delta");
      String token = running.token("grievance-reader");
      for (int time = 0; time < 5; time++) {
        Response response = list(running, server, token);
        assertEquals(503, response.statusCode());
        assertEquals("5", response.header("Retry-After"));
        assertEquals("/vbasoftware/problems/keys-unavailable", response.path("error.type"));
      }
      assertEquals(1, Files.readString(log(server)).split(WARNING, -1).length - 1);

      HttpServer provider = provider(port, running);
      try {
        await("that the token is accepted")
            .atMost(TIMEOUT)
            .until(() -> list(running, server, token).statusCode() == 200);
        await("that another token is refused")
            .atMost(TIMEOUT)
            .until(() -> list(running, server, token + "x").statusCode() == 401);
      } finally {
        provider.stop(0);
      }
      assertEquals(200, list(running, server, token).statusCode(), "the key is known");
    }
  }

  private static Path log(LibertyServer server) {
    return server.directory().resolve("logs/messages.log");
  }

  private static HttpServer provider(int port, RunningServer running) throws IOException {
    byte[] keys =
        new JWKSet(running.secrets().signingKey().toPublicJWK())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    provider.createContext(
        "/jwks",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(keys);
          }
        });
    provider.start();
    return provider;
  }

  private static Response list(RunningServer running, LibertyServer server, String token) {
    return running
        .plain(server)
        .header("x-api-key", running.secrets().apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", "delta")
        .get("/vbasoftware/grievances?pageSize=1");
  }
}
