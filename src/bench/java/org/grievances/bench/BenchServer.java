package org.grievances.bench;

import com.nimbusds.jose.JOSEException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;

/**
 * A server on loopback as it is delivered, but for a heap of 512 MiB and an additional port for
 * plain HTTP, with the databases of {@link Target}. PostgreSQL has its default durability settings.
 * The API key has a rate limit that no benchmark reaches.
 */
final class BenchServer implements AutoCloseable {
  private static final boolean PROFILED = Boolean.getBoolean("bench.profile");
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
  private final HttpClient plain;
  private final HttpClient secure;
  private final String token;
  private final int plainPort = LibertyServer.freePort();
  private final Duration startUp;
  private final ProcessHandle postmaster;

  private BenchServer(
      Path directory,
      int poolSize,
      Map<String, String> settings,
      List<String> jvmOptions,
      Class<?>... replacements)
      throws IOException,
          GeneralSecurityException,
          JOSEException,
          InterruptedException,
          SQLException {
    secrets = Secrets.create(directory.resolve("secrets"));
    token = secrets.token("bench", "grievance-writer");
    plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    secure =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(secrets.trusting())
            .build();
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    Overrides overrides =
        Overrides.of(secrets).set("grievances.http.port", Integer.toString(plainPort));
    settings.forEach(overrides::set);
    for (Target target : List.of(Target.POSTGRESQL, Target.DERBY)) {
      overrides.set("grievances.databases." + target.database() + ".history", "false");
      overrides.set("grievances.databases." + target.database() + ".record-reads", "false");
    }
    overrides.set("grievances.databases." + Target.SPREAD_DELIVERED.database() + ".spread", "true");
    server = LibertyServer.install(directory.getFileName().toString(), overrides);
    for (Target target :
        List.of(Target.POSTGRESQL, Target.POSTGRESQL_WITH_HISTORY, Target.SPREAD_DELIVERED)) {
      addDatabase(target, poolSize);
    }
    for (Class<?> replacement : replacements) {
      server.addToApplication(replacement);
    }
    server.addJvmOption("-Xmx512m");
    if (PROFILED) {
      server.addJvmOption("-XX:StartFlightRecording=settings=profile,filename=" + directory);
    }
    for (String option : jvmOptions) {
      server.addJvmOption(option);
    }
    Instant started = Instant.now();
    server.start();
    for (Target target : Target.values()) {
      await(target);
    }
    startUp = Duration.between(started, Instant.now());
    postmaster = postmaster();
  }

  /** Starts a server with the default settings. */
  static BenchServer start(Path directory) throws Exception {
    return start(directory, 20, Map.of());
  }

  /**
   * @param poolSize the maximum number of connections to a PostgreSQL database
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
   * @param replacements alternative beans, which are added to the application
   */
  static BenchServer start(Path directory, List<String> jvmOptions, Class<?>... replacements)
      throws Exception {
    return new BenchServer(directory, 20, Map.of(), jvmOptions, replacements);
  }

  /** Returns the time from the start until all databases could be used. */
  Duration startUp() {
    return startUp;
  }

  private void addDatabase(Target target, int poolSize) throws IOException, SQLException {
    String name = target.database();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    server.addDatabase(name, DATA_SOURCE.formatted(name, postgres.getPort(), name, poolSize));
  }

  private void await(Target target) throws IOException, InterruptedException {
    BenchClient client = client(target);
    while (!client.isReady()) {
      Thread.onSpinWait();
    }
  }

  private ProcessHandle postmaster() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet backend = statement.executeQuery("SELECT pg_backend_pid()")) {
      backend.next();
      return ProcessHandle.of(backend.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
    }
  }

  /** Starts to measure CPU times. */
  CpuMeter cpuMeter() throws IOException {
    return new CpuMeter(ProcessHandle.of(Long.parseLong(server.pid())).orElseThrow(), postmaster);
  }

  /** A caller who may see only the grievances of one subscriber, of which there are none. */
  BenchClient memberClient(Target target) throws JOSEException {
    String member =
        secrets.sign(
            Secrets.claims("member", "grievance-reader").claim("subscriber_ID", "nobody").build());
    return BenchClient.of(secure, server.url(), secrets, member, target.database(), true);
  }

  BenchClient client(Target target) {
    boolean delivered = target.delivered();
    HttpClient http = delivered ? secure : plain;
    String address = delivered ? server.url() : "http://localhost:" + plainPort;
    return BenchClient.of(http, address, secrets, token, target.database(), delivered);
  }

  long liveHeapKibibytes() throws IOException, InterruptedException {
    return server.liveHeapKibibytes();
  }

  /** Returns the most that the server has had in memory. */
  long mostResidentMebibytes() throws IOException {
    return server.mostResidentMebibytes();
  }

  /** Runs a garbage collection, and returns the heap usage that {@code jcmd} prints. */
  String heap() throws IOException, InterruptedException {
    return server.jcmd("GC.run") + server.jcmd("GC.heap_info");
  }

  /** Returns the JDBC URL of {@link Target#POSTGRESQL}. */
  String url() {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + Target.POSTGRESQL.database();
  }

  /**
   * Analyzes PostgreSQL, which would keep using plans for empty tables; Derby has no such command.
   */
  void analyze(Target target) throws SQLException {
    if (target.product().equals("PostgreSQL")) {
      try (Connection connection = connect(target);
          Statement statement = connection.createStatement()) {
        statement.execute("ANALYZE");
      }
    }
  }

  /** Opens a connection to {@link Target#POSTGRESQL}, not through the service. */
  Connection connect() throws SQLException {
    return connect(Target.POSTGRESQL);
  }

  /** Opens a connection to a database of PostgreSQL, not through the service. */
  Connection connect(Target target) throws SQLException {
    return postgres.getDatabase("postgres", target.database()).getConnection();
  }

  /** A profile is written by a server that stops, not by one that is killed. */
  @Override
  public void close() throws IOException {
    if (PROFILED) {
      server.stop();
    }
    server.close();
    postgres.close();
  }
}
