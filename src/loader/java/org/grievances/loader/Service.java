package org.grievances.loader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.grievances.loader.client.ApiException;
import org.grievances.loader.client.ApiResponse;
import org.grievances.loader.client.AuthenticationApi;
import org.grievances.loader.client.JobEnvelope;
import org.grievances.loader.client.JobsApi;

/** The client of the service, for one database. */
final class Service implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
  private static final String BASE = "/vbasoftware";
  private static final String AUTHORIZATION = "Authorization";
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_LARGE = 413;

  private final HttpClient client;
  private final URI base;
  private final String database;
  private final String userAgent;
  private final String apiKey;
  private final JobsApi jobs;
  private final Session session;
  private final RetryDelays retryDelays;

  Service(URI url, String database, Connection connection, RetryDelays retryDelays) {
    this.base = base(url);
    this.database = database;
    this.userAgent = connection.userAgent();
    this.apiKey = connection.credentials().get(Credentials.API_KEY);
    this.retryDelays = retryDelays;
    // One connection for each request at a time, so that one that is cut cuts only one request.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(TlsTrust.context(connection.caFile()))
            .build();
    TypedClient typed = new TypedClient(client, BASE, base, this::identify);
    this.jobs = new JobsApi(typed);
    this.session = new Session(connection.credentials(), new AuthenticationApi(typed), this);
  }

  /** The connection settings of the service, for any database. */
  record Connection(java.nio.file.Path caFile, Credentials credentials, String userAgent) {}

  private static URI base(URI url) {
    if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
      throw ExitException.usage("No URL of a service, such as https://example.org:9443: " + url);
    }
    String path = url.getPath().replaceAll("/+$", "");
    return url.resolve((path.isEmpty() ? BASE : path) + "/");
  }

  URI base() {
    return base;
  }

  String database() {
    return database;
  }

  /** An unauthenticated request to a path below that of the service. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("vbasoftware-database", database);
  }

  private HttpRequest.Builder identify(HttpRequest.Builder request) {
    return request.setHeader("User-Agent", userAgent).setHeader("x-api-key", apiKey);
  }

  /**
   * Sends a request, and retries it while it may succeed later.
   *
   * @param request creates the request for each attempt
   * @param reader reads the response: a success, or the status of a body that is too large
   */
  <T> T send(Supplier<HttpRequest.Builder> request, Function<HttpResponse<byte[]>, T> reader) {
    return send(request, ANSWER_TIMEOUT, reader);
  }

  /**
   * The same for a request that may take longer.
   *
   * @param longest until the response
   */
  <T> T send(
      Supplier<HttpRequest.Builder> request,
      Duration longest,
      Function<HttpResponse<byte[]>, T> reader) {
    return retryDelays.get(() -> reader.apply(attempt(request, longest)));
  }

  private HttpResponse<byte[]> attempt(Supplier<HttpRequest.Builder> request, Duration longest)
      throws InterruptedException {
    String authorization = session.authorization();
    HttpResponse<byte[]> answer =
        exchange(request.get(), authorization, BodyHandlers.ofByteArray(), longest);
    if (answer.statusCode() / 100 == 2 || answer.statusCode() == TOO_LARGE) {
      return answer;
    }
    throw refused(Problem.of(answer), authorization);
  }

  /**
   * Begins to receive a long response, once; throws a {@link RetryException} if it may succeed
   * later.
   */
  HttpResponse<InputStream> open(HttpRequest.Builder request) throws InterruptedException {
    String authorization = session.authorization();
    HttpResponse<InputStream> answer =
        exchange(request, authorization, BodyHandlers.ofInputStream(), ANSWER_TIMEOUT);
    if (answer.statusCode() / 100 == 2) {
      return answer;
    }
    try (InputStream body = answer.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      throw refused(Problem.of(answer.statusCode(), answer.headers(), text), authorization);
    } catch (IOException e) {
      throw brokeOff();
    }
  }

  /** The state of a job. */
  ApiResponse<JobEnvelope> job(String id) {
    return retryDelays.get(
        () -> {
          String authorization = session.authorization();
          try {
            return call(headers -> jobs.getJobWithHttpInfo(id, database, headers), authorization);
          } catch (RefusedException e) {
            throw refused(e.problem(), authorization);
          }
        });
  }

  /**
   * Makes a call of the generated client, once; throws a {@link RetryException} if it may succeed
   * later.
   *
   * @throws RefusedException when the service refuses it
   */
  <T> ApiResponse<T> call(TypedClient.Call<T> call, String authorization)
      throws InterruptedException {
    try {
      return await(call.with(Map.of(AUTHORIZATION, authorization)), ANSWER_TIMEOUT);
    } catch (ApiException e) {
      throw unaccepted(e);
    }
  }

  private RuntimeException refused(Problem problem, String authorization) {
    return problem.status() == UNAUTHORIZED && session.renew(authorization)
        ? new RetryException("The token is renewed", Duration.ZERO)
        : problem.failure();
  }

  private <T> HttpResponse<T> exchange(
      HttpRequest.Builder request, String authorization, BodyHandler<T> handler, Duration longest)
      throws InterruptedException {
    identify(request).setHeader(AUTHORIZATION, authorization);
    return await(client.sendAsync(request.build(), handler), longest);
  }

  private <T> T await(CompletableFuture<T> answer, Duration longest) throws InterruptedException {
    try {
      return answer.get(longest.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new RetryException("No answer within " + longest.toSeconds() + " s", null);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ApiException refused
          ? unaccepted(refused)
          : unanswered(e.getCause());
    }
  }

  private static RuntimeException unaccepted(ApiException refused) {
    return refused.getResponseHeaders() == null
        ? brokeOff()
        : new RefusedException(
            Problem.of(
                refused.getCode(),
                refused.getResponseHeaders(),
                Objects.requireNonNullElse(refused.getResponseBody(), "")));
  }

  private static RetryException brokeOff() {
    return new RetryException("The answer broke off", null);
  }

  private RuntimeException unanswered(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
        return ExitException.stopped(
            "The certificate of %s is not trusted; give the one that signed it with --ca-file."
                .formatted(base.getAuthority()));
      }
      if (cause instanceof UnresolvedAddressException) {
        return ExitException.stopped("There is no host " + base.getHost() + ".");
      }
    }
    if (failure instanceof ExitException stop) {
      return stop;
    }
    String reason = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    return failure instanceof IOException || failure instanceof UncheckedIOException
        ? new RetryException("No answer from " + base.getAuthority() + reason, null)
        : new IllegalStateException(failure);
  }

  RetryDelays retryDelays() {
    return retryDelays;
  }

  @Override
  public void close() {
    session.end();
  }
}
