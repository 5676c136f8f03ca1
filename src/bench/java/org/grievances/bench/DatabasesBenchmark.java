package org.grievances.bench;

import com.nimbusds.jose.JOSEException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;

/**
 * Measures a server with many databases: how long it takes to open them, how a database is served
 * meanwhile, how long the view of all takes, and what they cost while nobody calls. All are in one
 * PostgreSQL with its default limit of 100 connections.
 */
final class DatabasesBenchmark {
  private static final int MAX_EMPTY = 50;
  private static final int MAX_CALLED = 50;
  private static final int CALLS = 2_000;
  private static final int VIEWS = 5;
  private static final Duration REST = Duration.ofSeconds(30);
  private static final Duration UNTIL_CLOSED = Duration.ofMinutes(3);
  private static final Pattern UP = Pattern.compile("\"up\":(\\d+)");
  private static final Pattern STARTING = Pattern.compile("\"starting\":(\\d+)");

  /** Those on Derby that a server comes with. */
  private static final int OTHERS = 2;

  private final Path directory;
  private final int databases;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  DatabasesBenchmark(Path directory, int databases, PrintStream out) {
    this.directory = directory;
    this.databases = databases;
    this.out = out;
  }

  void run() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      int empty = Math.min(databases, MAX_EMPTY);
      create(postgres, 0, empty, "template0");
      out.printf("%n%,d databases in one PostgreSQL, -Xmx1g%n%n", databases);
      try (Run run = new Run(postgres, empty)) {
        run.open("empty");
      }
      create(postgres, empty, databases, name(0));
      try (Run run = new Run(postgres, databases)) {
        run.open("migrated");
        run.view();
        run.rest();
        run.callSome();
      }
    }
  }

  private static String name(int number) {
    return "d%04d".formatted(number);
  }

  private static void create(EmbeddedPostgres postgres, int from, int to, String template)
      throws SQLException {
    for (int number = from; number < to; number++) {
      execute(postgres, "CREATE DATABASE " + name(number) + " TEMPLATE " + template);
    }
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A server that was just started, with a number of databases. */
  private final class Run implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final int number;
    private final LibertyServer server;
    private final HttpClient operations;
    private final List<BenchClient> clients;
    private final BenchClient client;
    private final BenchClient admin;
    private final Instant started;

    Run(EmbeddedPostgres postgres, int number) throws Exception {
      this.postgres = postgres;
      this.number = number;
      Secrets secrets = Secrets.create(directory.resolve("secrets"));
      operations = secrets.httpClient();
      int port = LibertyServer.freePort();
      String address = "http://localhost:" + port;
      clients = clients(secrets, address, "grievance-writer");
      client = clients.get(0);
      admin = clients(secrets, address, "grievance-admin").get(0);
      Overrides overrides =
          Overrides.of(secrets)
              .set("grievances.http.port", Integer.toString(port))
              .set("grievances.health.names", "false");
      server = LibertyServer.install("databases", overrides).addJvmOption("-Xmx1g");
      for (int i = 0; i < number; i++) {
        server.addDatabase(
            name(i), PostgresDataSource.of(name(i), name(i), postgres.getPort()).xml());
      }
      started = Instant.now();
      server.start();
    }

    private List<BenchClient> clients(Secrets secrets, String address, String role)
        throws JOSEException {
      String token = secrets.token("bench", role);
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      return IntStream.range(0, number)
          .mapToObj(i -> BenchClient.of(http, address, secrets, token, name(i), false))
          .toList();
    }

    private double seconds() {
      return Duration.between(started, Instant.now()).toMillis() / 1e3;
    }

    /** Opens all while one caller sends batches to the first. */
    void open(String what) throws Exception {
      while (!client.isReady()) {
        Thread.sleep(10);
      }
      double first = seconds();
      ExecutorService caller = Executors.newSingleThreadExecutor();
      try {
        Future<List<Double>> calls = caller.submit(this::callWhileOpening);
        while (count(UP) < number + OTHERS) {
          Thread.sleep(100);
        }
        double all = seconds();
        Timings opening = Timings.of(calls.get());
        Timings open = Timings.of(CALLS, this::call);
        out.printf(
            "%,d %s: the first is up after %.1f s, all after %.1f s%n", number, what, first, all);
        out.printf(
            "a batch of one: while opening p50 %.1f ms, p99 %.1f ms (%,d calls); then %.1f, %.1f%n",
            opening.median(), opening.p99(), opening.sorted().length, open.median(), open.p99());
      } finally {
        caller.shutdown();
      }
    }

    private List<Double> callWhileOpening() throws Exception {
      List<Double> millis = new ArrayList<>();
      while (count(STARTING) > 0) {
        for (int i = 0; i < 50; i++) {
          millis.add(Timings.of(1, this::call).median());
        }
      }
      return millis;
    }

    /**
     * Asks for the view of all databases, and at last while one caller sends batches to the first.
     */
    void view() throws Exception {
      Timings views = Timings.of(VIEWS, this::viewAll);
      ExecutorService viewer = Executors.newSingleThreadExecutor();
      try {
        Future<byte[]> view = viewer.submit(this::viewAll);
        List<Double> millis = new ArrayList<>();
        while (!view.isDone()) {
          millis.add(Timings.of(1, this::call).median());
        }
        Timings calls = Timings.of(millis);
        out.printf(
            "the view of all: p50 %.1f ms; a batch of one meanwhile p50 %.1f ms, p99 %.1f ms;"
                + " %d databases did not tell their size%n",
            views.median(), calls.median(), calls.p99(), unknown(view.get()));
      } finally {
        viewer.shutdown();
      }
    }

    private byte[] viewAll() throws IOException, InterruptedException {
      return admin.get("databases");
    }

    private static long unknown(byte[] view) {
      return Pattern.compile("\"bytes\":null")
          .matcher(new String(view, StandardCharsets.UTF_8))
          .results()
          .count();
    }

    private byte[] call() throws IOException, InterruptedException {
      return client.putBatch(grievances.json(nextKey++, 1, 1));
    }

    private int count(Pattern state) throws IOException, InterruptedException {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create(server.operationsUrl() + "/health/ready")).build();
      Matcher count =
          state.matcher(operations.send(ready, HttpResponse.BodyHandlers.ofString()).body());
      return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }

    /** Calls some databases for the first time, no more than PostgreSQL has connections for. */
    void callSome() throws Exception {
      List<BenchClient> some = clients.subList(1, Math.min(number, MAX_CALLED + 1));
      String body = grievances.json(nextKey++, 1, 1);
      Timings timings =
          Timings.of(ConcurrentCalls.run(1, some, (caller, each) -> each.putBatch(body)).millis());
      out.printf(
          "%d called for the first time: p50 %.1f ms, p99 %.1f ms; then %d connections%n",
          some.size(), timings.median(), timings.p99(), connections());
    }

    /** Lets the server rest until its connections are closed, and then looks at what it uses. */
    void rest() throws Exception {
      Instant since = Instant.now();
      while (connections() > 0 && since.plus(UNTIL_CLOSED).isAfter(Instant.now())) {
        Thread.sleep(1_000);
      }
      long idle = Duration.between(since, Instant.now()).toSeconds();
      long ticks = processorTicks();
      int most = 0;
      Instant end = Instant.now().plus(REST);
      while (Instant.now().isBefore(end)) {
        most = Math.max(most, connections());
        Thread.sleep(1_000);
      }
      double share = (double) (processorTicks() - ticks) / REST.toSeconds();
      out.printf(
          "at rest: no connection after %d s, then at most %d; %.1f %% of a core; live heap %d MiB,"
              + " resident %d MiB%n",
          idle, most, share, server.liveHeapKibibytes() / 1024, server.residentMebibytes());
    }

    private int connections() throws SQLException {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "select count(*) from pg_stat_activity where datname like 'd____'")) {
        result.next();
        return result.getInt(1);
      }
    }

    /** The processor time that the server has used, in hundredths of a second. */
    private long processorTicks() throws IOException {
      String stat = Files.readString(Path.of("/proc", server.pid(), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
