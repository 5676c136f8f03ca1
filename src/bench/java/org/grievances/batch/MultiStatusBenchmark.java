package org.grievances.batch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Compares writing the response to a batch as JSON with concatenating the same text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MultiStatusBenchmark {
  private static final int ITEMS = 1_000;

  private final MultiStatus multiStatus = new MultiStatus("grievance_Key");

  @Setup
  public void prepare() {
    for (int item = 0; item < ITEMS; item++) {
      multiStatus.set(item, Outcome.done(1_000_000 + item, 201, "Created"));
    }
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public byte[] concatenate() {
    StringBuilder text = new StringBuilder("[");
    for (Outcome outcome : multiStatus.outcomes()) {
      text.append(text.length() == 1 ? "" : ",")
          .append("{\"id\":[{\"key\":\"grievance_Key\",\"value\":")
          .append(outcome.key())
          .append("}],\"status\":")
          .append(outcome.status())
          .append(",\"body\":\"")
          .append(outcome.body())
          .append("\"}");
    }
    return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public byte[] write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MultiStatusData(multiStatus, false).writeTo(out);
    return out.toByteArray();
  }
}
