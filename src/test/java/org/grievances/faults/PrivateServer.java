package org.grievances.faults;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.grievances.server.HttpCalls;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;

/**
 * A Liberty server that belongs to one test class, which may overload or kill it. It uses plain
 * HTTP.
 */
final class PrivateServer implements RecordClient, AutoCloseable {
  static final String DERBY = "alpha";
  static final String BATCH = "grievances-batch";

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private static final String USER = "writer";
  private static final String ROLE = "grievance-writer";

  private final String password = Secrets.randomText();
  private final Secrets secrets;
  private final LibertyServer server;
  private final HttpClient client;
  private final String token;
  private final String adminToken;
  private final int port = LibertyServer.freePort();

  private PrivateServer(String name, Map<String, String> settings, boolean isBehindProxy)
      throws IOException, GeneralSecurityException, JOSEException {
    secrets = Secrets.create(Path.of("target/servers", name + "-secrets"));
    token = secrets.token(name, ROLE);
    adminToken = secrets.token(name, "grievance-admin");
    List.of(secrets.apiKey(), secrets.clientCode(), password).forEach(SentContents.OF_THE_RUN::add);
    Overrides overrides =
        Overrides.of(secrets)
            .withSignIn(secrets, Overrides.basicRegistry(password, Map.of(ROLE, USER)))
            .set("grievances.http.port", Integer.toString(port));
    settings.forEach(overrides::set);
    if (isBehindProxy) {
      overrides.behindProxy();
    }
    server = LibertyServer.install(name, overrides).startingQuickly();
    client = secrets.httpClient();
  }

  /** Installs a server with the default databases, without starting it. */
  static PrivateServer install(String name)
      throws IOException, GeneralSecurityException, JOSEException {
    return install(name, Map.of());
  }

  /**
   * Installs a server with the default databases, without starting it.
   *
   * @param settings configuration properties of the server, by name
   */
  static PrivateServer install(String name, Map<String, String> settings)
      throws IOException, GeneralSecurityException, JOSEException {
    return new PrivateServer(name, settings, false);
  }

  /** The same for one whose callers' addresses are those that a proxy tells. */
  static PrivateServer installBehindProxy(String name, Map<String, String> settings)
      throws IOException, GeneralSecurityException, JOSEException {
    return new PrivateServer(name, settings, true);
  }

  /** Starts a proxy, and waits until it sends requests to this server. */
  HaProxy startProxy(Path directory) throws IOException, GeneralSecurityException {
    HaProxy proxy = HaProxy.before(Collections.nCopies(3, server), secrets, directory);
    proxy.awaitState(0, "UP");
    return proxy;
  }

  /** A connection to the server or its proxy over TLS. */
  SSLSocket connect(int port) throws IOException, GeneralSecurityException {
    return (SSLSocket) secrets.trusting().getSocketFactory().createSocket("localhost", port);
  }

  PrivateServer addJvmOption(String option) throws IOException {
    server.addJvmOption(option);
    return this;
  }

  int port() {
    return port;
  }

  /**
   * The request line and headers of a batch with a body of this length, to be sent over a socket.
   */
  String batchHead(String database, int length) {
    return """
    PUT /vbasoftware/grievances-batch HTTP/1.1\r
    Host: localhost\r
    User-Agent: grievances-faults\r
    Content-Type: application/json\r
    Content-Length: %d\r
    x-api-key: %s\r
    Authorization: Bearer %s\r
    vbasoftware-database: %s\r
    \r
    """
        .formatted(length, secrets.apiKey(), token, database);
  }

  String apiKey() {
    return secrets.apiKey();
  }

  Path directory() {
    return server.directory();
  }

  /** The request line and headers of a read by a client, to be sent over a socket. */
  String head(String database, String apiKey, String path) {
    return """
    GET /vbasoftware/%s HTTP/1.1\r
    Host: localhost\r
    User-Agent: grievances-faults\r
    x-api-key: %s\r
    Authorization: Bearer %s\r
    vbasoftware-database: %s\r
    \r
    """
        .formatted(path, apiKey, token, database);
  }

  /** Requests the liveness check of the process. */
  HttpResponse<String> liveness() throws IOException {
    return health("live");
  }

  /** Requests the readiness check, which lists the state of each database. */
  HttpResponse<String> readiness() throws IOException {
    return health("ready");
  }

  private HttpResponse<String> health(String check) throws IOException {
    URI address = URI.create(server.operationsUrl() + "/health/" + check);
    return HttpCalls.send(client, HttpRequest.newBuilder(address).timeout(TIMEOUT));
  }

