package org.grievances.bench;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.grievances.grievance.Grievance;
import org.grievances.item.ItemReader;
import org.grievances.schema.Codes;
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
import org.openjdk.jmh.infra.Blackhole;

/** Compares reading and checking the items of a batch with only parsing the same JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ItemReaderBenchmark {
  private static final int ITEMS = 1_000;

  private byte[] body;

  @Setup
  public void prepare() {
    body = new BenchGrievances(1).json(1, ITEMS, 1).getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void parse(Blackhole blackhole) {
    try (JsonParser parser = Json.createParser(new ByteArrayInputStream(body))) {
      while (parser.hasNext()) {
        blackhole.consume(parser.next());
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void read(Blackhole blackhole) {
    try (ItemReader items =
        new ItemReader(
            new ByteArrayInputStream(body),
            Grievance.TABLE,
            ItemReader.Members.LENIENT,
            Codes.ANY,
            ITEMS)) {
      while (items.hasNext()) {
        blackhole.consume(items.next());
      }
    }
  }
}
