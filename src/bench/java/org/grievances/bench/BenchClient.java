package org.grievances.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.server.Secrets;

/**
 * Calls the service at one target, on connections that are kept open.
 *
 * @param http shared by all clients with the same transport
 * @param uri of the service, with a slash at the end
 * @param headers names and values that every request has
 * @param idempotencyKeys whether every write has an {@code Idempotency-Key} of its own
 */
record BenchClient(HttpClient http, URI uri, List<String> headers, boolean idempotencyKeys) {
  private static final Pattern KEY = Pattern.compile("\"grievance_Key\":(\\d+)");

  /**
   * Calls one database as a user who may write.
   *
   * @param server its address
   */
  static BenchClient of(
      HttpClient http,
      String server,
      Secrets secrets,
      String token,
      String database,
      boolean idempotencyKeys) {
    List<String> headers =
        List.of(
            "User-Agent",
            "grievances-bench",
            "Content-Type",
            "application/json",
            "x-api-key",
            secrets.apiKey(),
            "Authorization",
            "Bearer " + token,
            "vbasoftware-database",
            database);
    return new BenchClient(http, URI.create(server + "/vbasoftware/"), headers, idempotencyKeys);
  }

  /** Returns whether the database can be used. */
  boolean isReady() throws IOException, InterruptedException {
    return send(request("grievances?pageSize=1")).statusCode() == 200;
  }

  /** Gets a path, and returns the whole body of the response. */
  byte[] get(String path) throws IOException, InterruptedException {
    return expect(200, send(request(path)));
  }

  /** Gets a path that may be refused until an index is made, and returns the status. */
  int tryToGet(String path) throws IOException, InterruptedException {
    return send(request(path)).statusCode();
  }

  /** Gets a path in a media type, and returns the header {@code Link} of the response. */
  String link(String path, String type) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = send(request(path).header("Accept", type));
    expect(200, response);
    return response.headers().firstValue("Link").orElseThrow();
  }

  byte[] putBatch(String body) throws IOException, InterruptedException {
    return expect(207, write("PUT", "grievances-batch", body));
  }

  /** Sends a batch as a job, and returns its id. */
  String startJob(String type, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request("grievances-batch")
            .setHeader("Content-Type", type)
            .header("Prefer", "respond-async")
            .PUT(body)
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    expect(202, response);
    String location = response.headers().firstValue("Location").orElseThrow();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /**
   * Puts batches from concurrent callers. Of each response it checks the first item only; the
   * integration tests check all of them.
   *
   * @param status of the first item
   */
  ConcurrentCalls putBatches(int callers, List<String> bodies, int status) throws Exception {
    return ConcurrentCalls.run(
        callers, bodies, (caller, body) -> expectFirst(status, putBatch(body)));
  }

  /** Changes the members of records that exist, from concurrent callers. */
  ConcurrentCalls mergeBatches(int callers, List<String> bodies) throws Exception {
    return ConcurrentCalls.run(
        callers,
        bodies,
        (caller, body) ->
            expectFirst(200, expect(207, write("PUT", "grievances-batch?merge=true", body))));
  }

  /** Deletes batches of records that exist, from concurrent callers. */
  ConcurrentCalls deleteBatches(int callers, List<String> bodies) throws Exception {
    return ConcurrentCalls.run(
        callers, bodies, (caller, body) -> expectFirst(200, deleteBatch(body)));
  }

  private static void expectFirst(int status, byte[] response) {
    String start = new String(response, 0, Math.min(response.length, 200), StandardCharsets.UTF_8);
    if (!start.contains("\"status\":" + status)) {
      throw new IllegalStateException("The first item was not answered " + status + ": " + start);
    }
  }

  byte[] deleteBatch(String body) throws IOException, InterruptedException {
    return expect(207, write("DELETE", "grievances-batch", body));
  }

  /** Files a grievance and returns its key. */
  int file(String body) throws IOException, InterruptedException {
    byte[] filed = expect(201, write("POST", "grievances-file", body));
    Matcher key = KEY.matcher(new String(filed, StandardCharsets.UTF_8));
    return Integer.parseInt(key.results().findFirst().orElseThrow().group(1));
  }

  /**
   * Calls one operation on a single record.
   *
   * @param status of its response
   */
  byte[] call(String method, String path, String body, int status)
      throws IOException, InterruptedException {
    return expect(status, write(method, path, body));
  }

  private HttpResponse<byte[]> write(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
    if (idempotencyKeys) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    return send(request);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).headers(headers.toArray(String[]::new));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] expect(int status, HttpResponse<byte[]> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          response.uri() + " was answered " + response.statusCode() + ", not " + status);
    }
    return response.body();
  }
}
