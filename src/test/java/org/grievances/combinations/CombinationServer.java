package org.grievances.combinations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.flywaydb.core.Flyway;
import org.grievances.combinations.Combination.Action;
import org.grievances.combinations.Combination.Store;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;

/**
 * A server as it is delivered, over TLS, with a database for each {@link Store}. Each database
 * refuses to store records with one mark and to delete those with another.
 */
final class CombinationServer implements AutoCloseable {
  static final int HEAP_MEBIBYTES = 512;

  private static final String RECORDS = "/vbasoftware/grievances";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PAGE = 1000;
  private static final Pattern STATUS = Pattern.compile("\"status\":(\\d+),\"body\"");
  private static final Pattern RECORD =
      Pattern.compile("\"grievance_Key\":(\\d+),.*?\"issue\":\"(\\w+)");
  private static final Pattern TOTAL = Pattern.compile("\"TotalCount\":(\\d+)");
  private static final Pattern UPDATED = Pattern.compile("\"update_Date\":\"([^\"]+)\"");

  /** By a reference: a trigger that fails breaks Derby's connection for those who come after. */
  private static final List<String> IN_DERBY =
      List.of(
          "ALTER TABLE grievances ADD CONSTRAINT unrefused CHECK (issue NOT LIKE 'refused %')",
          "CREATE TABLE kept (grievance_key INT NOT NULL REFERENCES grievances (grievance_key))",
          "CREATE TRIGGER keep AFTER INSERT ON grievances REFERENCING NEW AS n FOR EACH ROW"
              + " WHEN (n.issue LIKE 'kept %') INSERT INTO kept VALUES n.grievance_key",
          "CREATE TRIGGER unkeep AFTER UPDATE OF issue ON grievances REFERENCING OLD AS o NEW AS n"
              + " FOR EACH ROW WHEN (o.issue LIKE 'kept %' AND n.issue NOT LIKE 'kept %')"
              + " DELETE FROM kept WHERE grievance_key = n.grievance_key");

  private static final List<String> IN_POSTGRESQL =
      List.of(
          "ALTER TABLE grievances ADD CONSTRAINT unrefused CHECK (issue NOT LIKE 'refused %')",
          "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$ BEGIN RAISE EXCEPTION 'kept'; END $$",
          "CREATE TRIGGER kept BEFORE DELETE ON grievances FOR EACH ROW"
              + " WHEN (old.issue LIKE 'kept %') EXECUTE FUNCTION keep()");

  private final Secrets secrets;
  private final EmbeddedPostgres postgres;
  private final LibertyServer server;
  private final HttpClient client;
  private final String token;
  private final int httpPort = LibertyServer.freePort();

