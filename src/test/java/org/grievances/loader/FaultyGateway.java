package org.grievances.loader;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands between the program and the service, and lets requests fail as networks do. */
final class FaultyGateway implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int servicePort;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** What happens to a request. */
  enum Fault {
    NONE,
    /** It is refused, to be sent again at once. */
    OVERLOADED,
    /** Half of it arrives. */
    UPLOAD_CUT,
    /** It is applied, and its answer is lost. */
    ANSWER_LOST,
    /** It is applied, and its answer does not come. */
    ANSWER_HELD,
    /** Half of its answer comes. */
    ANSWER_CUT
  }

  FaultyGateway(int servicePort, Fault... faults) throws IOException {
    this.servicePort = servicePort;
    this.faults.addAll(Arrays.asList(faults));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Waits until an answer is held. */
  void awaitHeld() throws InterruptedException {
    if (!held.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError("No answer was held");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fault fault = fault(exchange);
      if (fault == Fault.OVERLOADED) {
        exchange.getResponseHeaders().set("Retry-After", "0");
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      if (fault == Fault.UPLOAD_CUT) {
        forwardHalf(exchange, body);
        return;
      }
      HttpResponse<byte[]> answer = forward(exchange, BodyPublishers.ofByteArray(body));
      if (fault == Fault.ANSWER_LOST) {
        return;
      }
      if (fault == Fault.ANSWER_HELD) {
        held.countDown();
        released.await();
        return;
      }
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!name.startsWith(":")
                    && !HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      int length = fault == Fault.ANSWER_CUT ? answer.body().length / 2 : answer.body().length;
      exchange.getResponseBody().write(answer.body(), 0, length);
      exchange.getResponseBody().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Only what is kept, and exports, are disturbed. */
  private Fault fault(HttpExchange exchange) {
    String target = exchange.getRequestURI().toString();
    boolean spared = target.contains("dryRun") || target.contains("logout");
    Fault next = spared ? null : faults.poll();
    return next == null ? Fault.NONE : next;
  }

  private void forwardHalf(HttpExchange exchange, byte[] body) throws InterruptedException {
    InputStream cut =
        new InputStream() {
          private int next;

          @Override
          public int read() throws IOException {
            if (next > body.length / 2) {
              throw new IOException("cut");
            }
            return body[next++] & 0xff;
          }
        };
    try {
      forward(exchange, BodyPublishers.ofInputStream(() -> cut));
    } catch (IOException e) {
      // The service has seen an upload that is cut.
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + servicePort + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), body);
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdown();
  }
}
