package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.grievances.failure.FailureException;
import org.grievances.grievance.Grievance;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as spreadsheets and other programs write it. */
class CsvDialectTest {
  private static final Table TABLE = Grievance.TABLE;
  private static final String FAULT = "x\n";

  private static List<Item> read(byte[] body, CsvForm form, Members members) {
    List<Item> items = new ArrayList<>();
    try (Items reader =
        new CsvItems(
            new ByteArrayInputStream(body), form, TABLE, members, ZoneOffset.UTC, Codes.ANY, 100)) {
      while (reader.hasNext()) {
        items.add(reader.next());
      }
    }
    return items;
  }

  private static List<Item> read(String body) {
    return read(body.getBytes(StandardCharsets.UTF_8), CsvForm.PLAIN, Members.LENIENT);
  }

  private static Object value(Item item, String field) {
    return ((Item.Row) item).values()[TABLE.position(field)];
  }

  /** The one row, which has the key 7, and the issue "a" unless it has other columns. */
  private static void assertRead(String body) {
    List<Item> items = read(body);
    assertEquals(1, items.size(), body);
    assertEquals(7, items.get(0).key(), body);
    assertEquals("a", value(items.get(0), "issue"), body);
  }

  private static String faults(Item item) {
    return ((Item.Invalid) item).errors().text();
  }

  private static String refusal(String body) {
    return assertThrows(FailureException.class, () -> read(body)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sep=;\ngrievance_Key;issue\n7;a\n",
        "sep=;\r\ngrievance_Key;issue\r\n7;a\r\n",
        "sep=;\rgrievance_Key;issue\r7;a\r",
        "\"sep=;\"\ngrievance_Key;issue\n7;a\n",
        "\"sep=;\";\ngrievance_Key;issue\n7;a\n",
        "SEP=,\ngrievance_Key,issue\n7,a\n",
        "sep=,,\ngrievance_Key,issue\n7,a\n",
        "sep=\t\ngrievance_Key\tissue\n7\ta\n",
        "sep=|\ngrievance_Key|issue\n7|a\n",
        "sep=^\ngrievance_Key^issue\n7^a\n",
        "\uFEFFsep=;\ngrievance_Key;issue\n7;a\n",
        "\uFEFF\"sep=;\"\ngrievance_Key;issue\n7;a\n",
        "\n\nsep=;\ngrievance_Key;issue\n7;a",
        "sep=;\n\n;;\ngrievance_Key;issue\n7;a",
      })
  void separatorIsNamedByTheLineOfExcel(String body) {
    assertRead(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grievance_Key,issue\n7,a\n",
        "grievance_Key;issue\n7;a\n",
        "grievance_Key\tissue\n7\ta\n",
        "grievance_Key|issue\n7|a\n",
        "grievance_Key;issue\r7;a\r",
        "grievance_Key\tissue\r7\ta",
        "grievance_Key;issue;\"Notes, of, all, kinds\"\n7;a;\n",
        "grievance_Key;\"Notes\n, \n, of; \tall\";issue\n7;;a\n",
        "\"Notes;;;;\",grievance_Key,issue\n,7,a\n",
        "grievance_Key;issue;Amount, in $, rounded\n7;a;1\n",
        "\uFEFF\"grievance_Key\";\"issue\"\n7;a",
        "\uFEFF\uFEFF\"grievance_Key\";\"issue\"\n7;a",
      })
  void separatorGivesTheHeaderRowTheMostMembers(String body) {
    assertRead(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\r\n\rgrievance_Key,issue\n7,a",
        ",,\ngrievance_Key,issue\n7,a",
        "\uFEFF\n;;;\ngrievance_Key;issue\n;\n7;a\n;\n;;;;;\n\n",
        "grievance_Key,issue\n7,a\n\u001A",
        "grievance_Key,issue\n7,a\n,\n\u001A\n",
        "grievance_Key,issue\r7,a\r,\r\u001A",
        "grievance_Key,issue\n7,a\u001A",
        "grievance_Key,issue\n7,a\n\u001A\u001A\u001A",
        "grievance_Key,issue\n7,\"a\"\u001A\u001A",
        " \t \ngrievance_Key,issue\n7,a",
        "\"\",\"\"\ngrievance_Key,issue\n7,a",
        "\"\";\" \"\n\u00A0;\ngrievance_Key;issue\n7;a",
        "grievance_Key;issue\n   ;   ;  \n7;a\n     \n\u00A0;\t\n",
        "grievance_Key\tissue\n \t \n7\ta\n \t\u2003\t ",
      })
  void emptyRowsAndTheEndOfFilesOfDosAreLeftOut(String body) {
    assertRead(body);
  }

  @Test
  void endOfFileOfDosBeforeOtherTextIsText() {
    assertEquals(
        "\u001A\u001A7", value(read("grievance_Key,issue\n7,\u001A\u001A7\u001A").get(0), "issue"));
  }

  @Test
  void rowOfQuotedFieldsWithoutTextIsAnItem() {
    assertEquals(
        "Line 3: grievance_Key: required", faults(read("grievance_Key,issue\n,\n\"\",\n").get(0)));
  }

  @Test
  void rowOfQuotedBlanksIsAnItem() {
    assertEquals(
        "Line 3: grievance_Key: not an integer",
        faults(read("grievance_Key,issue\n , \n\" \", \n").get(0)));
  }

