package org.grievances.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.grievances.bench.BatchBenchmark.Result;
import org.grievances.browser.ConsoleBenchmark;

/** Runs the benchmarks and writes what they measured to the console and to files. */
public final class Bench {
  /** How often each measurement is repeated. */
  static final int ROUNDS = Integer.getInteger("bench.rounds", 5);

  private static final int DATABASES = Integer.getInteger("bench.databases", 1000);

  /** How many grievances are listed, or loaded by a large job. */
  private static final int RECORDS = Integer.getInteger("bench.records", 1_000_000);

  private static final Path DIRECTORY = Path.of("target/bench").toAbsolutePath();

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
  private static final int LARGE_BATCH = 100_000;

  private final BenchServer server;
  private final PrintStream out;

  private Bench(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /**
   * @param arguments the benchmarks to run: some of {@code
   *     parts,startup,settings,collectors,telemetry,databases,delivered,jobs,large-job,spread,deleting,merging,single,callers,changes,reads,batch,filing,history,growth,listing,paging,waiting,waiting-derby,waiting-all,waiting-all-derby,console}
   */
  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(DIRECTORY);
    System.setProperty("derby.stream.error.file", DIRECTORY.resolve("derby.log").toString());
    Path report = DIRECTORY.resolve("report.md");
    try (OutputStream file = Files.newOutputStream(report);
        PrintStream out =
            new PrintStream(new TeeOutputStream(System.out, file), true, StandardCharsets.UTF_8)) {
      for (String name : arguments[0].split(",")) {
        run(name, out);
      }
    }
    System.out.println("Written to " + report);
  }

  private static void run(String name, PrintStream out) throws Exception {
    switch (name) {
      case "parts" -> MicroBenchmarks.run(out);
      case "startup" -> new StartUpBenchmark(DIRECTORY, out).run();
      case "settings" -> new SettingsBenchmark(DIRECTORY, out).run();
      case "collectors" -> new CollectorBenchmark(DIRECTORY, out).run();
      case "telemetry" -> new TelemetryBenchmark(DIRECTORY, out).run();
      case "console" -> new ConsoleBenchmark(ROUNDS, out).run();
      case "databases" -> new DatabasesBenchmark(DIRECTORY, DATABASES, out).run();
      default -> runOnOneServer(name, out);
    }
  }

  private static void runOnOneServer(String name, PrintStream out) throws Exception {
    try (BenchServer server = BenchServer.start(DIRECTORY)) {
      Bench bench = new Bench(server, out);
      switch (name) {
        case "delivered" -> bench.delivered();
        case "jobs" -> bench.jobs();
        case "large-job" -> new JobsBenchmark(server, out).runLarge(RECORDS);
        case "spread" -> bench.spread();
        case "deleting" -> new DeletingBenchmark(server, out).run();
        case "merging" -> new MergeBenchmark(server, out).run();
        case "single" -> new SingleBenchmark(server, out).run();
        case "changes" -> new ChangesBenchmark(server, out).run();
        case "reads" -> new ReadsBenchmark(server, out).run();
        case "callers" -> new CallersBenchmark(server, out).run();
        case "batch" -> bench.batches();
        case "filing" -> new FilingBenchmark(server, out).run();
        case "history" -> bench.history();
        case "growth" -> bench.growth();
        case "listing" -> new ListingBenchmark(server, RECORDS, out).run();
        case "waiting-derby" ->
            new WaitingBenchmark(server, Target.DERBY_DELIVERED, RECORDS, out).run();
        case "waiting" ->
            new WaitingBenchmark(server, Target.POSTGRESQL_DELIVERED, RECORDS, out).run();
        case "waiting-all" ->
            new WaitingBenchmark(server, Target.POSTGRESQL_DELIVERED, RECORDS, out).runAll();
        case "waiting-all-derby" ->
            new WaitingBenchmark(server, Target.DERBY_DELIVERED, RECORDS, out).runAll();
        case "paging" -> new ListingBenchmark(server, RECORDS, out).runPaging();
        default -> throw new IllegalArgumentException("There is no benchmark " + name);
      }
    }
  }

