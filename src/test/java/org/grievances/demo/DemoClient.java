package org.grievances.demo;

import static io.restassured.RestAssured.given;

import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls the demo server with the settings in {@code demo.env}. */
final class DemoClient {
  private final Map<String, String> environment;
  private final RestAssuredConfig config;
  private final Map<String, String> tokens = new HashMap<>();

  DemoClient(Path environment) throws IOException, GeneralSecurityException {
    this.environment =
        Files.readAllLines(environment).stream()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> part[1].replace("'", "")));
    this.config = trusting(Path.of(this.environment.get("CA_FILE")));
  }

  private static RestAssuredConfig trusting(Path caFile)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream certificate = Files.newInputStream(caFile)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    return RestAssuredConfig.config().sslConfig(SSLConfig.sslConfig().trustStore(trusted));
  }

  String url() {
    return environment.get("URL");
  }

  String user() {
    return environment.get("USER_ID");
  }

  /** Signs in to a database; later calls to it use the token of this user. */
  Response signIn(String database) {
    Response response =
        request(database)
            .auth()
            .preemptive()
            .basic(user(), environment.get("PASSWORD"))
            .header("vbasoftware-client-id", environment.get("CLIENT_ID"))
            .header("vbasoftware-client-code", environment.get("CLIENT_CODE"))
            .post("/user-authentication");
    if (response.statusCode() == 200) {
      JsonObject data = json(response).getJsonObject("data");
      tokens.put(database, data.getJsonObject("authenticationResult").getString("idToken"));
    }
    return response;
  }

  Response put(String path, String database, String body) {
    return asUser(database)
        .contentType(ContentType.JSON.withCharset(StandardCharsets.UTF_8))
        .body(body)
        .put("/" + path);
  }

  Response post(String path, String database, String body) {
    return asUser(database)
        .contentType(ContentType.JSON.withCharset(StandardCharsets.UTF_8))
        .body(body)
        .post("/" + path);
  }

  /** Attaches a text to an event, as a file with a name. */
  Response attach(String path, String database, String name, String text) {
    return asUser(database)
        .contentType("text/plain")
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .body(text.getBytes(StandardCharsets.UTF_8))
        .post("/" + path);
  }

  Response list(String database, String sortBy, int pageSize) {
    return asUser(database)
        .queryParam("sortBy", sortBy)
        .queryParam("pageSize", pageSize)
        .get("/grievances");
  }

  private RequestSpecification asUser(String database) {
    return request(database).header("Authorization", "Bearer " + tokens.get(database));
  }

  private RequestSpecification request(String database) {
    return given()
        .config(config)
        .baseUri(url())
        .accept(ContentType.JSON)
        .header("User-Agent", "grievances-demo/1.0")
        .header("x-api-key", environment.get("API_KEY"))
        .header("vbasoftware-database", database);
  }

  static JsonObject json(Response response) {
    try (JsonReader reader = Json.createReader(response.asInputStream())) {
      return reader.readObject();
    }
  }
}
