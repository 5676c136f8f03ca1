package org.grievances.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what a provider's answer may be and how long it may take. */
class ProviderClientTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ProviderClient client;
  private HttpServer provider;

  @BeforeEach
  void start() throws IOException, NoSuchAlgorithmException {
    client = new ProviderClient(SSLContext.getDefault());
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.setExecutor(threads);
    provider.start();
  }

  @AfterEach
  void stop() {
    provider.stop(0);
    threads.shutdownNow();
  }

  private URI answering(HttpHandler handler) {
    provider.createContext("/", handler);
    return URI.create("http://localhost:" + provider.getAddress().getPort() + "/");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Test
  void responseIsReceived() throws IOException {
    assertEquals("{}", client.get(answering(exchange -> send(exchange, 200, "{}"))));
  }

  @Test
  void slowResponseIsAborted() {
    URI address =
        answering(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try (OutputStream out = exchange.getResponseBody()) {
                for (int second = 0; second < 30; second++) {
                  out.write(' ');
                  out.flush();
                  TimeUnit.SECONDS.sleep(1);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Instant start = Instant.now();
    assertThrows(HttpTimeoutException.class, () -> client.get(address));
    Duration taken = Duration.between(start, Instant.now());
    assertTrue(taken.toSeconds() >= 9 && taken.toSeconds() < 15, taken::toString);
  }

  @Test
  void tooLongResponseIsAborted() {
    String tooLong = " ".repeat(1_000_001);
    URI address = answering(exchange -> send(exchange, 200, tooLong));
    assertTrue(
        assertThrows(IOException.class, () -> client.get(address))
            .getMessage()
            .contains("too long"));
  }

  @Test
  void redirectsAreNotFollowed() {
    URI address =
        answering(
            exchange -> {
              exchange.getResponseHeaders().add("Location", "http://localhost:1/");
              send(exchange, 302, "");
            });
    assertTrue(
        assertThrows(IOException.class, () -> client.get(address)).getMessage().contains("302"));
  }

  @Test
  void unreachableProviderIsReported() {
    assertThrows(ConnectException.class, () -> client.get(URI.create("http://localhost:1/")));
  }
}
