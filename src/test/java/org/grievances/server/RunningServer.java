package org.grievances.server;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.http.client.HttpClient;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.PoolingClientConnectionManager;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The server that all black-box tests share, with its databases: {@code alpha} and {@code beta} as
 * they come, {@code gamma} from a file that was dropped in (Derby), {@code delta} on PostgreSQL,
 * {@code owned} on PostgreSQL with a schema that others made, {@code xa} from a data source of
 * another type, and {@code absent}, whose PostgreSQL does not answer. {@code listed-derby} and
 * {@code listed-postgresql} are for tests that count, {@code coded-derby} and {@code
 * coded-postgresql} for those that configure codes, and {@code lived-postgresql} for a generated
 * client's, {@code faults-derby} and {@code faults-postgresql} for tests that do harm, {@code
 * lived-derby} for the same to lists of codes; {@code unkept-derby} and {@code unkept-postgresql}
 * keep no history, nor does {@code listed-spread}; {@code measured-derby} and {@code
 * measured-postgresql} are for tests of metrics, {@code due-derby} and {@code due-postgresql} have
 * rules for deadlines of their own, {@code viewed-derby} and {@code viewed-postgresql} for the
 * administrator's view; {@code sorted} is for a test of indexes that looks at whole pages. {@code
 * spread}, {@code listed-spread}, {@code coded-spread}, {@code keyed-spread} and {@code
 * counted-spread} are spread databases; {@code keyed-…} are for tests of the codes themselves,
 * {@code values-…} for those of other values, {@code reported-…} for reports, and {@code
 * partitioned} is one whose records are partitioned by key; {@code wrongly-spread} is marked as
 * spread, and its schema is not.
 */
public final class RunningServer implements AutoCloseable {
  public static final String BATCH = "/vbasoftware/grievances-batch";
  public static final String USER = "jane.doe@plan.example";
  public static final String ALPHA_KEY = Secrets.randomText();
  public static final String DEFAULT_KEY = Secrets.randomText();
  public static final String LIMITED_KEY = Secrets.randomText();
  public static final String SLOW_KEY = Secrets.randomText();

  /** Of generated clients: other tests would hold up their exports, of which each has one. */
  public static final String GENERATED_CLIENT_KEY = Secrets.randomText();

  /** Of a client whose webhooks hear of no jobs of other tests. */
  public static final String WEBHOOK_CLIENT_KEY = Secrets.randomText();

  private static final String EXPORTING_KEY = Secrets.randomText();

  /** The first one makes the secrets that clients are shown. */
  private static final String WEBHOOK_KEYS = Secrets.randomText() + "," + Secrets.randomText();

  public static final String PASSWORD = Secrets.randomText();

  /** The password of the account for operations, which no user has. */
  public static final String OPERATIONS_PASSWORD = Secrets.randomText();

  /** A user who has no role. */
  public static final String USER_WITHOUT_ROLE = "visitor";

  /** Who gets wrong passwords, so that no other user has to wait after them. */
  public static final String GUESSED_USER = "guessed";

  /** A reader whose groups allow one database. */
  public static final String USER_OF_BETA = "reader-of-beta";

  /** The same for another database, on PostgreSQL. */
  public static final String USER_OF_DELTA = "reader-of-delta";

  /** Users who can sign in, each named as the only role it has. */
  public static final Map<String, String> USERS =
      Map.of(
          "grievance-reader", "reader", "grievance-writer", "writer", "grievance-admin", "admin");

  /**
   * A lock (JUnit): who changes the time after which PostgreSQL looks for deadlocks, or needs it.
   */
  public static final String DEADLOCK_TIMEOUT = "deadlock_timeout";

  /**
   * A lock (JUnit): who alters a table of the database {@code delta}, or has a transaction open
   * there while it waits for others. PostgreSQL alters a table once the open transactions have
   * ended, and makes all that come later wait until then.
   */
  public static final String TABLES_OF_DELTA = "tables of delta";

  /** The zone of {@code due-…} and {@code zoned-…} on Derby and PostgreSQL. */
  public static final String DUE_ZONE = "America/New_York";

  public static final int MAX_ITEMS = 5_000;

  /** Few, so that what the container keeps for each is there soon, and memory shows what grows. */
  private static final int THREADS = 32;

  public static final int MAX_BYTES = 10_000_000;

  /** Keys above it are for the service to give. */
  private static final int LAST_KEY_OF_TESTS = 1_000_000_000;

