package org.grievances.bench;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks of single parts of the service. */
final class MicroBenchmarks {
  private static final String BENCHMARKS = "org.grievances.*";

  private MicroBenchmarks() {}

  static void run(PrintStream out) throws RunnerException {
    out.printf("%nParts by themselves; of reader and writer, for one item of a batch of 1,000%n%n");
    out.printf("| | µs | ± |%n| --- | ---: | ---: |%n");
    new Runner(new OptionsBuilder().include(BENCHMARKS).build())
        .run().stream()
            .sorted(Comparator.comparing(run -> run.getParams().getBenchmark()))
            .forEach(run -> print(out, run));
  }

  private static void print(PrintStream out, RunResult run) {
    Result<?> result = run.getPrimaryResult();
    String[] name = run.getParams().getBenchmark().split("\\.");
    String parameters =
        run.getParams().getParamsKeys().stream()
            .map(parameter -> ", %s: %s".formatted(parameter, run.getParams().getParam(parameter)))
            .collect(Collectors.joining());
    out.printf(
        "| %s | %.2f | %.2f |%n",
        name[name.length - 2] + "." + name[name.length - 1] + parameters,
        result.getScore(),
        result.getScoreError());
  }
}
