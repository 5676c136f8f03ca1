package org.grievances.demo;

import jakarta.json.JsonObject;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls the demo server with the settings in {@code demo.env}. */
final class DemoClient {
  private final Map<String, String> environment;
  private final Client client;
  private final Map<String, String> tokens = new HashMap<>();

  DemoClient(Path environment) throws IOException, GeneralSecurityException {
    this.environment =
        Files.readAllLines(environment).stream()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> part[1].replace("'", "")));
    this.client = client(Path.of(this.environment.get("CA_FILE")));
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

  String url() {
    return environment.get("URL");
  }

  String user() {
    return environment.get("USER_ID");
  }

  /** Signs in to a database; later calls to it use the token of this user. */
  Response signIn(String database) {
    String userAndPassword = user() + ":" + environment.get("PASSWORD");
    Response response =
        request(target("user-authentication"), database)
            .header("vbasoftware-client-id", environment.get("CLIENT_ID"))
            .header("vbasoftware-client-code", environment.get("CLIENT_CODE"))
            .header(
                HttpHeaders.AUTHORIZATION,
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8)))
            .post(null);
    response.bufferEntity();
    if (response.getStatus() == 200) {
      JsonObject data = response.readEntity(JsonObject.class).getJsonObject("data");
      tokens.put(database, data.getJsonObject("authenticationResult").getString("idToken"));
    }
    return response;
  }

  Response put(String path, String database, String body) {
    return asUser(target(path), database).put(Entity.json(body));
  }

  Response list(String database, String sortBy, int pageSize) {
    return asUser(
            target("grievances").queryParam("sortBy", sortBy).queryParam("pageSize", pageSize),
            database)
        .get();
  }

  private WebTarget target(String path) {
    return client.target(url()).path(path);
  }

  private Invocation.Builder asUser(WebTarget target, String database) {
    return request(target, database)
        .header(HttpHeaders.AUTHORIZATION, "Bearer " + tokens.get(database));
  }

  private Invocation.Builder request(WebTarget target, String database) {
    return target
        .request("application/json")
        .header(HttpHeaders.USER_AGENT, "grievances-demo/1.0")
        .header("x-api-key", environment.get("API_KEY"))
        .header("vbasoftware-database", database);
  }
}