  private CombinationServer() throws IOException, GeneralSecurityException, JOSEException {
    secrets = Secrets.create(Path.of("target/servers/combinations-secrets"));
    token = secrets.token("combiner", "grievance-admin");
    postgres = EmbeddedPostgres.start();
    Overrides overrides =
        Overrides.of(secrets).set("grievances.http.port", Integer.toString(httpPort));
    for (Store store : Store.values()) {
      overrides.set(
          "grievances.databases." + store.database() + ".history",
          Boolean.toString(store.keepsHistory()));
    }
    server =
        LibertyServer.install("combinations", overrides)
            .startingQuickly()
            .addJvmOption("-Xmx" + HEAP_MEBIBYTES + "m");
    client =
        HttpClient.newBuilder()
            .sslContext(secrets.trusting())
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  static CombinationServer start() throws Exception {
    CombinationServer started = new CombinationServer();
    try {
      started.addDatabases();
      started.server.start();
      started.awaitUse();
      return started;
    } catch (IOException | SQLException | RuntimeException failed) {
      started.close();
      throw failed;
    }
  }

  private void addDatabases() throws IOException, SQLException {
    for (Store store : List.of(Store.DERBY, Store.DERBY_WITHOUT_HISTORY)) {
      createInDerby(server.directory().resolve("derby").resolve(store.database()));
      server.addDatabase(store.database(), derbyDataSource(store.database()));
    }
    for (Store store : List.of(Store.POSTGRESQL, Store.POSTGRESQL_WITHOUT_HISTORY)) {
      createInPostgres(store.database());
      PostgresDataSource source =
          PostgresDataSource.of(store.database(), store.database(), postgres.getPort());
      server.addDatabase(store.database(), source.xml());
    }
  }

  private static String derbyDataSource(String name) throws IOException {
    return Files.readString(Path.of("liberty/databases/alpha.xml")).replace("alpha", name);
  }

  /** Before the server opens it, since only one process at a time can. */
  private static void createInDerby(Path directory) throws SQLException {
    System.setProperty("derby.stream.error.file", "target/servers/combinations-derby.log");
    String url = "jdbc:derby:" + directory.toAbsolutePath();
    migrate(url + ";create=true", null, "derby");
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, IN_DERBY);
    }
    try {
      DriverManager.getConnection(url + ";shutdown=true").close();
    } catch (SQLException isShutDown) {
      assertEquals("08006", isShutDown.getSQLState());
    }
  }

  private void createInPostgres(String name) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      execute(connection, List.of("CREATE DATABASE " + name));
    }
    migrate(postgres.getJdbcUrl("postgres", name), "postgres", "postgresql");
    try (Connection connection = postgres.getDatabase("postgres", name).getConnection()) {
      execute(connection, IN_POSTGRESQL);
    }
  }

  /** As the server itself would. */
  private static void migrate(String url, String user, String product) {
    Flyway.configure()
        .dataSource(url, user, null)
        .locations("filesystem:src/main/resources/db/migration/" + product)
        .table("grievances_schema_history")
        .load()
        .migrate();
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private void awaitUse() {
    byte[] nothing = "[]".getBytes(StandardCharsets.US_ASCII);
    for (Store store : Store.values()) {
      await("database " + store.database())
          .atMost(PATIENCE)
          .until(() -> send(store, Action.PUT, "", Map.of(), nothing).statusCode() == 207);
    }
  }

  int httpPort() {
    return httpPort;
  }

  /** The head of a request for a batch over plain HTTP, whose body of a length is to follow. */
  String batchHead(int length) {
    return """
        PUT /vbasoftware/grievances-batch HTTP/1.1\r
        Host: localhost\r
        User-Agent: grievances-combinations\r
        Content-Type: application/json\r
        Content-Length: %d\r
        x-api-key: %s\r
        Authorization: Bearer %s\r
        vbasoftware-database: derby\r
        \r
        """
        .formatted(length, secrets.apiKey(), token);
  }

  /** How many temporary files of bodies the server has open. */
  long bodiesInFiles() throws IOException {
    long files = 0;
    try (Stream<Path> open = Files.list(Path.of("/proc", server.pid(), "fd"))) {
      for (Path descriptor : open.toList()) {
        files += target(descriptor).contains("/batch-") ? 1 : 0;
      }
    }
    return files;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private HttpRequest.Builder request(Store store, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("User-Agent", "grievances-combinations")
        .header("x-api-key", secrets.apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", store.database())
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  HttpResponse<String> send(
      Store store, Action action, String query, Map<String, String> headers, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        request(store, "/vbasoftware/grievances-batch" + query)
            .header("Content-Type", "application/json")
            .method(action.name(), HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request);
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }

  /** The items' statuses in a multi-status response. */
  static List<Integer> statuses(HttpResponse<String> response) {
    assertEquals(207, response.statusCode(), response.body());
    return STATUS
        .matcher(response.body())
        .results()
        .map(status -> Integer.valueOf(status.group(1)))
        .toList();
  }

  /** The first word of the issue of each record from a key on, which are all in the last pages. */
  Map<Integer, String> marks(Store store, int firstKey) throws IOException {
    Map<Integer, String> marks = new HashMap<>();
    boolean more = true;
    for (int page = 1; more; page++) {
      String query = "?sortBy=grievance_Key:desc&pageSize=" + PAGE + "&page=" + page;
      HttpResponse<String> response = send(request(store, RECORDS + query).GET());
      assertEquals(200, response.statusCode(), response.body());
      List<MatchResult> records = RECORD.matcher(response.body()).results().toList();
      records.stream()
          .filter(record -> Integer.parseInt(record.group(1)) >= firstKey)
          .forEach(record -> marks.put(Integer.valueOf(record.group(1)), record.group(2)));
      more = records.size() == PAGE && marks.size() == page * PAGE;
    }
    return marks;
  }

  /** The {@code update_Date} of a record. */
  String updateDate(Store store, int key) throws IOException {
    HttpResponse<String> response = send(request(store, RECORDS + "/" + key).GET());
    return UPDATED.matcher(response.body()).results().findFirst().orElseThrow().group(1);
  }

  /** How many changes the history of a record tells. */
  int changes(Store store, int key) throws IOException {
    String path = RECORDS + "/" + key + "/history?pageSize=1";
    HttpResponse<String> response = send(request(store, path).GET());
    return response.statusCode() == 404
        ? 0
        : TOTAL
            .matcher(response.headers().firstValue("X-Pagination").orElseThrow())
            .results()
            .mapToInt(total -> Integer.parseInt(total.group(1)))
            .findFirst()
            .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    if (server.isRunning()) {
      server.kill();
    }
    postgres.close();
  }
}
