package org.grievances.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.grievances.bench.BatchBenchmark.Result;
import org.grievances.bench.BatchBenchmark.Size;

/** Runs the benchmarks and writes what they measured to the console and to files. */
public final class Bench {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final List<Size> SIZES =
      List.of(
          new Size(1, 1, 1_000),
          new Size(100, 2, 20_000),
          new Size(1_000, 2, 60_000),
          new Size(10_000, 2, 100_000));
  private static final List<Size> SIZES_ON_DERBY =
      List.of(
          new Size(1, 1, 1_000),
          new Size(100, 2, 10_000),
          new Size(1_000, 2, 30_000),
          new Size(10_000, 2, 80_000));
  private static final Size JPA_SIZE = new Size(1_000, 2, 20_000);
  private static final List<Size> HISTORY_SIZES =
      List.of(new Size(1, 1, 1_000), new Size(1_000, 2, 30_000));
  private static final List<Connection> NO_CONNECTIONS = Arrays.asList(null, null);
  private static final int LARGE_BATCH = 100_000;

  private final Path directory;
  private final BenchServer server;
  private final PrintStream out;

  private Bench(Path directory, BenchServer server, PrintStream out) {
    this.directory = directory;
    this.server = server;
    this.out = out;
  }

  /**
   * @param arguments the output directory, the number of grievances to list, and the benchmarks to
   *     run: some of {@code parts,settings,collectors,batch,filing,history,growth,listing}
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    Path report = directory.resolve("report.md");
    try (OutputStream file = Files.newOutputStream(report);
        PrintStream out =
            new PrintStream(new TeeOutputStream(System.out, file), true, StandardCharsets.UTF_8)) {
      run(directory, Integer.parseInt(arguments[1]), List.of(arguments[2].split(",")), out);
    }
    System.out.println("Written to " + report);
  }

  private static void run(Path directory, int records, List<String> names, PrintStream out)
      throws Exception {
    if (names.contains("parts")) {
      MicroBenchmarks.run(out);
    }
    if (names.contains("settings")) {
      new SettingsBenchmark(directory, out).run();
    }
    if (names.contains("collectors")) {
      new CollectorBenchmark(directory, out).run();
    }
    if (!Collections.disjoint(names, List.of("batch", "filing", "history", "growth", "listing"))) {
      try (BenchServer server = BenchServer.start(directory)) {
        Bench bench = new Bench(directory, server, out);
        if (names.contains("batch")) {
          bench.batches();
        }
        if (names.contains("filing")) {
          new FilingBenchmark(server, out).run();
        }
        if (names.contains("history")) {
          bench.history();
        }
        if (names.contains("growth")) {
          bench.growth();
        }
        if (names.contains("listing")) {
          new ListingBenchmark(server, records, out).run();
        }
      }
    }
  }

  private void batches() throws Exception {
    out.printf(
        "The server was up, with both databases, after %d ms.%n", server.startUp().toMillis());
    List<Result> onPostgreSql = onPostgreSql();
    List<Result> onDerby = onDerby();
    largeBatch();
    Files.writeString(
        directory.resolve("batches.svg"),
        BarChart.of(List.of("PostgreSQL", "Derby"), List.of(onPostgreSql, onDerby)));
  }

  /** Measures the same batches in databases without and with the history of records. */
  private void history() throws Exception {
    compareHistory("PostgreSQL", postgreSql(), BenchServer.POSTGRESQL_WITH_HISTORY);
    compareHistory("Derby", derby(), BenchServer.DERBY_WITH_HISTORY);
    stopDerby();
  }

  private void compareHistory(String product, BatchBenchmark without, String withHistory)
      throws Exception {
    BatchBenchmark.print(out, product + ", no history kept", measure(without, HISTORY_SIZES));
    List<Result> results = measure(without.withDatabase(withHistory), HISTORY_SIZES);
    BatchBenchmark.print(out, product + ", with the history of records", results);
  }

  private void growth() throws Exception {
    BatchBenchmark benchmark = postgreSql();
    benchmark.prepare();
    new GrowthBenchmark(server, benchmark, out).run();
  }

