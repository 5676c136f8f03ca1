package org.grievances.webhook;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.grievances.activity.BackgroundTasks;

/**
 * Sends deliveries over HTTPS. An attempt has a time limit as a whole, follows no redirect, and
 * reads no byte of the body that a receiver answers with.
 */
final class WebhookClient implements AutoCloseable {
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);
  private static final int MAX_CONNECTIONS = 50;

  private final CloseableHttpClient client;
  private final BackgroundTasks tasks;
  private final Duration timeout;

  /**
   * @param trust the TLS context of the connections
   * @param timeout of an attempt
   */
  WebhookClient(
      SSLContext trust, ReceiverAddresses addresses, BackgroundTasks tasks, Duration timeout) {
    this.tasks = tasks;
    this.timeout = timeout;
    Timeout limit = Timeout.of(timeout);
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(addresses)
                    .setTlsSocketStrategy(
                        ClientTlsStrategyBuilder.create().setSslContext(trust).buildClassic())
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(limit)
                            .setSocketTimeout(limit)
                            .setTimeToLive(TimeValue.ofMinutes(1))
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(limit)
                    .setResponseTimeout(limit)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("grievances-webhooks")
            .build();
  }

  /**
   * Sends a delivery once.
   *
   * @param signature the header {@code webhook-signature} for the time
   * @return why the receiver has not taken it; empty if it has
   */
  Optional<AttemptFailure> send(
      String url, String message, Instant time, String signature, String body) {
    HttpPost post = new HttpPost(url);
    post.setHeader("webhook-id", message);
    post.setHeader("webhook-timestamp", Long.toString(time.getEpochSecond()));
    post.setHeader("webhook-signature", signature);
    post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    Future<?> limit = tasks.after(timeout, "ending a delivery that takes too long", post::cancel);
    try {
      return outcome(client.executeOpen(RoutingSupport.determineHost(post), post, null));
    } catch (IOException | HttpException | RejectedExecutionException e) {
      return Optional.of(AttemptFailure.of(reason(post, e)));
    } finally {
      limit.cancel(false);
      post.cancel();
    }
  }

  /** Leaves the body unread, which may have no end: the request is then cancelled. */
  private static Optional<AttemptFailure> outcome(ClassicHttpResponse response) {
    int status = response.getCode();
    return status >= 200 && status < 300
        ? Optional.empty()
        : Optional.of(AttemptFailure.answered(status, retryAfter(response)));
  }

  /** Seconds only; a date is rare (RFC 9110, section 10.2.3). */
  private static Duration retryAfter(ClassicHttpResponse response) {
    Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    if (header == null || !header.getValue().matches("[0-9]{1,6}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(header.getValue()));
    return asked.compareTo(MAX_RETRY_AFTER) < 0 ? asked : MAX_RETRY_AFTER;
  }

  private static String reason(HttpPost post, Exception e) {
    if (e instanceof ReceiverAddresses.RefusedAddressException) {
      return "The host has an address that the operator does not allow for webhooks.";
    }
    if (post.isCancelled() || e instanceof InterruptedIOException) {
      return "The receiver did not answer in time.";
    }
    return e instanceof SSLException
        ? "No TLS connection: the server does not trust the receiver, or they share no protocol."
        : "The receiver cannot be reached.";
  }

  @Override
  public void close() {
    client.close(CloseMode.GRACEFUL);
  }
}
