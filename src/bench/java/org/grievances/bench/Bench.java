package org.grievances.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the benchmarks and writes what they measured to the console and to a file. */
public final class Bench {
  private Bench() {}

  /**
   * @param arguments the directory for what comes out, how many grievances to list
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Path report = directory.resolve("listing.md");
    try (BenchServer server = BenchServer.start(directory);
        OutputStream file = Files.newOutputStream(report);
        PrintStream out =
            new PrintStream(new Both(System.out, file), true, StandardCharsets.UTF_8)) {
      new ListingBenchmark(server, Integer.parseInt(arguments[1]), out).run();
    }
    System.out.println("Written to " + report);
  }
}
