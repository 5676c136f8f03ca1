package org.grievances.combinations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.grievances.combinations.Combination.Action;
import org.grievances.combinations.Combination.Database;
import org.grievances.server.HttpCalls;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Schema;
import org.grievances.server.Secrets;
import org.grievances.server.SpreadDatabases;

/**
 * A server that is reached over TLS and has one database for each {@link Database}. Constraints and
 * triggers make each database refuse to store records with {@link ReferenceModel#UNWRITABLE} and to
 * delete records with {@link ReferenceModel#UNDELETABLE}.
 */
final class CombinationServer implements AutoCloseable {
  static final int HEAP_MEBIBYTES = 512;

  private static final String RECORDS = "/vbasoftware/grievances";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int PAGE_SIZE = 1000;
  private static final Pattern STATUS = Pattern.compile("\"status\":(\\d+),\"body\"");
  private static final Pattern KEY = Pattern.compile("\"value\":(-?\\d+|null)\\}\\]");
  private static final Pattern RECORD =
      Pattern.compile(
          "\"grievance_Key\":(\\d+),.*?\"issue\":\"(\\w+).*?\"patient_Account_Number\":([^,]+),");
  private static final Pattern TOTAL = Pattern.compile("\"TotalCount\":(\\d+)");
  private static final Pattern UPDATE_DATE = Pattern.compile("\"update_Date\":\"([^\"]+)\"");

  /**
   * Deletions are refused by a foreign key because a trigger that fails leaves a Derby connection
   * unusable for later requests.
   */
  private static final List<String> DERBY_CONSTRAINTS =
      List.of(
          "ALTER TABLE grievances ADD CONSTRAINT unrefused CHECK (issue NOT LIKE 'refused %')",
          "CREATE TABLE kept (grievance_key INT NOT NULL REFERENCES grievances (grievance_key))",
          "CREATE TRIGGER keep AFTER INSERT ON grievances REFERENCING NEW AS n FOR EACH ROW"
              + " WHEN (n.issue LIKE 'kept %') INSERT INTO kept VALUES n.grievance_key",
          "CREATE TRIGGER unkeep AFTER UPDATE OF issue ON grievances REFERENCING OLD AS o NEW AS n"
              + " FOR EACH ROW WHEN (o.issue LIKE 'kept %' AND n.issue NOT LIKE 'kept %')"
              + " DELETE FROM kept WHERE grievance_key = n.grievance_key");

  private static final List<String> POSTGRESQL_CONSTRAINTS =
      List.of(
          "ALTER TABLE grievances ADD CONSTRAINT unrefused CHECK (issue NOT LIKE 'refused %')",
          "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$ BEGIN RAISE EXCEPTION 'kept'; END $$",
          "CREATE TRIGGER kept BEFORE DELETE ON grievances FOR EACH ROW"
              + " WHEN (old.issue LIKE 'kept %') EXECUTE FUNCTION keep()");

