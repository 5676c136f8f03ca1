package org.grievances.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/** A receiver of webhooks, over TLS, that answers as the test says and keeps what it has got. */
public final class WebhookReceiver implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Answer answer = exchange -> exchange.sendResponseHeaders(204, -1);

  /** How a request is answered. */
  @FunctionalInterface
  public interface Answer {
    void send(HttpExchange exchange) throws IOException;
  }

  /** A delivery. */
  public record Received(Headers headers, String body, Instant time) {

    public String header(String name) {
      return headers.getFirst(name);
    }

    public JsonPath json() {
      return JsonPath.from(body);
    }

    /** Whether it is signed with a secret (Standard Webhooks, symmetric signatures). */
    public boolean isSigned(String secret) throws GeneralSecurityException {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      String signed = header("webhook-id") + "." + header("webhook-timestamp") + "." + body;
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      String expected = "v1," + Base64.getEncoder().encodeToString(signature);
      return List.of(header("webhook-signature").split(" ")).contains(expected);
    }
  }

  private WebhookReceiver(HttpsServer server) {
    this.server = server;
  }

  /** Starts one that has the certificate of these. */
  public static WebhookReceiver start(Secrets secrets)
      throws IOException, GeneralSecurityException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(secrets.serving()));
    WebhookReceiver receiver = new WebhookReceiver(server);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::receive);
    server.start();
    return receiver;
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(new Received(exchange.getRequestHeaders(), body, Instant.now()));
    try {
      answer.send(exchange);
    } finally {
      exchange.close();
    }
  }

  public String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/hook?of=plan";
  }

  /** From now on. */
  public void answer(Answer other) {
    answer = other;
  }

  /** From now on with this status alone. */
  public void answer(int status) {
    answer(exchange -> exchange.sendResponseHeaders(status, -1));
  }

  /** From now on after a time. */
  public void answerAfter(Duration time) {
    answer(
        exchange -> {
          try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
        });
  }

  public List<Received> received() {
    return received;
  }

  /** The deliveries of an event, once there are as many. */
  public List<Received> await(String event, int count) {
    return Awaitility.await(count + " deliveries of " + event)
        .atMost(Duration.ofSeconds(40))
        .until(() -> of(event), deliveries -> deliveries.size() >= count);
  }

  private List<Received> of(String event) {
    return received.stream().filter(each -> event.equals(each.json().get("type"))).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