  private static final EncoderConfig AS_GIVEN =
      new EncoderConfig()
          .appendDefaultContentCharsetToContentTypeIfUndefined(false)
          .defaultContentCharset(StandardCharsets.UTF_8);

  /** A handshake for each request would take a quarter of the time of all tests. */
  private static final HttpClientConfig OPEN_CONNECTIONS =
      new HttpClientConfig()
          .httpClientFactory(ThreadLocal.withInitial(RunningServer::httpClient)::get);

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration/postgresql");
  private static final Path GRANTS = Path.of("src/main/deploy/postgresql/grants.sql");

  /** The user of the database {@code owned}, who has the grants that are shipped, and no others. */
  private static final String SERVICE_ROLE = "grievances_service";

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int MAX_CONNECTIONS = 200;
  private static final Duration POLL = Duration.ofMillis(20);

  private final Secrets secrets;

  /** One for all requests, so that they resume their sessions. */
  private final SSLConfig tls;

  private final EmbeddedPostgres postgres;
  private final LibertyServer server;
  private final int absentPort = LibertyServer.freePort();
  private final int httpPort = LibertyServer.freePort();
  private final List<String> tablesMadeByOwner;
  private final Map<List<String>, String> tokens = new ConcurrentHashMap<>();

  @SuppressWarnings("deprecation") // the socket factory that REST-assured takes
  private RunningServer()
      throws IOException, GeneralSecurityException, JOSEException, SQLException {
    secrets = Secrets.create(Path.of("target/servers/secrets"));
    tls = new SSLConfig().sslSocketFactory(new SSLSocketFactory(secrets.trusting()));
    postgres = EmbeddedPostgres.start();
    Overrides overrides =
        overrides(secrets).set("grievances.http.port", Integer.toString(httpPort));
    server =
        LibertyServer.install("shared", overrides).startingQuickly().addDatabase("gamma", GAMMA);
    server.addDatabase("delta", postgresDatabase("delta", "postgres", postgres.getPort()));
    server.addDatabase("absent", postgresDatabase("absent", "postgres", absentPort));
    server.addDatabase(
        "xa", GAMMA.replace("gamma", "xa").replace("ConnectionPoolDataSource", "XADataSource"));
    createOwned();
    tablesMadeByOwner = ownedTables();
    server.addDatabase(
        "owned",
        postgresDatabase("owned", "owned", postgres.getPort())
            .replace("user=\"postgres\"", "user=\"" + SERVICE_ROLE + "\""));
    for (String name : List.of("sorted", "broken")) {
      execute("create database " + name);
      server.addDatabase(name, postgresDatabase(name, name, postgres.getPort()));
    }
    for (String purpose :
        List.of(
            "listed",
            "coded",
            "lived",
            "unkept",
            "emptied",
            "unaddressable",
            "viewed",
            "faults",
            "due",
            "clocked",
            "zoned",
            "measured",
            "keyed",
            "reported",
            "values")) {
      addOnBothProducts(purpose);
    }
    server.addDatabase("measured-replica", replicaOfMeasured());
    addSpread(
        "spread",
        "listed-spread",
        "coded-spread",
        "counted-spread",
        "keyed-spread",
        "reported-spread",
        "values-spread",
        "partitioned",
        "clocked-spread",
        "zoned-spread",
        "wrongly-spread");
    SpreadDatabases.createPartitioned(
        postgres.getDatabase("postgres", "partitioned"), statement -> {});
    Schema.createInPostgreSql(postgres.getDatabase("postgres", "wrongly-spread"), statement -> {});
    UnaddressableCodes.onPostgreSql(postgres.getDatabase("postgres", "unaddressable"));
    ClockedGrievances.onDerby(server.directory().resolve("derby/clocked-derby"));
    UnaddressableCodes.onDerby(server.directory().resolve("derby/unaddressable-derby"));
    startOrClose();
  }

