package org.grievances.bench;

import com.nimbusds.jose.JOSEException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;

/**
 * A server on loopback, over plain HTTP, with a heap of 512 MiB and databases on Derby and on a
 * PostgreSQL with its default durability settings.
 */
final class BenchServer implements AutoCloseable {
  static final String POSTGRESQL = "bench";
  static final String DERBY = "alpha";

  /** The databases with the history of records; the two others have none. */
  static final String POSTGRESQL_WITH_HISTORY = "told";

  static final String DERBY_WITH_HISTORY = "beta";
  private static final Pattern KEY = Pattern.compile("\"grievance_Key\":(\\d+)");
  private static final String DATA_SOURCE =
      """
      <server>
        <dataSource jndiName="jdbc/grievances/%s" jdbcDriverRef="postgresql"
                    isolationLevel="TRANSACTION_READ_COMMITTED" statementCacheSize="50"
                    validationTimeout="5s" type="javax.sql.ConnectionPoolDataSource">
          <properties.postgresql serverName="localhost" portNumber="%d" databaseName="%s"
                                 user="postgres" logServerErrorDetail="false"/>
          <connectionManager maxPoolSize="%d" connectionTimeout="5s"/>
        </dataSource>
      </server>
      """;

  private final Secrets secrets;
  private final EmbeddedPostgres postgres;
  private final LibertyServer server;
  private final HttpClient client;
  private final String token;
  private final int port = LibertyServer.freePort();
  private final Duration startUp;

  private BenchServer(
      Path directory, int poolSize, Map<String, String> settings, List<String> jvmOptions)
      throws IOException,
          GeneralSecurityException,
          JOSEException,
          InterruptedException,
          SQLException {
    secrets = Secrets.create(directory.resolve("secrets"));
    token = secrets.token("bench", "grievance-writer");
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    Overrides overrides = Overrides.of(secrets).set("grievances.http.port", Integer.toString(port));
    settings.forEach(overrides::set);
    for (String database : List.of(POSTGRESQL, DERBY)) {
      overrides.set("grievances.databases." + database + ".history", "false");
    }
    execute(POSTGRESQL, "CREATE DATABASE " + POSTGRESQL_WITH_HISTORY);
    server =
        LibertyServer.install(directory.getFileName().toString(), overrides)
            .addDatabase(POSTGRESQL, dataSource(POSTGRESQL, "postgres", poolSize))
            .addDatabase(
                POSTGRESQL_WITH_HISTORY,
                dataSource(POSTGRESQL_WITH_HISTORY, POSTGRESQL_WITH_HISTORY, poolSize))
            .addJvmOption("-Xmx512m");
    for (String option : jvmOptions) {
      server.addJvmOption(option);
    }
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Instant started = Instant.now();
    server.start();
    awaitDatabase(POSTGRESQL);
    awaitDatabase(DERBY);
    startUp = Duration.between(started, Instant.now());
  }

  /** Starts a server with the default settings. */
  static BenchServer start(Path directory) throws Exception {
    return start(directory, 20, Map.of());
  }

  /**
   * @param poolSize the maximum number of connections to the PostgreSQL database
   * @param settings the values of properties, by name
   */
  static BenchServer start(Path directory, int poolSize, Map<String, String> settings)
      throws Exception {
    return new BenchServer(directory, poolSize, settings, List.of());
  }

  /**
   * Starts a server with the default settings, but for its JVM.
   *
   * @param jvmOptions given after those of {@code liberty/jvm.options}
   */
  static BenchServer start(Path directory, List<String> jvmOptions) throws Exception {
    return new BenchServer(directory, 20, Map.of(), jvmOptions);
  }

  /** Returns the time from the start until both databases could be used. */
  Duration startUp() {
    return startUp;
  }

  private void awaitDatabase(String database) throws IOException, InterruptedException {
    while (send(request(database, "grievances?pageSize=1")).statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  private HttpRequest.Builder request(String database, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/vbasoftware/" + path))
        .header("User-Agent", "grievances-bench")
        .header("Content-Type", "application/json")
        .header("x-api-key", secrets.apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", database);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Gets a path, and returns the whole body of the response. */
  byte[] get(String database, String path) throws IOException, InterruptedException {
    return expect(200, send(request(database, path)));
  }

  byte[] putBatch(String database, String body) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
    return expect(207, send(request(database, "grievances-batch").PUT(publisher)));
  }

  byte[] deleteBatch(String database, String body) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
    return expect(207, send(request(database, "grievances-batch").method("DELETE", publisher)));
  }

  /** Files a grievance and returns its key. */
  int file(String database, String body) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
    byte[] filed = expect(201, send(request(database, "grievances-file").POST(publisher)));
    Matcher key = KEY.matcher(new String(filed, StandardCharsets.UTF_8));
    return Integer.parseInt(key.results().findFirst().orElseThrow().group(1));
  }

  private static byte[] expect(int status, HttpResponse<byte[]> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          response.uri() + " was answered " + response.statusCode() + ", not " + status);
    }
    return response.body();
  }

  /** Runs a garbage collection, and returns the heap usage that {@code jcmd} prints. */
  String heap() throws IOException, InterruptedException {
    return server.jcmd("GC.run") + server.jcmd("GC.heap_info");
  }

  /** Returns the JDBC URL of the PostgreSQL database. */
  String url() {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
  }

  private String dataSource(String name, String database, int poolSize) {
    return DATA_SOURCE.formatted(name, postgres.getPort(), database, poolSize);
  }

  /**
   * Analyzes PostgreSQL, which would keep using plans for empty tables; Derby has no such command.
   */
  void analyze(String database) throws SQLException {
    if (!List.of(DERBY, DERBY_WITH_HISTORY).contains(database)) {
      execute(database, "ANALYZE");
    }
  }

  private void execute(String database, String sql) throws SQLException {
    String name = database.equals(POSTGRESQL) ? "postgres" : database;
    try (Connection connection = postgres.getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Opens a connection to the PostgreSQL database. */
  Connection connect() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  @Override
  public void close() throws IOException {
    server.close();
    postgres.close();
  }
}
