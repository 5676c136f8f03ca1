package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how long browsers may keep the files of the console, and in which form they get them. */
@ExtendWith(RunningServer.Resolver.class)
class ConsoleFilesIT {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:src|href)=\"(/console/[0-9a-f]{16}/[a-z.]+)\"");

  private static HttpResponse<byte[]> get(RunningServer server, String path, String... headers)
      throws IOException, GeneralSecurityException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.server().url() + path)).headers(headers);
    return HttpClient.newBuilder()
        .sslContext(server.secrets().trusting())
        .build()
        .send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static List<String> addresses(RunningServer server) throws Exception {
    return ADDRESS
        .matcher(text(get(server, "/console/", "Accept", "text/html")))
        .results()
        .map((MatchResult found) -> found.group(1))
        .distinct()
        .toList();
  }

  @Test
  void filesOfTheIndexAreKeptForEver(RunningServer server) throws Exception {
    List<String> addresses = addresses(server);
    assertTrue(addresses.size() >= 4, addresses.toString());
    for (String address : addresses) {
      HttpResponse<byte[]> file = get(server, address, "Accept", "*/*");
      assertEquals(200, file.statusCode(), address);
      assertEquals(
          Optional.of("public, max-age=31536000, immutable"),
          file.headers().firstValue("Cache-Control"),
          address);
    }
  }

  @Test
  void indexIsAskedForEachTime(RunningServer server) throws Exception {
    HttpResponse<byte[]> index = get(server, "/console/", "Accept", "text/html");
    assertEquals(Optional.of("no-cache"), index.headers().firstValue("Cache-Control"));
    String tag = index.headers().firstValue("ETag").orElseThrow();
    assertEquals(304, get(server, "/console/", "If-None-Match", tag).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1"})
  void filesAreCompressedForThoseWhoReadGzip(String accepted, RunningServer server)
      throws Exception {
    for (String address : addresses(server)) {
      HttpResponse<byte[]> gzipped = get(server, address, "Accept-Encoding", accepted);
      assertEquals(Optional.of("gzip"), gzipped.headers().firstValue("Content-Encoding"), address);
      assertEquals(Optional.of("Accept-Encoding"), gzipped.headers().firstValue("Vary"), address);
      byte[] content = new GZIPInputStream(new ByteArrayInputStream(gzipped.body())).readAllBytes();
      assertEquals(
          text(get(server, address, "Accept", "*/*")),
          new String(content, StandardCharsets.UTF_8),
          address);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "br", "gzipped"})
  void othersGetThemAsTheyAre(String accepted, RunningServer server) throws Exception {
    HttpResponse<byte[]> file = get(server, "/console/", "Accept-Encoding", accepted);
    assertEquals(Optional.empty(), file.headers().firstValue("Content-Encoding"));
    assertTrue(text(file).startsWith("<!DOCTYPE html>"), text(file));
  }

  @Test
  void filesOfAnotherVersionAreNotFound(RunningServer server) throws Exception {
    String address = addresses(server).get(0);
    String other = address.replaceFirst("[0-9a-f]{16}", "0123456789abcdef");
    assertNotEquals(address, other);
    HttpResponse<byte[]> file = get(server, other, "Accept", "*/*");
    assertEquals(404, file.statusCode());
    assertEquals(Optional.of("no-store"), file.headers().firstValue("Cache-Control"));
  }

  @Test
  void onlyTheConsoleReadsCompressedJson(RunningServer server) throws Exception {
    HttpResponse<byte[]> session =
        get(
            server,
            "/vbasoftware/console-session",
            "Accept-Encoding",
            "gzip, deflate, br",
            "X-Requested-With",
            "grievances-console");
    assertEquals(Optional.of("gzip"), session.headers().firstValue("Content-Encoding"));
    HttpResponse<byte[]> list =
        get(
            server,
            "/vbasoftware/grievances",
            "Accept-Encoding",
            "gzip",
            "User-Agent",
            "grievances-test",
            "x-api-key",
            server.secrets().apiKey(),
            "Authorization",
            "Bearer " + server.token("grievance-reader"),
            "vbasoftware-database",
            "alpha");
    assertEquals(200, list.statusCode(), text(list));
    assertEquals(Optional.empty(), list.headers().firstValue("Content-Encoding"));
  }
}