  /** Nothing is left running when it does not come up. */
  private void startOrClose() throws IOException {
    try {
      server.start();
      await("that it has started")
          .atMost(TIMEOUT)
          .pollDelay(Duration.ZERO)
          .until(() -> operations().get("/health/started").statusCode() == 200);
      for (String database : List.of("alpha", "delta", "spread")) {
        awaitUse(database);
        giveKeysAfterThoseOfTests(database);
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /**
   * Lets the service give keys that no test chooses. It gives keys above all in use, so that it
   * could otherwise take the next one of a test that counts up.
   */
  private void giveKeysAfterThoseOfTests(String database) {
    String records = "/vbasoftware/grievances/";
    int chosen = LAST_KEY_OF_TESTS;
    to(database)
        .body("{\"grievance_Key\":%d}".formatted(chosen))
        .post("/vbasoftware/grievances")
        .then()
        .statusCode(201);
    int given =
        to(database)
            .body("{\"subscriber_ID\":\"000123456\"}")
            .post("/vbasoftware/grievances-file")
            .then()
            .statusCode(201)
            .extract()
            .path("data.grievance_Key");
    for (int key : new int[] {chosen, given}) {
      to(database).delete(records + key).then().statusCode(204);
    }
  }

  /** The same database again, which is never behind. */
  private String replicaOfMeasured() {
    return PostgresDataSource.of("measured-postgresql", "measured", postgres.getPort())
        .replicaXml();
  }

  private void addOnBothProducts(String purpose) throws IOException, SQLException {
    execute("create database " + purpose);
    String postgresql = purpose + "-postgresql";
    server.addDatabase(postgresql, postgresDatabase(postgresql, purpose, postgres.getPort()));
    server.addDatabase(purpose + "-derby", GAMMA.replace("gamma", purpose + "-derby"));
  }

  private void addSpread(String... names) throws IOException, SQLException {
    for (String name : names) {
      execute("create database \"" + name + "\"");
      server.addDatabase(name, postgresDatabase(name, name, postgres.getPort()));
    }
  }

  private static Map<String, String> withOthers(Map<String, String> users) {
    Map<String, String> all = new TreeMap<>(users);
    all.put("visitors", USER_WITHOUT_ROLE + " " + GUESSED_USER);
    for (String reader : List.of(USER_OF_BETA, USER_OF_DELTA)) {
      all.merge("grievance-reader", reader, (some, one) -> some + " " + one);
    }
    all.put("grievance-database-beta", USER_OF_BETA);
    all.put("grievance-database-delta", USER_OF_DELTA);
    return all;
  }

  private static Overrides overrides(Secrets secrets) throws JOSEException {
    return LimitedClients.addTo(ClockedGrievances.addRulesTo(Overrides.of(secrets)))
        .withSignIn(secrets, Overrides.basicRegistry(PASSWORD, withOthers(USERS)))
        .withOperations(OPERATIONS_PASSWORD)
        .addClient("alpha-only", ALPHA_KEY, "alpha")
        .addClient("limited", LIMITED_KEY, "*", 2)
        .addClient("slow", SLOW_KEY, "*", 1)
        .addClient("generated", GENERATED_CLIENT_KEY, "*")
        .addClient("exporting", EXPORTING_KEY, "*")
        .addClient("webhooks", WEBHOOK_CLIENT_KEY, "*")
        .addDefaultClient("default", DEFAULT_KEY, "*")
        .set("grievances.api-keys.console.rate", "20")
        .set("grievances.api-keys.console.burst", "200")
        .set("grievances.threads", Integer.toString(THREADS))
        .set("grievances.databases.owned.migrate", "false")
        .set("grievances.databases.spread.spread", "true")
        .set("grievances.databases.listed-spread.spread", "true")
        .set("grievances.databases.listed-spread.history", "false")
        .set("grievances.databases.coded-spread.spread", "true")
        .set("grievances.databases.counted-spread.spread", "true")
        .set("grievances.databases.keyed-spread.spread", "true")
        .set("grievances.databases.values-spread.spread", "true")
        .set("grievances.databases.reported-spread.spread", "true")
        .set("grievances.databases.reported-spread.zone", DUE_ZONE)
        .set("grievances.databases.reported-derby.zone", DUE_ZONE)
        .set("grievances.databases.reported-postgresql.zone", DUE_ZONE)
        .set("grievances.databases.reported-spread.deadlines.rules", "appeals,expedited")
        .set("grievances.databases.reported-derby.deadlines.rules", "appeals,expedited")
        .set("grievances.databases.reported-postgresql.deadlines.rules", "appeals,expedited")
        .set("grievances.databases.partitioned.spread", "true")
        .set("grievances.databases.partitioned.migrate", "false")
        .set("grievances.databases.wrongly-spread.spread", "true")
        .set("grievances.databases.clocked-spread.spread", "true")
        .set("grievances.databases.zoned-spread.spread", "true")
        .set("grievances.databases.zoned-spread.zone", "Asia/Kolkata")
        .set("grievances.databases.zoned-derby.zone", DUE_ZONE)
        .set("grievances.databases.zoned-postgresql.zone", DUE_ZONE)
        .set("grievances.databases.due-derby.zone", DUE_ZONE)
        .set("grievances.databases.due-postgresql.zone", DUE_ZONE)
        .set("grievances.databases.due-derby.deadlines.rules", "appeals,expedited")
        .set("grievances.databases.due-postgresql.deadlines.rules", "appeals,expedited")
        .set("grievances.deadlines.appeals.member", "grievance_Category")
        .set("grievances.deadlines.appeals.code", "Appeals")
        .set("grievances.deadlines.appeals.within", "P3D")
        .set("grievances.databases.unkept-derby.history", "false")
        .set("grievances.databases.unkept-postgresql.history", "false")
        .set("grievances.webhooks.keys", WEBHOOK_KEYS)
        .set("grievances.webhooks.allowed-networks", "127.0.0.0/8")
        .set("grievances.webhooks.timeout", "PT2S")
        .set("grievances.webhooks.first-pause", "PT0.2S")
        .set("grievances.webhooks.retry-for", "PT6S")
        .set("grievances.webhooks.changes-pause", "PT1S")
        .set("grievances.webhooks.due-pause", "PT1S")
        .set("grievances.batch.max-items", Integer.toString(MAX_ITEMS))
        .set("grievances.batch.max-bytes", Integer.toString(MAX_BYTES));
  }

  private static final String GAMMA =
      """
      <server>
        <dataSource jndiName="jdbc/grievances/gamma" jdbcDriverRef="derby"
                    isolationLevel="TRANSACTION_READ_COMMITTED"
                    type="javax.sql.ConnectionPoolDataSource">
          <properties.derby.embedded databaseName="${server.output.dir}/derby/gamma"
                                     createDatabase="create"/>
        </dataSource>
      </server>
      """;

  private static String postgresDatabase(String name, String database, int port) {
    return PostgresDataSource.of(name, database, port).xml();
  }

  /** Waits until a database can be used, as an operator would: by the health check. */
  public void awaitUse(String database) {
    awaitUse(server, database);
  }

  /** The same of another server. */
  public void awaitUse(LibertyServer other, String database) {
    await("database " + database)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> "UP".equals(health(other).getString("checks[0].data." + database)));
  }

  private JsonPath health(LibertyServer other) {
    return operations(other).get("/health/ready").jsonPath();
  }

  public LibertyServer server() {
    return server;
  }

  public Secrets secrets() {
    return secrets;
  }

  /** Where it speaks plain HTTP, for tests that count on each byte. */
  public int httpPort() {
    return httpPort;
  }

  public int absentPort() {
    return absentPort;
  }

  /** A server of its own that shares the database {@code delta} with this one. */
  public LibertyServer another(String name, Overrides overrides) throws IOException {
    return LibertyServer.install(name, overrides)
        .startingQuickly()
        .addDatabase("delta", postgresDatabase("delta", "postgres", postgres.getPort()));
  }

  /** The file that adds a new database of that PostgreSQL to a server, by the same name. */
  public String newDatabase(String name) throws SQLException {
    execute("create database " + name);
    return postgresDatabase(name, name, postgres.getPort());
  }

  /** A connection to the database {@code delta}, not through the service. */
  public Connection postgres() throws SQLException {
    return postgres("postgres");
  }

  /** A connection to a database of that PostgreSQL, not through the service. */
  public Connection postgres(String database) throws SQLException {
    return postgres.getDatabase("postgres", database).getConnection();
  }

  /** Runs a statement in the database {@code delta}, not through the service. */
  public void execute(String sql) throws SQLException {
    execute(postgres.getPostgresDatabase(), sql);
  }

  /** Runs a statement in another database of that PostgreSQL, not through the service. */
  public void execute(String database, String sql) throws SQLException {
    execute(postgres.getDatabase("postgres", database), sql);
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The tables of the database {@code owned} before the service reached it. */
  public List<String> tablesMadeByOwner() {
    return tablesMadeByOwner;
  }

  /** The tables of the database {@code owned}. */
  public List<String> ownedTables() throws SQLException {
    try (Connection connection = owned().getConnection();
        ResultSet tables =
            connection.getMetaData().getTables(null, "public", null, new String[] {"TABLE"})) {
      List<String> names = new ArrayList<>();
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
      return names;
    }
  }

  private DataSource owned() {
    return postgres.getDatabase("postgres", "owned");
  }

  private void createOwned() throws IOException, SQLException {
    execute("create database owned");
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path migration :
          files
              .filter(file -> file.toString().endsWith(".sql"))
              .sorted(Comparator.comparingInt(RunningServer::version))
              .toList()) {
        execute(owned(), Files.readString(migration));
      }
    }
    execute("create role " + SERVICE_ROLE + " login");
    execute(owned(), Files.readString(GRANTS));
  }

  /** Of {@code V10__what.sql}: 10. */
  private static int version(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf('_')));
  }

  /** Keeps its connections; a response that nobody reads to its end would not give one back. */
  @SuppressWarnings("deprecation") // the client that REST-assured takes
  private static HttpClient httpClient() {
    PoolingClientConnectionManager connections = new PoolingClientConnectionManager();
    connections.setMaxTotal(MAX_CONNECTIONS);
    connections.setDefaultMaxPerRoute(MAX_CONNECTIONS);
    return new DefaultHttpClient(connections);
  }

  /** A request with nothing but trust in the server's certificate. */
  public RequestSpecification plain() {
    return plain(server, config().httpClient(OPEN_CONNECTIONS));
  }

  /** The same to another server that was given the same secrets. */
  public RequestSpecification plain(LibertyServer other) {
    return plain(other, config());
  }

  private RequestSpecification plain(LibertyServer other, RestAssuredConfig config) {
    return given()
        .filter(SentContents.OF_THE_RUN)
        .config(config.encoderConfig(AS_GIVEN).sslConfig(tls))
        .baseUri(other.url());
  }

  /** A request for the server's own pages: health and metrics. */
  public RequestSpecification operations() {
    return operations(server);
  }

  /** The same to another server that was given the same secrets. */
  public RequestSpecification operations(LibertyServer other) {
    return plain(other).baseUri(other.operationsUrl());
  }

  /** A request of the account for operations. */
  public RequestSpecification asOperations() {
    return operations().auth().preemptive().basic(Overrides.OPERATIONS, OPERATIONS_PASSWORD);
  }

  /** A request of a writer with both credentials, to one database. */
  public RequestSpecification to(String database) {
    return to(database, "grievance-writer");
  }

  public RequestSpecification to(String database, String role) {
    return credentials(secrets.apiKey(), token(role))
        .header("vbasoftware-database", database)
        .contentType(ContentType.JSON);
  }

  /**
   * Exports grievances as a reader of a client of its own, and again while another test does: a
   * client has one export of a database at a time.
   *
   * @param query as it is in the address
   */
  public Response export(String database, String type, String query) {
    return await("the end of another export")
        .atMost(TIMEOUT)
        .until(
            () ->
                credentials(EXPORTING_KEY, token("grievance-reader"))
                    .header("vbasoftware-database", database)
                    .urlEncodingEnabled(false)
                    .accept(type)
                    .get("/vbasoftware/grievances/export?" + query),
            export -> export.statusCode() != 503);
  }

  /** The same with a body of this media type. */
  public RequestSpecification sending(String database, String type) {
    return to(database).contentType(type);
  }

  /** Puts a batch of this media type into a database. */
  public Response putBatch(String database, String type, String body) {
    return sending(database, type).body(body.getBytes(StandardCharsets.UTF_8)).put(BATCH);
  }

  public RequestSpecification credentials(String apiKey, String token) {
    return plain().header("x-api-key", apiKey).header("Authorization", "Bearer " + token);
  }

  public String token(String... roles) {
    return tokens.computeIfAbsent(List.of(roles), this::sign);
  }

  private String sign(List<String> roles) {
    try {
      return secrets.token(USER, roles.toArray(String[]::new));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that the server has logged. */
  public String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.walk(server.directory().resolve("logs"))) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        logs.append(Files.readString(log, StandardCharsets.ISO_8859_1));
      }
    }
    return logs.toString();
  }

  @Override
  public void close() throws IOException {
    SentContents.OF_THE_RUN.write();
    server.stop();
    postgres.close();
  }

  /** Hands the one server of the test run to each test that asks for it. */
  public static final class Resolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(RunningServer.class, type -> start(), RunningServer.class);
    }

    private static RunningServer start() {
      try {
        return new RunningServer();
      } catch (IOException | GeneralSecurityException | JOSEException | SQLException e) {
        throw new IllegalStateException("The server did not start", e);
      }
    }
  }
}
