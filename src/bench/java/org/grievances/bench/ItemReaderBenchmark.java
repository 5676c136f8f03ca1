package org.grievances.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.grievances.grievance.Grievance;
import org.grievances.item.CsvForm;
import org.grievances.item.CsvItems;
import org.grievances.item.ItemReader;
import org.grievances.item.Items;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
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

/**
 * Compares reading and checking the items of a batch with only parsing the same JSON, and with
 * reading them from CSV.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ItemReaderBenchmark {
  private static final int ITEMS = 1_000;

  private byte[] body;
  private byte[] csv;

  @Setup
  public void prepare() {
    body = new BenchGrievances(1).json(1, ITEMS, 1).getBytes(StandardCharsets.UTF_8);
    csv = csv();
  }

  private byte[] csv() {
    StringWriter text = new StringWriter();
    CsvWriter writer = CsvWriter.builder().build(text);
    List<String> columns = Grievance.TABLE.fields().stream().map(Field::name).toList();
    writer.writeRecord(columns);
    try (JsonReader items = Json.createReader(new ByteArrayInputStream(body))) {
      for (JsonObject item : items.readArray().getValuesAs(JsonObject.class)) {
        writer.writeRecord(columns.stream().map(column -> text(item.get(column))).toList());
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string
        ? string.getString()
        : value == null || value == JsonValue.NULL ? null : value.toString();
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
    try (Items items =
        new ItemReader(
            new ByteArrayInputStream(body),
            Grievance.TABLE,
            ItemReader.Members.LENIENT,
            ZoneOffset.UTC,
            Codes.ANY,
            ITEMS)) {
      consume(items, blackhole);
    }
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void readCsv(Blackhole blackhole) {
    try (Items items =
        new CsvItems(
            new ByteArrayInputStream(csv),
            CsvForm.PLAIN,
            Grievance.TABLE,
            ItemReader.Members.LENIENT,
            ZoneOffset.UTC,
            Codes.ANY,
            ITEMS)) {
      consume(items, blackhole);
    }
  }

  private static void consume(Items items, Blackhole blackhole) {
    while (items.hasNext()) {
      blackhole.consume(items.next());
    }
  }
}
