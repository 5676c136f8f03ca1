package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that malformed HTTP requests get the JSON envelope too. */
@ExtendWith(RunningServer.Resolver.class)
class RawRequestIT {
  private static final String CLOSE = "Connection: close\r\n\r\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT  | /grievances-batch         | User-Agent: x                 | 207
          PUT  | /grievances-batch?x=%     | User-Agent: x                 | 400
          PUT  | /grievances-batch?a"b={c} | User-Agent: x                 | 400
          PUT  | /grievances-batch         | X-No-User-Agent: x            | 403
          GET  | /<x>                      | User-Agent: x                 | 400
          PUT  | /grievances-batch         | User-Agent: x~Accept: a/b;q=x | 400
          PUT  | /grievances-batch         | User-Agent: x~Accept: */*;q=0.5 | 207
          PUT  | /grievances-batch         | User-Agent: x~Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | 207
          PUT  | /grievances-batch         | User-Agent: x~Accept: */*;q=0.33333 | 207
          PUT  | /grievances-batch         | User-Agent: x~Accept: */*;q=. | 400
          PUT  | /grievances-batch         | User-Agent: x~Accept: */*;q=1.1 | 400
          PUT  | /grievances-batch         | User-Agent: x~Accept: junk    | 400
          PUT  | /grievances-batch         | User-Agent: x~Content-Type: "\\ | 400
          PUT  | /grievances-batch?&&dryRun=true& | User-Agent: x          | 207
          PUT  | /grievances-batch?dryRun  | User-Agent: x                 | 400
          PUT  | /grievances-batch?dryRun= | User-Agent: x                 | 400
          PUT  | /grievances-batch?dry%52un=true | User-Agent: x           | 207
          PUT  | /grievances-batch?=       | User-Agent: x                 | 207
          PUT  | /grievances-batch?=x      | User-Agent: x                 | 400
          PUT  | /grievances-batch         | User-Agent: x~Expect: 200-maybe | 417
          PUT  | /grievances-batch         | User-Agent: x~Accept-Language: de-,x;q= | 207
          PUT  | /grievances-batch         | User-Agent: x~Prefer: ,respond-async | 202
          PUT  | /grievances-batch         | User-Agent: x~Prefer: , , respond-async , | 202
          PUT  | /grievances-batch         | User-Agent: x~Accept: , application/json, | 207
          PUT  | /grievances-batch         | User-Agent: x~Content-Type: application/json ; charset=utf-8 | 207
          PUT  | /grievances-batch         | User-Agent: x~Content-Type: application/json; | 207
          PUT  | /grievances-batch         | User-Agent: x~Content-Encoding: ,identity, | 207
          """)
  void theResponseHasTheJsonEnvelope(
      String method, String path, String headers, int status, RunningServer server)
      throws IOException, GeneralSecurityException {
    String request =
        """
        %s /vbasoftware%s HTTP/1.1
        Host: localhost
        %s
        %s
        x-api-key: %s
        Authorization: Bearer %s
        vbasoftware-database: alpha
        Content-Length: 2
        Connection: close

        []"""
            .formatted(
                method,
                path,
                headers.replace("~", "\n"),
                headers.contains("Content-Type") ? "X: x" : "Content-Type: application/json",
                server.secrets().apiKey(),
                server.token("grievance-writer"));
    String response = send(server, request.replace("\n", "\r\n"));
    assertTrue(response.startsWith("HTTP/1.1 " + status), response);
    assertTrue(response.contains("{\"data\":"), response);
    assertTrue(response.contains("\"activityID\":"), response);
  }

  /** RFC 9110, section 5.5. */
  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", " \t "})
  void blanksAroundTheValuesOfHeadersAreNoPartOfThem(String blanks, RunningServer server)
      throws IOException, GeneralSecurityException {
    String request =
        """
        PUT /vbasoftware/grievances-batch HTTP/1.1
        Host:?localhost?
        User-Agent:?x?
        Accept:?text/csv?;?q=1?
        Content-Type:?application/json?;?charset=utf-8?
        Prefer:?handling=strict?
        Idempotency-Key:?"raw %s"?
        x-api-key:?%s?
        Authorization:?Bearer %s?
        vbasoftware-database:?alpha?
        Content-Length: 2
        Connection: close

        []"""
            .formatted(
                blanks.replace("\t", "t"),
                server.secrets().apiKey(),
                server.token("grievance-writer"));
    String response = send(server, request.replace("?", blanks).replace("\n", "\r\n"));
    assertTrue(response.startsWith("HTTP/1.1 207"), response);
    assertTrue(response.contains("\r\nPreference-Applied: handling=strict"), response);
    assertTrue(response.contains("\r\nContent-Type: text/csv"), response);
  }

  @Test
  void headerThatCannotBeReadIsNamed(RunningServer server)
      throws IOException, GeneralSecurityException {
    for (String header : List.of("Accept: junk", "Content-Type: junk", "Accept: a/b;q=x")) {
      String response =
          send(
              server,
              "GET /vbasoftware/jobs HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(header)
                  + CLOSE);
      String name = header.substring(0, header.indexOf(':'));
      assertTrue(response.contains("The header " + name + " cannot be read."), response);
    }
  }

  /** RFC 9110, section 8.6. */
  @Test
  void responseWithoutContentHasNoLength(RunningServer server)
      throws IOException, GeneralSecurityException {
    String response =
        send(
            server,
            "OPTIONS /vbasoftware/grievances HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\nx-api-key: %s\r\nAuthorization: Bearer %s\r\n"
                    .formatted(server.secrets().apiKey(), server.token("grievance-writer"))
                + CLOSE);
    assertTrue(response.startsWith("HTTP/1.1 204"), response);
    assertFalse(response.contains("Content-Length"), response);
  }

  /** HTTP/2 is not offered, because large uploads over it hang in Liberty. */
  @Test
  void aClientThatPrefersHttp2IsServedOverHttp11(RunningServer server) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(server.secrets().trusting()).build();
    URI uri = URI.create(server.server().url() + "/console/");
    HttpRequest request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_2).build();
    assertEquals(
        HttpClient.Version.HTTP_1_1,
        client.send(request, HttpResponse.BodyHandlers.discarding()).version());
  }

  private static String send(RunningServer server, String request)
      throws IOException, GeneralSecurityException {
    try (SSLSocket socket =
        (SSLSocket)
            server
                .secrets()
                .trusting()
                .getSocketFactory()
                .createSocket("localhost", server.server().port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