  @ParameterizedTest
  @CsvSource({
    "'sep=;\ngrievance_Key;issue\n', 3",
    "'sep=;\r\n\r\ngrievance_Key;issue\r\n;\r\n', 5",
    "'sep=;\r\rgrievance_Key;issue\r', 4",
    "'\n\"sep=;\"\ngrievance_Key;\"is\nsue\"\n\"1\";\"\n\n\"\n', 8",
  })
  void lineOfAnErrorIsThatOfTheFile(String head, int line) {
    List<Item> items = read(head + FAULT);
    assertTrue(
        faults(items.get(items.size() - 1)).startsWith("Line " + line + " has 1 fields"),
        () -> faults(items.get(items.size() - 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200Bgrievance_Key",
        "grievance_\u200BKey",
        "grievance_Key\u00A0",
        "\u00A0 grievance_Key \t",
        "\"\uFEFFgrievance_Key\"",
        "grievance\u00AD_Key",
        "\u202Agrievance_Key\u202C",
        "\"grievance_Key\n\"",
      })
  void columnIsFoundDespiteInvisibleCharacters(String column) {
    assertRead(column + ",issue\n7,a\n");
  }

  @Test
  void columnsThatDifferOnlyInInvisibleCharactersAreRefused() {
    assertEquals(
        "The header row names grievance_Key twice.",
        refusal("grievance_Key,grievance_Key\u200B\n7,8\n"));
  }

  @Test
  void unknownAndUnnamedColumnsAreReported() {
    byte[] body = "grievance_Key,,co\u200Blor\u00A0x, \n7,1,2,3\n".getBytes(StandardCharsets.UTF_8);
    Item item = read(body, CsvForm.PLAIN, Members.STRICT).get(0);
    assertEquals(
        "Line 2: column 2: unknown member; co[U+200B]lor[U+00A0]x: unknown member;"
            + " column 4: unknown member",
        faults(item));
    assertEquals(7, read(body, CsvForm.PLAIN, Members.LENIENT).get(0).key());
  }

  @Test
  void separatorThatIsNamedIsUsed() {
    CsvForm form = new CsvForm(StandardCharsets.UTF_8, '^', false, false);
    String rows = "grievance_Key^issue\n7^a,b;c\n";
    for (String body : List.of(rows, "sep=;\n" + rows, "sep=^\n" + rows)) {
      Item item = read(body.getBytes(StandardCharsets.UTF_8), form, Members.LENIENT).get(0);
      assertEquals("a,b;c", value(item, "issue"));
    }
    CsvForm comma = new CsvForm(StandardCharsets.UTF_8, ',', false, false);
    byte[] semicolons = "grievance_Key;issue\n7;a\n".getBytes(StandardCharsets.UTF_8);
    assertThrows(FailureException.class, () -> read(semicolons, comma, Members.LENIENT));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, UTF-8", "UTF-16BE, UTF-8", "UTF-8, windows-1252", "UTF-16LE, windows-1252",
    "UTF-16LE, UTF-16", "UTF-16BE, UTF-16", "UTF-16LE, UTF-16LE", "UTF-8, UTF-8",
    "UTF-32LE, UTF-8", "UTF-32BE, UTF-8", "UTF-32LE, UTF-32", "UTF-32BE, windows-1252"
  })
  void byteOrderMarkShowsTheCharset(Charset written, Charset declared) {
    byte[] body = "\uFEFFgrievance_Key\tissue\r\n7\tgrün 🏥\r\n".getBytes(written);
    Item item = read(body, new CsvForm(declared, null, false, false), Members.LENIENT).get(0);
    assertEquals("grün 🏥", value(item, "issue"));
  }

  @Test
  void textThatIsNotInItsCharsetIsRefused() {
    byte[] lone = "\uFEFFgrievance_Key\n7\n".getBytes(StandardCharsets.UTF_16LE);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(lone);
    body.writeBytes(new byte[] {0, (byte) 0xD8, 'x', 0});
    String message =
        assertThrows(
                FailureException.class,
                () -> read(body.toByteArray(), CsvForm.PLAIN, Members.LENIENT))
            .getMessage();
    assertTrue(message.startsWith("The body is not UTF-16LE; name the charset"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "sep=;\n", "\uFEFF", ",,,\n;;\n", "\u001A"})
  void bodyWithoutAHeaderRowIsRefused(String body) {
    assertTrue(refusal(body).matches("The (body must begin|header row must).*"), refusal(body));
  }

  @Test
  void headerRowOfAnyLengthIsRead() {
    String columns = ";\"x;\n\"".repeat(20_000);
    assertRead("issue;grievance_Key" + columns + "\na;7" + ";".repeat(20_000) + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "504b030414000600, a workbook",
    "d0cf11e0a1b11ae1, a workbook",
    "1f8b080000000000, is gzip"
  })
  void fileThatIsNoTextIsRefusedByWhatItIs(String head, String reason) {
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
      CsvForm form = new CsvForm(charset, null, false, false);
      byte[] body = HexFormat.of().parseHex(head);
      String message =
          assertThrows(FailureException.class, () -> read(body, form, Members.LENIENT))
              .getMessage();
      assertTrue(message.contains(reason), message);
    }
  }
}
