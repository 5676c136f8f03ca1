package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.Id;
import jakarta.validation.constraints.Size;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the items of a batch are read and validated, and the limits of the reader. */
class ItemReaderTest {

  /** A record with a field of each kind. */
  @SuppressWarnings("unused")
  @jakarta.persistence.Table(name = "notes")
  static class Note {
    @Id private Integer number;

    @Size(max = 5)
    private String words;

    private LocalDateTime written;
  }

  private static final Table NOTES = Table.of(Note.class);

  private static List<Item> read(byte[] json, Members members, int maxItems) {
    return readAll(new ByteArrayInputStream(json), members, maxItems);
  }

  private static List<Item> readAll(InputStream json, Members members, int maxItems) {
    List<Item> items = new ArrayList<>();
    try (ItemReader reader =
        new ItemReader(json, NOTES, members, ZoneOffset.UTC, Codes.ANY, maxItems)) {
      while (reader.hasNext()) {
        items.add(reader.next());
      }
    }
    return items;
  }

  private static List<Item> read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8), Members.LENIENT, 10);
  }

  private static String faults(String item) {
    return assertInstanceOf(Item.Invalid.class, read("[" + item + "]").get(0)).errors().text();
  }

  private static FailureException problem(byte[] json) {
    return assertThrows(FailureException.class, () -> read(json, Members.LENIENT, 3));
  }

  @Test
  void anItemHoldsItsValuesInTheOrderOfTheFields() {
    Item item =
        read("[{\"written\":\"2025-03-01\",\"words\":\"a\\u00e9🏥\",\"number\":-7}]").get(0);
    assertArrayEquals(
        new Object[] {-7, "aé🏥", LocalDateTime.of(2025, 3, 1, 0, 0)},
        assertInstanceOf(Item.Row.class, item).values());
  }

  @Test
  void allErrorsOfAnItemAreReported() {
    assertEquals(
        "words: 6 characters, at most 5; written: not an ISO 8601 date-time, such as"
            + " 2025-03-01T08:30:00Z; number: required",
        faults("{\"words\":\"123456\",\"written\":7}"));
  }

  @Test
  void itemAfterAnInvalidItemIsRead() {
    List<Item> items = read("[{\"number\":{\"a\":[1,{}]}},[[1],2],null,{\"number\":1}]");
    assertEquals(4, items.size());
    assertEquals(1, assertInstanceOf(Item.Row.class, items.get(3)).key());
  }

  @Test
  void lastOfDuplicateMembersWins() {
    Item item = read("[{\"number\":1,\"number\":2}]").get(0);
    assertEquals(2, assertInstanceOf(Item.Row.class, item).key());
  }

  @ParameterizedTest
  @CsvSource({"2147483647", "-2147483648", "0", "-0"})
  void everyInt32IsAccepted(String number) {
    assertEquals(Integer.parseInt(number), read("[{\"number\":" + number + "}]").get(0).key());
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1", "1e1, 10", "1.0e1, 10", "-0.0, 0", "2147483647.0, 2147483647"})
  void integerIsReadByItsValue(String number, int value) {
    assertEquals(value, read("[{\"number\":" + number + "}]").get(0).key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e-1", "1.01e1", "\"1\"", "true", "{}", "[]"})
  void nonIntegerValueIsAnError(String number) {
    assertEquals("number: not an integer", faults("{\"number\":" + number + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "-2147483649", "99999999999", "123456789012345678901234"})
  void integerOutsideInt32IsAnError(String number) {
    assertEquals("number: not in -2147483648 … 2147483647", faults("{\"number\":" + number + "}"));
  }

  @Test
  void unknownMembersAreErrorsOnlyIfStrict() {
    byte[] json = "[{\"number\":1,\"colour\":{\"r\":[1]}}]".getBytes(StandardCharsets.UTF_8);
    assertInstanceOf(Item.Row.class, read(json, Members.LENIENT, 1).get(0));
    Item strict = read(json, Members.STRICT, 1).get(0);
    assertEquals("colour: unknown member", ((Item.Invalid) strict).errors().text());
  }

  @Test
  void aByteOrderMarkIsIgnored() {
    assertEquals(1, read("\uFEFF[{\"number\":1}]").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''          | 1 | 1",
        "[           | 1 | 2",
        "[{}         | 1 | 4",
        "[{} {}]     | 1 | 5",
        "[] x        | 1 | 4",
        "[{\"a\":01}]  | 1 | 8",
      })
  void invalidJsonIsRefusedWithItsLineAndColumn(String json, int line, int column) {
    FailureException problem = problem(json.getBytes(StandardCharsets.UTF_8));
    assertEquals(ProblemType.MALFORMED_REQUEST, problem.type());
    assertTrue(
        problem.getMessage().startsWith("The body is not JSON: see line " + line + ", column "),
        problem.getMessage());
    assertEquals(
        "The body is not JSON: see line " + line + ", column " + column + ".",
        problem.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* a */ 1", "1 // a", "1 # a", "'a'", "{a:1}", "{'a':1}", "{\"a\":1,}", "1,", ",1", "+1",
            ".5",
        "1.", "-", "1e", "00", "0x1", "NaN", "-Infinity", "True", "nul", "\"\\x\"", "\"\\u00g0\"",
        "\"\n\"", "\"\t\"", "\u001e1", "\u00a01", "\uFEFF1", "undefined", "1 2"
      })
  void valueThatJsonDoesNotAllowIsRefused(String value) {
    String message = problem(("[" + value + "]").getBytes(StandardCharsets.UTF_8)).getMessage();
    assertTrue(message.matches("The body is not JSON: see line [12], column \\d+\\."), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C3",
        "80",
        "C0AF",
        "C1BF",
        "E282",
        "E08080",
        "E09FBF",
        "EDA080",
        "EDBFBF",
        "EDA0BDEDB8A5",
        "F0808080",
        "F08FBFBF",
        "F4908080",
        "F7BFBFBF",
        "F8888080",
        "F888808080",
        "FE",
        "FF"
      })
  void bytesThatAreNotUtf8AreRefused(String hex) {
    byte[] bad = HexFormat.of().parseHex("5B22" + hex + "225D");
    assertEquals("The body is not UTF-8.", problem(bad).getMessage());
  }

  @Test
  void nestingIsLimited() {
    String deepest = "[{\"number\":1,\"x\":" + "[".repeat(30) + "]".repeat(30) + "}]";
    assertEquals(1, read(deepest).size());
    String deeper = "[{\"number\":1,\"x\":" + "[".repeat(31) + "]".repeat(31) + "}]";
    assertEquals(
        "The body is nested deeper than 32 levels: see line 1, column 49.",
        problem(deeper.getBytes(StandardCharsets.UTF_8)).getMessage());
  }

  private static List<Item> readLines(String lines) {
    List<Item> items = new ArrayList<>();
    InputStream in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    try (ItemReader reader =
        ItemReader.ofLines(in, NOTES, Members.LENIENT, ZoneOffset.UTC, Codes.ANY, 100_000)) {
      while (reader.hasNext()) {
        items.add(reader.next());
      }
    }
    return items;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\":1,\"x\":%s}",
        "{\"x\":{\"y\":%s",
        "%s",
        "\"%s",
        "{\"%s",
        "{\"number\":7%s"
      })
  void lineThatExceedsALimitFailsAlone(String line) {
    String long7 = "7".repeat(3 * JsonCursor.MAX_TOKEN_LENGTH);
    for (String content : List.of("[".repeat(40), "\"" + long7 + "\"", long7)) {
      String bad = line.formatted(content);
      if (!isOverALimit(bad)) {
        continue;
      }
      List<Item> items =
          readLines("{\"number\":1}\n" + bad + "\n" + bad + "\r\n{\"number\":2}\n\n" + bad);
      assertEquals(5, items.size());
      assertEquals(1, items.get(0).key());
      assertEquals(2, items.get(3).key());
      for (int line2 : new int[] {1, 2, 4}) {
        String faults = assertInstanceOf(Item.Invalid.class, items.get(line2)).errors().text();
        int number = line2 == 4 ? 6 : line2 + 1;
        assertTrue(faults.contains("see line " + number + ","), faults);
      }
    }
  }

  /** Whether the parser finds it too deep or too long before it finds that it is not JSON. */
  private static boolean isOverALimit(String item) {
    return problem(("[" + item).getBytes(StandardCharsets.UTF_8)).getMessage().contains("than");
  }

  @Test
  void manyLinesThatExceedALimitAreRead() {
    List<Item> items = readLines(("[".repeat(5_000) + "\n{\"number\":3}\n").repeat(20_000));
    assertEquals(40_000, items.size());
    assertEquals(3, items.get(39_999).key());
  }

  @Test
  void tooManyItemsAreRefused() {
    assertEquals(
        ProblemType.TOO_LARGE, problem("[1,2,3,4]".getBytes(StandardCharsets.UTF_8)).type());
  }

  @Test
  void furtherErrorsOfAnItemAreOnlyCounted() {
    String item = "{" + "\"words\":1,".repeat(100_000) + "\"number\":1}";
    String faults = faults(item);
    assertEquals(20, faults.split("words: not a text", -1).length - 1);
    assertTrue(faults.endsWith("; and 99980 more"), faults);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"words\":\"%s\"}]",
        "[{\"%s\":7}]",
        "[{\"colour\":{\"deep\":[\"%s\"]}}]",
        "[\"%s\"]",
      })
  void aTextOrNameOfMoreThanAMebiIsRefused(String json) {
    for (String character : List.of("x", "é", "\\\"", "\\u0041")) {
      read(json.formatted(character.repeat(JsonCursor.MAX_TOKEN_LENGTH)));
      checkRefused(json.formatted(character.repeat(JsonCursor.MAX_TOKEN_LENGTH + 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"number\":%s}]", "[%s]", "[{\"colour\":-1.%s}]"})
  void aNumberOfMoreThanAMebiIsRefused(String json) {
    read(json.formatted("1".repeat(JsonCursor.MAX_TOKEN_LENGTH - 10)));
    checkRefused(json.formatted("1".repeat(JsonCursor.MAX_TOKEN_LENGTH + 1)));
  }

  private static void checkRefused(String json) {
    FailureException problem = problem(json.getBytes(StandardCharsets.UTF_8));
    assertEquals(ProblemType.MALFORMED_REQUEST, problem.type());
    assertTrue(problem.getMessage().contains("more than 1048576 characters"), problem.getMessage());
  }

  /** For a name, the position is that of the token before it; for a member's number, its name's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"number\":\"  | 12",
        "{\"number\": \" | 13",
        "{\"         | 2",
        "\"          | 2",
        "7          | 2",
        "{\"number\":7  | 3",
      })
  void aTokenThatIsTooLongIsRefusedWithItsPosition(String tokenStart, int column) {
    String before = "[{\"words\":\"" + "é".repeat(20_000) + "\"},\n ";
    String json = before + tokenStart + "7".repeat(3 * JsonCursor.MAX_TOKEN_LENGTH);
    String message = problem(json.getBytes(StandardCharsets.UTF_8)).getMessage();
    assertTrue(message.endsWith("see line 2, column " + column + "."), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"words\":\"", "[\"", "[{\"", "[7", "[{\"number\":-7.1", "[1e1"})
  void aTokenThatIsTooLongIsRefusedBeforeItsEnd(String start) {
    InputStream rest =
        new InputStream() {
          private int left = 2 * JsonCursor.MAX_TOKEN_LENGTH;

          @Override
          public int read() {
            assertTrue(left-- > 0, "read on");
            return '7';
          }
        };
    InputStream text =
        new SequenceInputStream(
            new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)), rest);
    assertThrows(FailureException.class, () -> readAll(text, Members.LENIENT, 3));
  }

  @Test
  void whitespaceMayBeLongerThanATokenMay() {
    assertEquals(2, read("[{\"number\":1}," + " ".repeat(3_000_000) + "{\"number\":2}]").size());
  }

  /** A hundred texts of one MiB; reading them is slow unless it takes linear time. */
  @Test
  void manyLongTextsAreRead() {
    String text = "\"" + "x".repeat(JsonCursor.MAX_TOKEN_LENGTH - 1) + "\"";
    String json = "[{\"colour\":[" + (text + ",").repeat(99) + text + "]}]";
    assertEquals(1, read(json).size());
  }
}