  private void delivered() throws Exception {
    DeliveredBenchmark benchmark = new DeliveredBenchmark(server, out);
    try (Floor floor = Floor.onPostgreSql(server)) {
      benchmark.onPostgreSql(floor);
    }
    try (Floor floor = Floor.onDerby(DIRECTORY)) {
      benchmark.onDerby(floor);
    }
  }

  private void jobs() throws Exception {
    try (Floor floor = Floor.onPostgreSql(server)) {
      new JobsBenchmark(server, out).run(floor);
    }
  }

  private void spread() throws Exception {
    try (Floor floor = Floor.onPostgreSql(server)) {
      new SpreadBenchmark(server, out).run(floor);
    }
  }

  private void batches() throws Exception {
    out.printf(
        "The server was up, with all databases, after %d ms.%n", server.startUp().toMillis());
    Map<Target, List<Result>> results = new EnumMap<>(Target.class);
    results.put(Target.POSTGRESQL, onPostgreSql());
    results.put(Target.DERBY, onDerby());
    largeBatch();
    Files.writeString(DIRECTORY.resolve("batches.svg"), BarChart.of(results));
  }

  private List<Result> onPostgreSql() throws Exception {
    try (Floor floor = Floor.onPostgreSql(server)) {
      BatchBenchmark benchmark = new BatchBenchmark(server, floor, Target.POSTGRESQL);
      List<Result> results = benchmark.measure(SIZES);
      BatchBenchmark.print(out, "PostgreSQL", Target.POSTGRESQL, results);
      benchmark.compareWithInvalidItems(out);
      compareWithJpa();
      return results;
    }
  }

  private void compareWithJpa() throws Exception {
    try (Floor floor = Floor.withJpa(server)) {
      BatchBenchmark benchmark =
          new BatchBenchmark(server, floor, Target.POSTGRESQL).startingAt(300_000_000);
      benchmark.measure(JPA_SIZE);
      BatchBenchmark.print(
          out,
          "PostgreSQL, compared with EclipseLink's batch writing",
          Target.POSTGRESQL,
          benchmark.measure(JPA_SIZE));
    }
  }

  private List<Result> onDerby() throws Exception {
    try (Floor floor = Floor.onDerby(DIRECTORY)) {
      List<Result> results =
          new BatchBenchmark(server, floor, Target.DERBY).measure(SIZES_ON_DERBY);
      BatchBenchmark.print(out, "Derby", Target.DERBY, results);
      return results;
    }
  }

  private void largeBatch() throws Exception {
    BenchClient client = server.client(Target.POSTGRESQL);
    String body = new BenchGrievances(2).json(500_000_000, LARGE_BATCH, 1);
    Timings timings = Timings.of(3, () -> client.putBatch(body));
    out.printf(
        "%nA batch of %,d items (%,d MB), with -Xmx512m: %.0f ms; afterwards%n%s%n",
        LARGE_BATCH, body.length() / 1_000_000, timings.median(), server.heap());
  }

  /** Measures the same batches in databases without and with the history of records. */
  private void history() throws Exception {
    try (Floor floor = Floor.onPostgreSql(server)) {
      compareHistory(floor, Target.POSTGRESQL, Target.POSTGRESQL_WITH_HISTORY);
    }
    try (Floor floor = Floor.onDerby(DIRECTORY)) {
      compareHistory(floor, Target.DERBY, Target.DERBY_WITH_HISTORY);
    }
  }

  private void compareHistory(Floor floor, Target without, Target with) throws Exception {
    List<Result> results = new BatchBenchmark(server, floor, without, with).measure(HISTORY_SIZES);
    BatchBenchmark.print(out, without.product() + ", no history kept", without, results);
    BatchBenchmark.print(out, with.product() + ", with the history of records", with, results);
  }

  private void growth() throws Exception {
    try (Floor floor = Floor.onPostgreSql(server)) {
      BatchBenchmark benchmark = new BatchBenchmark(server, floor, Target.POSTGRESQL);
      benchmark.warmUp();
      new GrowthBenchmark(server, benchmark, out).run();
    }
  }
}
