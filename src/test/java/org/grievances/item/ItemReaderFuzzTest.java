package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.part.BodySplitter;
import org.grievances.item.part.Part;
import org.grievances.item.part.SentItems;
import org.grievances.schema.Codes;

/**
 * Tests that any input is read as items or refused with a client error, in limited time, and in the
 * same way if it is split into parts.
 */
class ItemReaderFuzzTest {
  private static final int MAX_ITEMS = 50;
  private static final int ITEMS_OF_PART = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Set<ProblemType> CLIENT_ERRORS =
      EnumSet.of(ProblemType.MALFORMED_REQUEST, ProblemType.TOO_LARGE);

  /** The items of a body, or the problem that it was refused with. */
  private record Outcome(List<Item> items, Optional<ProblemType> problem) {}

  /** Fragments of JSON, some of them invalid, and bytes that are not UTF-8. */
  private static final List<byte[]> FRAGMENTS =
      List.of(
          utf8("["),
          utf8("]"),
          utf8("{"),
          utf8("}"),
          utf8(":"),
          utf8(","),
          utf8("\""),
          utf8("\\"),
          utf8(" \n\t\r"),
          utf8("\"grievance_Key\":"),
          utf8("\"grievance_Key\":1,"),
          utf8("\"issue\":\"a\","),
          utf8("\"issue_Date\":\"2025-03-01T08:30:00Z\""),
          utf8("{\"grievance_Key\":7}"),
          utf8("null"),
          utf8("true"),
          utf8("NaN"),
          utf8("-"),
          utf8("1e999999999"),
          utf8("-0.0E-2147483649"),
          utf8("9".repeat(5000)),
          utf8("\"\\ud800\""),
          utf8("\"\\udc00\\ud800\""),
          utf8("\"\\u0000\""),
          utf8("\\u00"),
          utf8("[".repeat(40)),
          utf8("{\"a\":".repeat(40)),
          utf8("\uFEFF"),
          utf8("🏥"),
          new byte[] {0},
          new byte[] {(byte) 0xC0, (byte) 0xAF},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xFF, (byte) 0xFE, '[', 0, ']', 0});

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A fragment of JSON, or what matters in CSV. */
  private static final List<byte[]> CSV_FRAGMENTS =
      List.of(
          utf8("grievance_Key"),
          utf8("grievance_Key,issue\n"),
          utf8("ISSUE_DATE;"),
          utf8("\n"),
          utf8("\r\n"),
          utf8("\r"),
          utf8(","),
          utf8(";"),
          utf8("\t"),
          utf8("\""),
          utf8("\"\""),
          utf8("\"a\nb\""),
          utf8("1,"),
          utf8("-7"),
          utf8("9".repeat(5000)),
          utf8("2025-03-01"),
          utf8("\uFEFF"),
          utf8("🏥"),
          new byte[] {0},
          new byte[] {(byte) 0xC3});

  /** Opens a body. */
  private interface Format {
    Items open(InputStream in, Members members);
  }

  private static final Format JSON =
      (in, members) ->
          new ItemReader(in, JsonRecord.TABLE, members, ZoneOffset.UTC, Codes.ANY, MAX_ITEMS);
  private static final Format NDJSON =
      (in, members) ->
          ItemReader.ofLines(in, JsonRecord.TABLE, members, ZoneOffset.UTC, Codes.ANY, MAX_ITEMS);
  private static final Format CSV =
      (in, members) ->
          new CsvItems(
              in, CsvForm.PLAIN, JsonRecord.TABLE, members, ZoneOffset.UTC, Codes.ANY, MAX_ITEMS);

  private static Outcome read(byte[] body, Members members) {
    return read(JSON, body, members);
  }

  private static Outcome read(Format format, byte[] body, Members members) {
    List<Item> items = new ArrayList<>();
    try (Items reader = format.open(new ByteArrayInputStream(body), members)) {
      while (reader.hasNext()) {
        items.add(reader.next());
      }
      return new Outcome(items, Optional.empty());
    } catch (FailureException e) {
      return new Outcome(items, Optional.of(e.type()));
    }
  }

  /** Reads a body that is split as it arrives, as the body of a job is. */
  private static Outcome readParts(BodyFormat format, byte[] body, Members members) {
    List<Item> items = new ArrayList<>();
    try {
      new BodySplitter(format, CsvForm.PLAIN, JsonRecord.TABLE, members, MAX_ITEMS, ITEMS_OF_PART)
          .split(new ByteArrayInputStream(body), part -> items.addAll(items(part, members)));
      return new Outcome(items, Optional.empty());
    } catch (FailureException e) {
      return new Outcome(items, Optional.of(e.type()));
    }
  }

  private static List<Item> items(Part part, Members members) {
    List<Item> items = new ArrayList<>();
    try (Items reader = part.source(JsonRecord.TABLE, members, ZoneOffset.UTC).open(Codes.ANY);
        SentItems sent = part.sent(JsonRecord.TABLE)) {
      while (reader.hasNext()) {
        items.add(reader.next());
        sent.next();
      }
    }
    assertEquals(part.items(), items.size());
    return items;
  }

  /** A body has the same items, or is refused for the same reason, if it is split. */
  private static void checkSame(Outcome whole, Outcome parts) {
    assertEquals(whole.problem(), parts.problem());
    if (whole.problem().isEmpty()) {
      assertEquals(texts(whole), texts(parts));
    }
  }

  private static List<String> texts(Outcome outcome) {
    return outcome.items().stream()
        .map(item -> item instanceof Item.Row row ? Arrays.toString(row.values()) : item.toString())
        .toList();
  }

  private static Outcome readOne(byte[] body, Members members) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(body);
      Item item =
          ItemReader.readOne(in, JsonRecord.TABLE, members, ZoneOffset.UTC).finish(null, Codes.ANY);
      return new Outcome(List.of(item), Optional.empty());
    } catch (FailureException e) {
      return new Outcome(List.of(), Optional.of(e.type()));
    }
  }

  /** Fails on any other exception, on a server error and when reading takes too long. */
  private static void checkOutcomes(byte[] body, Members members) {
    for (Outcome outcome :
        assertTimeoutPreemptively(
            TIMEOUT,
            () ->
                List.of(
                    read(body, members),
                    readOne(body, members),
                    read(NDJSON, body, members),
                    read(CSV, body, members)))) {
      outcome.problem().ifPresent(type -> assertTrue(CLIENT_ERRORS.contains(type), type::name));
      outcome.items().forEach(item -> checkItem(item, members));
    }
    checkSame(read(JSON, body, members), readParts(BodyFormat.JSON, body, members));
    checkSame(read(NDJSON, body, members), readParts(BodyFormat.NDJSON, body, members));
    checkSame(read(CSV, body, members), readParts(BodyFormat.CSV, body, members));
  }

  private static void checkItem(Item item, Members members) {
    if (item instanceof Item.Row row) {
      assertEquals(!members.areKeyless(), row.key() instanceof Integer);
      assertEquals(JsonRecord.TABLE.fields().size(), row.values().length);
    } else {
      assertTrue(!((Item.Invalid) item).errors().text().isBlank());
    }
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 4000) byte[] body, @ForAll Members members) {
    checkOutcomes(body, members);
  }

  @Property
  void fragmentsOfJsonAreReadOrRefused(@ForAll("fragments") byte[] body, @ForAll Members members) {
    checkOutcomes(body, members);
  }

  @Property
  void fragmentsOfCsvAreReadOrRefused(
      @ForAll("csvFragments") byte[] body, @ForAll Members members) {
    checkOutcomes(body, members);
    checkOutcomes(joined(List.of(utf8("grievance_Key,issue\n"), body)), members);
  }

  @Provide
  Arbitrary<byte[]> csvFragments() {
    return Arbitraries.of(CSV_FRAGMENTS).list().ofMaxSize(60).map(ItemReaderFuzzTest::joined);
  }

  @Provide
  Arbitrary<byte[]> fragments() {
    return Arbitraries.of(FRAGMENTS).list().ofMaxSize(60).map(ItemReaderFuzzTest::joined);
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  @Property
  void aDamagedBatchIsReadOrRefused(
      @ForAll("damagedBatches") byte[] body, @ForAll Members members) {
    checkOutcomes(body, members);
  }

  @Provide
  Arbitrary<byte[]> damagedBatches() {
    return Combinators.combine(batches(), damages().list().ofMinSize(1).ofMaxSize(6))
        .as(
            (batch, damages) -> {
              byte[] body = JsonRecord.batch(batch);
              for (Damage damage : damages) {
                body = damage.applyTo(body);
              }
              return body;
            });
  }

  /**
   * Replaces some bytes of a body by a fragment.
   *
   * @param place the position, as a fraction of the length of the body
   * @param cut how many bytes are removed there
   */
  private record Damage(double place, int cut, byte[] fragment) {

    byte[] applyTo(byte[] body) {
      int start = (int) (place * body.length);
      int end = Math.min(body.length, start + cut);
      byte[] head = Arrays.copyOf(body, start);
      return joined(List.of(head, fragment, Arrays.copyOfRange(body, end, body.length)));
    }
  }

  private static Arbitrary<Damage> damages() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(4);
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 30),
            Arbitraries.oneOf(Arbitraries.of(FRAGMENTS), bytes))
        .as(Damage::new);
  }

  @Property(tries = 200)
  void nestingIsAcceptedUpToItsLimit(@ForAll("depths") int depth, @ForAll boolean closed) {
    String open = "[" + "[".repeat(depth - 1);
    byte[] body = utf8(closed ? open + "]".repeat(depth) : open);
    checkOutcomes(body, Members.LENIENT);
    boolean accepted = closed && depth <= JsonCursor.MAX_DEPTH;
    assertEquals(accepted, read(body, Members.LENIENT).problem().isEmpty());
  }

  @Provide
  Arbitrary<Integer> depths() {
    int limit = JsonCursor.MAX_DEPTH;
    return Arbitraries.oneOf(
        Arbitraries.integers().between(limit - 2, limit + 2),
        Arbitraries.integers().between(1, 100_000));
  }

  @Property(tries = 300)
  void longNumberIsAnErrorOfItsItem(
      @ForAll @IntRange(min = 11, max = 200_000) int digits, @ForAll("exponents") String exponent) {
    byte[] body = utf8("[{\"grievance_Key\":-" + "7".repeat(digits) + exponent + "}]");
    checkOutcomes(body, Members.LENIENT);
    Item item = read(body, Members.LENIENT).items().get(0);
    assertTrue(
        assertInstanceOf(Item.Invalid.class, item)
            .errors()
            .text()
            .startsWith("grievance_Key: not"));
  }

  @Provide
  Arbitrary<String> exponents() {
    return Arbitraries.of("", ".5", "e1", "E+99999999999", "e-2147483649");
  }

  @Property
  void theValuesOfAValidBatchAreReadUnchanged(@ForAll("batches") List<JsonRecord> batch) {
    Outcome outcome = read(JsonRecord.batch(batch), Members.LENIENT);
    assertEquals(Optional.empty(), outcome.problem());
    assertEquals(batch.size(), outcome.items().size());
    for (int i = 0; i < batch.size(); i++) {
      Item.Row row = assertInstanceOf(Item.Row.class, outcome.items().get(i));
      assertArrayEquals(batch.get(i).values(), row.values());
    }
  }

  @Provide
  Arbitrary<List<JsonRecord>> batches() {
    return JsonRecord.arbitrary().list().ofMaxSize(8);
  }
}