  private static final Set<Database> DATABASES_IN_POSTGRESQL =
      EnumSet.complementOf(EnumSet.of(Database.DERBY, Database.DERBY_WITHOUT_HISTORY));

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
    for (Database database : Database.values()) {
      overrides.set(
          "grievances.databases." + database.databaseName() + ".history",
          Boolean.toString(database.keepsHistory()));
      overrides.set(
          "grievances.databases." + database.databaseName() + ".spread",
          Boolean.toString(database == Database.PARTITIONED));
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
      started.awaitDatabases();
      return started;
    } catch (IOException | SQLException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private void addDatabases() throws IOException, SQLException {
    for (Database database : List.of(Database.DERBY, Database.DERBY_WITHOUT_HISTORY)) {
      Schema.createInDerby(
          server.directory().resolve("derby").resolve(database.databaseName()),
          statement -> executeAll(statement, DERBY_CONSTRAINTS));
      server.addDatabase(database.databaseName(), derbyDataSource(database.databaseName()));
    }
    for (Database database : DATABASES_IN_POSTGRESQL) {
      createInPostgres(database);
      PostgresDataSource source =
          PostgresDataSource.of(
              database.databaseName(), database.databaseName(), postgres.getPort());
      server.addDatabase(database.databaseName(), source.xml());
    }
  }

  private static String derbyDataSource(String name) throws IOException {
    return Files.readString(Path.of("liberty/databases/alpha.xml")).replace("alpha", name);
  }

  private void createInPostgres(Database kind) throws SQLException {
    String name = kind.databaseName();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    DataSource database = postgres.getDatabase("postgres", name);
    Schema.Work constraints = statement -> executeAll(statement, POSTGRESQL_CONSTRAINTS);
    if (kind == Database.PARTITIONED) {
      SpreadDatabases.createPartitioned(database, constraints);
    } else {
      Schema.createInPostgreSql(database, constraints);
    }
  }

  private static void executeAll(Statement statement, List<String> all) throws SQLException {
    for (String each : all) {
      statement.execute(each);
    }
  }

  private void awaitDatabases() {
    byte[] emptyBatch = "[]".getBytes(StandardCharsets.US_ASCII);
    for (Database database : Database.values()) {
      await("database " + database.databaseName())
          .atMost(TIMEOUT)
          .until(() -> send(database, Action.PUT, "", Map.of(), emptyBatch).statusCode() == 207);
    }
  }

  int httpPort() {
    return httpPort;
  }

  /** The request line and headers of a batch with a body of this length, for plain HTTP. */
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

  /** The number of temporary files with request bodies that the server process has open. */
  long openSpoolFiles() throws IOException {
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
    } catch (IOException e) {
      return "";
    }
  }

  private HttpRequest.Builder request(Database database, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("User-Agent", "grievances-combinations")
        .header("x-api-key", secrets.apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", database.databaseName())
        .timeout(TIMEOUT);
  }

  HttpResponse<String> send(
      Database database, Action action, String query, Map<String, String> headers, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        request(database, "/vbasoftware/grievances-batch" + query)
            .header("Content-Type", "application/json")
            .method(action.name(), HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return HttpCalls.send(client, request);
  }

  /** The key of each item in a 207 (Multi-Status) response; empty for an item without a key. */
  static List<OptionalInt> keys(HttpResponse<String> response) {
    return KEY.matcher(response.body())
        .results()
        .map(key -> key.group(1))
        .map(
            key -> key.equals("null") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(key)))
        .toList();
  }

  /** The status of each item in a 207 (Multi-Status) response. */
  static List<Integer> statuses(HttpResponse<String> response) {
    assertEquals(207, response.statusCode(), response.body());
    return STATUS
        .matcher(response.body())
        .results()
        .map(status -> Integer.valueOf(status.group(1)))
        .toList();
  }

  /**
   * The mark of each record from this key on and its account in JSON, by key. The records are read
   * in descending order of their keys.
   */
  Map<Integer, String> marks(Database database, int firstKey) throws IOException {
    Map<Integer, String> marks = new HashMap<>();
    boolean more = true;
    for (int page = 1; more; page++) {
      String query = "?sortBy=grievance_Key:desc&pageSize=" + PAGE_SIZE + "&page=" + page;
      HttpResponse<String> response =
          HttpCalls.send(client, request(database, RECORDS + query).GET());
      assertEquals(200, response.statusCode(), response.body());
      List<MatchResult> records = RECORD.matcher(response.body()).results().toList();
      records.stream()
          .filter(record -> Integer.parseInt(record.group(1)) >= firstKey)
          .forEach(
              record ->
                  marks.put(
                      Integer.valueOf(record.group(1)), record.group(2) + " " + record.group(3)));
      more = records.size() == PAGE_SIZE && marks.size() == page * PAGE_SIZE;
    }
    return marks;
  }

  /** The {@code update_Date} of a record. */
  String updateDate(Database database, int key) throws IOException {
    HttpResponse<String> response =
        HttpCalls.send(client, request(database, RECORDS + "/" + key).GET());
    return UPDATE_DATE.matcher(response.body()).results().findFirst().orElseThrow().group(1);
  }

  /** The number of changes in the history of a record. */
  int changes(Database database, int key) throws IOException {
    String path = RECORDS + "/" + key + "/history?pageSize=1";
    HttpResponse<String> response = HttpCalls.send(client, request(database, path).GET());
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