  /** A connection to the server's own pages. */
  Socket connectToOperations() throws IOException, GeneralSecurityException {
    Socket plain = new Socket("localhost", server.operationsPort());
    SSLSocket socket =
        (SSLSocket) secrets.trusting().getSocketFactory().createSocket(plain, "localhost", 0, true);
    socket.startHandshake();
    return socket;
  }

  /** Sends a batch with this body, uncompressed. */
  HttpResponse<String> put(String database, byte[] body) throws IOException {
    return HttpCalls.send(
        client, batchRequest(database).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** The same for a batch that may take longer than others. */
  HttpResponse<String> put(String database, byte[] body, Duration timeout) throws IOException {
    return HttpCalls.send(
        client,
        batchRequest(database).timeout(timeout).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** Sends a batch whose body is compressed with gzip. */
  HttpResponse<String> putGzipped(String database, byte[] body) throws IOException {
    return HttpCalls.send(
        client,
        batchRequest(database)
            .header("Content-Encoding", "gzip")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** Sends a batch of new records once, however often it is called with the same key. */
  HttpResponse<String> post(String database, String body, String idempotencyKey)
      throws IOException {
    return HttpCalls.send(
        client,
        batchRequest(database)
            .header("Idempotency-Key", "\"" + idempotencyKey + "\"")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends a file as it is. */
  HttpResponse<String> postFile(String database, String path, String content) throws IOException {
    return HttpCalls.send(
        client,
        request(database, path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Disposition", "attachment; filename=letter.txt")
            .POST(HttpRequest.BodyPublishers.ofString(content)));
  }

  private HttpRequest.Builder batchRequest(String database) {
    return request(database, BATCH).header("Authorization", "Bearer " + token);
  }

  /** The resident memory of the process. */
  long residentMebibytes() throws IOException {
    return server.residentMebibytes();
  }

  /** The JVM's report on the heap after a garbage collection. */
  String heapAfterGc() throws IOException, InterruptedException {
    return server.jcmd("GC.run") + server.jcmd("GC.heap_info");
  }

  /** The console output of the server. */
  String consoleLog() throws IOException {
    return Files.readString(server.directory().resolve("logs/console.log"));
  }

  /** Stops the server and waits until it has stopped. */
  void stop() throws IOException {
    server.stop();
  }

  PrivateServer add(PostgresDataSource database) throws IOException {
    server.addDatabase(database.name(), database.xml());
    return this;
  }

  /** Adds a data source that is no usable one of {@link PostgresDataSource}. */
  PrivateServer add(String database, String xml) throws IOException {
    server.addDatabase(database, xml);
    return this;
  }

  void start() throws IOException {
    server.start();
  }

  /** See {@link LibertyServer#kill()}. */
  void kill() throws IOException {
    server.kill();
  }

  /**
   * Waits until a batch on the database succeeds.
   *
   * @return the time it took
   */
  Duration awaitDatabase(String database) {
    Instant started = Instant.now();
    await("database " + database)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL_INTERVAL)
        .until(() -> send("PUT", database, BATCH, "[]").statusCode() == 207);
    return Duration.between(started, Instant.now());
  }

  @Override
  public HttpResponse<String> send(String method, String database, String path, String body)
      throws IOException {
    return HttpCalls.send(
        client,
        request(database, path)
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A request of an administrator. */
  HttpResponse<String> getAsAdmin(String database, String path) throws IOException {
    return HttpCalls.send(
        client, request(database, path).header("Authorization", "Bearer " + adminToken));
  }

  /** Requests the administrator's view of all databases. */
  HttpResponse<String> view() throws IOException {
    return getAsAdmin("none", "databases");
  }

  private HttpRequest.Builder request(String database, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/vbasoftware/" + path))
        .header("User-Agent", "grievances-faults")
        .header("Content-Type", "application/json")
        .header("x-api-key", secrets.apiKey())
        .header("vbasoftware-database", database)
        .timeout(TIMEOUT);
  }

  /** Like {@link #send(String, String, String, String)}, for tests that require a response. */
  HttpResponse<String> exchange(String method, String database, String path, String body) {
    try {
      return send(method, database, path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs in to a database; requires a response. */
  HttpResponse<String> signIn(String database) {
    String userAndPassword = USER + ":" + password;
    try {
      return HttpCalls.send(
          client,
          request(database, "user-authentication")
              .header("vbasoftware-client-id", Secrets.CLIENT)
              .header("vbasoftware-client-code", secrets.clientCode())
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8)))
              .POST(HttpRequest.BodyPublishers.noBody()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
