package org.grievances.item.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.Grievance;
import org.grievances.item.BodyFormat;
import org.grievances.item.CsvForm;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.JsonCursor;
import org.grievances.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a body while it is split is reported as it is, in every format. */
class BodySplitterTest {
  private static final int MAX_ITEMS = 1_000;

  private static InputStream failing(String text, Supplier<? extends Throwable> failure) {
    return new SequenceInputStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        new InputStream() {
          @Override
          public int read() {
            throw BodySplitterTest.<RuntimeException>thrown(failure.get());
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E thrown(Throwable failure) throws E {
    throw (E) failure;
  }

  private static String text(BodyFormat format) {
    return switch (format) {
      case JSON -> "[{\"grievance_Key\":1},";
      case NDJSON -> "{\"grievance_Key\":1}\n";
      case CSV -> "grievance_Key\n1\n";
    };
  }

  @ParameterizedTest
  @EnumSource(BodyFormat.class)
  void failureOfReadingIsNotTakenForAMalformedBody(BodyFormat format) {
    BodySplitter splitter =
        new BodySplitter(format, CsvForm.PLAIN, Grievance.TABLE, Members.LENIENT, MAX_ITEMS);
    for (Throwable failure :
        List.of(
            new FailureException(ProblemType.TOO_LARGE, "too large"),
            new FailureException(ProblemType.REQUEST_TIMEOUT, "too slow"),
            new OutOfMemoryError())) {
      InputStream in = failing(text(format), () -> failure);
      assertSame(
          failure,
          assertThrows(failure.getClass(), () -> splitter.split(in, part -> {})),
          format::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"grievance_Key\":1,\"issue\":\"a\\ud800b\"}",
        "{\"issue\":\"\\udc00\\ud83d\"}",
        "{\"issue\":\"🏥\\ud83c\"}",
        "{\"issue\":5,\"issue\":\"x\"}",
        "{\"issue\":\"\\u0000\"}",
        "{\"call_Key\":1e2147483648}",
        "{\"call_Key\":-0.000000000000000000000000000000001}",
        "{\"call_Key\":123456789012345678901234567890}",
        "{\"more\":[{\"a\":[\"\\ud800\",1.50,null,true]}]}"
      })
  void objectIsSplitOffAsItWasSent(String object) {
    List<Part> parts = new ArrayList<>();
    new BodySplitter(BodyFormat.NDJSON, CsvForm.PLAIN, Grievance.TABLE, Members.LENIENT, MAX_ITEMS)
        .split(new ByteArrayInputStream(object.getBytes(StandardCharsets.UTF_8)), parts::add);
    try (SentItems sent = parts.get(0).sent(Grievance.TABLE)) {
      String members =
          sent.next().members().stream()
              .map(member -> JsonText.quote(member.name()) + ":" + member.json())
              .collect(Collectors.joining(",", "{", "}"));
      assertEquals(object, JsonText.withEscapes(members));
    }
  }

  private static String split(String lines) {
    List<String> items = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    new BodySplitter(BodyFormat.NDJSON, CsvForm.PLAIN, Grievance.TABLE, Members.LENIENT, MAX_ITEMS)
        .split(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), parts::add);
    for (Part part : parts) {
      try (SentItems sent = part.sent(Grievance.TABLE)) {
        for (int i = 0; i < part.items(); i++) {
          items.add(
              sent.next().members().stream()
                  .map(member -> JsonText.quote(member.name()) + ":" + member.json())
                  .collect(Collectors.joining(",", "{", "}")));
        }
      }
    }
    return JsonText.withEscapes(String.join("\n", items));
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  /** Between others, so that what is kept of a line is that line. */
  @Test
  void lineThatExceedsALimitIsSplitOffAsItWasSent() {
    String longText = "é7".repeat(JsonCursor.MAX_TOKEN_LENGTH * 2 / 3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add("{\"grievance_Key\":%d,\"issue\":\"\ud83c\udfe5\"}".formatted(i));
      lines.add("{\"a\":%s,\"grievance_Key\":%d}".formatted(nested(32 + 13 * i), i));
    }
    lines.add("{\"grievance_Key\":1,\"issue\":\"" + longText + "\",\"b\":\"\\udc00\"}");
    lines.add("{\"" + longText + "\":" + "8".repeat(JsonCursor.MAX_TOKEN_LENGTH / 4) + "}");
    lines.add("{\"n\":1" + "0".repeat(JsonCursor.MAX_TOKEN_LENGTH + 1) + ".5}");
    lines.add("{\"last\":1}");
    String body = String.join("\n", lines);
    assertEquals(body, split(body));
    assertEquals(body, split("\r\n " + body.replace("\n", " \r\n\n") + "\r\n"));
  }

  /** A line that is not JSON, or is longer than what is kept, has its reason alone. */
  @Test
  void discardedLineLeavesTheOthersUnchanged() {
    String huge = "{\"a\":\"" + "x".repeat(9 * 1024 * 1024) + "\"}";
    String broken = "{\"a\":" + "[".repeat(40);
    String list = nested(40);
    assertEquals(
        "{\"k\":1}\n{}\n{\"k\":2}\n{}\n{\"k\":3}\n{}\n{\"k\":4}",
        split(
            String.join(
                "\n", "{\"k\":1}", huge, "{\"k\":2}", broken, "{\"k\":3}", list, "{\"k\":4}")));
  }

  /** The parser takes no such name, so that it cannot be lost or come back as another. */
  @Test
  void nameWithHalfOfASurrogatePairIsRefusedWithItsPlace() {
    BodySplitter splitter =
        new BodySplitter(
            BodyFormat.NDJSON, CsvForm.PLAIN, Grievance.TABLE, Members.LENIENT, MAX_ITEMS);
    InputStream body =
        new ByteArrayInputStream("{\"x\\ud800\":1}".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "The body is not JSON: see line 1, column 10.",
        assertThrows(FailureException.class, () -> splitter.split(body, part -> {})).getMessage());
  }
}