  private BatchBenchmark postgreSql() throws Exception {
    List<Connection> connections = List.of(server.connect(), server.connect());
    Baseline.createTable(connections.get(0), tableOnPostgreSql());
    return benchmark(BenchServer.POSTGRESQL, new Baseline.PostgreSql(), connections);
  }

  private List<Result> onPostgreSql() throws Exception {
    BatchBenchmark benchmark = postgreSql();
    List<Result> results = measure(benchmark, SIZES);
    BatchBenchmark.print(out, "PostgreSQL", results);
    benchmark.compareWithInvalidItems(out);
    compareWithJpa();
    return results;
  }

  /** Uses JPA with batch writing as the baseline, in a schema of its own. */
  private void compareWithJpa() throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA jpa");
      statement.execute("SET search_path TO jpa");
      for (String each : tableOnPostgreSql()) {
        statement.execute(each);
      }
    }
    String url = server.url() + "?currentSchema=jpa&reWriteBatchedInserts=true";
    try (JpaBaseline jpa = new JpaBaseline(url)) {
      BatchBenchmark benchmark =
          new BatchBenchmark(server, BenchServer.POSTGRESQL, jpa, NO_CONNECTIONS);
      benchmark.startAt(300_000_000);
      List<Result> results = new ArrayList<>();
      benchmark.measure(JPA_SIZE);
      results.addAll(benchmark.measure(JPA_SIZE));
      BatchBenchmark.print(out, "PostgreSQL, beside EclipseLink's batch writing", results);
    }
  }

  private BatchBenchmark derby() throws Exception {
    String url = "jdbc:derby:" + directory.resolve("floor-" + System.nanoTime());
    List<Connection> connections =
        List.of(
            DriverManager.getConnection(url + ";create=true"), DriverManager.getConnection(url));
    Baseline.createTable(
        connections.get(0), List.of(statement("derby/V1__grievances.sql", "create table")));
    return benchmark(BenchServer.DERBY, new Baseline.Derby(), connections);
  }

  private List<Result> onDerby() throws Exception {
    List<Result> results = measure(derby(), SIZES_ON_DERBY);
    BatchBenchmark.print(out, "Derby", results);
    stopDerby();
    return results;
  }

  /** Derby reports a successful shutdown by an exception. */
  private static void stopDerby() {
    try {
      DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
    } catch (SQLException stopped) {
      if (!"XJ015".equals(stopped.getSQLState())) {
        throw new IllegalStateException(stopped);
      }
    }
  }

  private static List<String> tableOnPostgreSql() throws IOException {
    return List.of(
        statement("postgresql/V1__grievances.sql", "create table"),
        statement("postgresql/V9__room_for_updates.sql", "alter table"));
  }

  private static String statement(String migration, String start) throws IOException {
    String text = Files.readString(MIGRATIONS.resolve(migration));
    int from = text.indexOf(start);
    return text.substring(from, text.indexOf(';', from));
  }

  private BatchBenchmark benchmark(String database, Baseline baseline, List<Connection> connections)
      throws SQLException {
    for (Connection connection : connections) {
      connection.setAutoCommit(false);
    }
    return new BatchBenchmark(server, database, baseline, connections);
  }

  private static List<Result> measure(BatchBenchmark benchmark, List<Size> sizes) throws Exception {
    benchmark.prepare();
    List<Result> results = new ArrayList<>();
    for (Size size : sizes) {
      results.addAll(benchmark.measure(size));
    }
    return results;
  }

  private void largeBatch() throws Exception {
    String body = new BenchGrievances(2).json(500_000_000, LARGE_BATCH, 1);
    Timings timings = Timings.of(3, () -> server.putBatch(BenchServer.POSTGRESQL, body));
    out.printf(
        "%nA batch of %,d items (%,d MB), with -Xmx512m: %.0f ms; afterwards%n%s%n",
        LARGE_BATCH, body.length() / 1_000_000, timings.median(), server.heap());
    Timings deleted = Timings.of(1, () -> server.deleteBatch(BenchServer.POSTGRESQL, body));
    out.printf("The same deleted: %.0f ms%n", deleted.median());
  }
}
