package org.grievances.faults;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
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
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;

/** A server of a test's own, over plain HTTP, that the test may do harm to. */
final class OwnServer implements AutoCloseable {
  static final String DERBY = "alpha";
  static final String BATCH = "grievances-batch";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private static final String USER = "writer";
  private static final String WRITER = "grievance-writer";

  private final String password = Secrets.randomText();
  private final Secrets secrets;
  private final LibertyServer server;
  private final HttpClient client;
  private final String token;
  private final int port = LibertyServer.freePort();

  private OwnServer(String name, Map<String, String> settings)
      throws IOException, GeneralSecurityException, JOSEException {
    secrets = Secrets.create(Path.of("target/servers", name + "-secrets"));
    token = secrets.token(name, WRITER);
    List.of(secrets.apiKey(), secrets.clientCode(), password).forEach(SentContents.OF_THE_RUN::add);
    Overrides overrides =
        Overrides.of(secrets)
            .withSignIn(secrets, Overrides.basicRegistry(password, Map.of(WRITER, USER)))
            .set("grievances.http.port", Integer.toString(port));
    settings.forEach(overrides::set);
    server = LibertyServer.install(name, overrides).startingQuickly();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** One that has the databases of a new installation, and is not started yet. */
  static OwnServer install(String name)
      throws IOException, GeneralSecurityException, JOSEException {
    return install(name, Map.of());
  }

  /**
   * @param settings properties, by their names
   */
  static OwnServer install(String name, Map<String, String> settings)
      throws IOException, GeneralSecurityException, JOSEException {
    return new OwnServer(name, settings);
  }

  OwnServer addJvmOption(String option) throws IOException {
    server.addJvmOption(option);
    return this;
  }

  int port() {
    return port;
  }

  /** The head of a request for a batch, to be sent by hand; a body of a length is to follow. */
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

  /** Asks for the health of the process. */
  HttpResponse<String> live() throws IOException {
    return health("live");
  }

  /** Asks whether it can serve, and which databases. */
  HttpResponse<String> ready() throws IOException {
    return health("ready");
  }

  private HttpResponse<String> health(String check) throws IOException {
    URI address = URI.create("http://localhost:" + port + "/health/" + check);
    return send(HttpRequest.newBuilder(address).timeout(PATIENCE));
  }

  static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }

  /** Puts a batch as it stands. */
  HttpResponse<String> put(String database, byte[] body) throws IOException {
    return send(batch(database).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** Puts a batch whose body is packed by gzip. */
  HttpResponse<String> putPacked(String database, byte[] body) throws IOException {
    return send(
        batch(database)
            .header("Content-Encoding", "gzip")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder batch(String database) {
    return request(database, BATCH).header("Authorization", "Bearer " + token);
  }

  /** What the process has in memory. */
  long residentMebibytes() throws IOException {
    return server.residentMebibytes();
  }

  /** The heap in use after a collection. */
  String heap() throws IOException, InterruptedException {
    return server.jcmd("GC.run") + server.jcmd("GC.heap_info");
  }

  /** What it wrote to its console. */
  String console() throws IOException {
    return Files.readString(server.directory().resolve("logs/console.log"));
  }

  /** Asks it to stop; returns when it has. */
  void stop() throws IOException {
    server.stop();
  }

  OwnServer add(PostgresDataSource database) throws IOException {
    server.addDatabase(database.name(), database.xml());
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
   * Waits until a database can be used.
   *
   * @return how long that took
   */
  Duration awaitUse(String database) {
    Instant begun = Instant.now();
    await("database " + database)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> send("PUT", database, BATCH, "[]").statusCode() == 207);
    return Duration.between(begun, Instant.now());
  }

  /**
   * @param path below that of the API
   * @throws IOException when no answer came
   */
  HttpResponse<String> send(String method, String database, String path, String body)
      throws IOException {
    return send(
        request(database, path)
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String database, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/vbasoftware/" + path))
        .header("User-Agent", "grievances-faults")
        .header("Content-Type", "application/json")
        .header("x-api-key", secrets.apiKey())
        .header("vbasoftware-database", database)
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** The same, of which an answer is expected. */
  HttpResponse<String> ask(String method, String database, String path, String body) {
    try {
      return send(method, database, path, body);
    } catch (IOException unanswered) {
      throw new UncheckedIOException(unanswered);
    }
  }

  /** Signs a user in to a database, of which an answer is expected. */
  HttpResponse<String> signIn(String database) {
    String basic = USER + ":" + password;
    try {
      return send(
          request(database, "user-authentication")
              .header("vbasoftware-client-id", Secrets.CLIENT)
              .header("vbasoftware-client-code", secrets.clientCode())
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
              .POST(HttpRequest.BodyPublishers.noBody()));
    } catch (IOException unanswered) {
      throw new UncheckedIOException(unanswered);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
