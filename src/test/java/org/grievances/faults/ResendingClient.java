package org.grievances.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.HttpCalls;
import org.grievances.server.Secrets;

/**
 * A client of several servers that does what the API manual says: it sends a request again, with
 * the same {@code Idempotency-Key}, to the next server, until it gets an answer that is final.
 */
final class ResendingClient implements RecordClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 100;

  /** From a server that cannot, or from a proxy that has no server. */
  private static final Set<Integer> TEMPORARY = Set.of(502, 503, 504);

  /** To be sent again to be sure. */
  private static final String UNKNOWN = "/problems/outcome-unknown";

  private final HttpClient client;
  private final Secrets secrets;
  private final String token;
  private final List<String> urls;
  private final AtomicInteger turn = new AtomicInteger();
  private final Answers answers = new Answers();

  /**
   * @param urls of the servers
   */
  ResendingClient(Secrets secrets, String token, List<String> urls)
      throws IOException, GeneralSecurityException {
    this.secrets = secrets;
    this.token = token;
    this.urls = urls;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(secrets.trusting())
            .build();
  }

  /** How often a request was not answered, or told to come again, so far. */
  int failures() {
    return answers.failures();
  }

  /** All that was answered so far. */
  Answers answers() {
    return answers;
  }

  /**
   * Reads from the first server, once.
   *
   * @param headers names and values
   */
  HttpResponse<String> get(String database, String path, String... headers) throws IOException {
    HttpRequest.Builder request = request(urls.get(0), database, path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpCalls.send(client, request);
  }

  /** Sends to the first server, once. */
  HttpResponse<String> sendOnce(String method, String database, String path, String body)
      throws IOException {
    return send(urls.get(0), method, database, path, body, "\"" + UUID.randomUUID() + "\"");
  }

  @Override
  public HttpResponse<String> send(String method, String database, String path, String body)
      throws IOException {
    String key = "\"" + UUID.randomUUID() + "\"";
    Instant end = Instant.now().plus(WAIT_TIMEOUT);
    while (true) {
      String url = urls.get(turn.getAndIncrement() % urls.size());
      Instant start = Instant.now();
      try {
        HttpResponse<String> response = send(url, method, database, path, body, key);
        if (!isTemporary(response)) {
          answers.addFinal(response, Duration.between(start, Instant.now()));
          return response;
        }
        answers.addTemporary(response, Duration.between(start, Instant.now()));
      } catch (IOException e) {
        if (Instant.now().isAfter(end)) {
          throw e;
        }
        answers.addUnanswered(Duration.between(start, Instant.now()));
      }
      pause();
    }
  }

  private static boolean isTemporary(HttpResponse<String> response) {
    return TEMPORARY.contains(response.statusCode())
        || response.statusCode() == 500 && response.body().contains(UNKNOWN)
        || response.statusCode() == 409 && response.headers().firstValue("Retry-After").isPresent();
  }

  private HttpResponse<String> send(
      String url, String method, String database, String path, String body, String key)
      throws IOException {
    HttpRequest.Builder request =
        request(url, database, path).method(method, HttpRequest.BodyPublishers.ofString(body));
    if (path.startsWith(PrivateServer.BATCH) || method.equals("POST")) {
      request.header("Idempotency-Key", key);
    }
    return HttpCalls.send(client, request);
  }

  private HttpRequest.Builder request(String url, String database, String path) {
    return HttpRequest.newBuilder(URI.create(url + "/vbasoftware/" + path))
        .header("User-Agent", "grievances-faults")
        .header("Content-Type", "application/json")
        .header("x-api-key", secrets.apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", database)
        .timeout(TIMEOUT);
  }

  private static void pause() throws InterruptedIOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
