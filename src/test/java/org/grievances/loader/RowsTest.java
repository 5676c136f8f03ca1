package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How files are read, mapped and cut into slices. */
class RowsTest {
  @TempDir private Path directory;

  private List<Row> rows(Format format, String text, ColumnMap map) throws IOException {
    return rows(format, text.getBytes(StandardCharsets.UTF_8), map);
  }

  private List<Row> rows(Format format, byte[] text, ColumnMap map) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Rows reader = open(format, text, map)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Rows open(Format format, String text, ColumnMap map) throws IOException {
    return open(format, text.getBytes(StandardCharsets.UTF_8), map);
  }

  private Rows open(Format format, byte[] bytes, ColumnMap map) throws IOException {
    Path file = Files.write(directory.resolve("file"), bytes);
    Rows.Options options = new Rows.Options(format, null, null, null, Conversion.NONE);
    return Rows.open(Source.of(file.toString()), options, map);
  }

  private static ColumnMap map(String... pairs) {
    return ColumnMap.of(Profile.NONE, null, List.of(pairs), List.of());
  }

  @Test
  void csvIsSentInTheServicesNamesWithoutWhatIsLeftOut() throws IOException {
    ColumnMap map = ColumnMap.of(Profile.NONE, null, List.of("Nr=grievance_Key"), List.of("shelf"));
    String text =
        "\uFEFFnr;Shelf;issue;status;body;line\n 7 ;a;\"b;\"\"c\";400;d;3\nx;y\n\n8;;;;;\n";

    assertEquals("grievance_Key,issue\n", open(Format.CSV, text, map).header());
    List<Row> rows = rows(Format.CSV, text, map);
    assertEquals(new Row(2, " 7 ,\"b;\"\"c\"", " 7 ;a;\"b;\"\"c\"", 7L, null), rows.get(0));
    assertEquals(
        new Row(
            3,
            "",
            "x;y",
            null,
            Reason.ofRow(3, RowError.FIELD_COUNT, "has 2 fields, but the header row has 6")),
        rows.get(1));
    assertEquals(new Row(5, "8,", "8;;", 8L, null), rows.get(2));
  }

  @Test
  void fileThatGrowsIsSeen() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "grievance_Key\n7\n");
    Source source = Source.of(file.toString());
    source.checkUnchanged();
    Files.writeString(file, "8\n", StandardOpenOption.APPEND);

    ExitException stop = assertThrows(ExitException.class, source::checkUnchanged);

    assertTrue(stop.getMessage().contains("has changed since the load began"));
    assertFalse(stop.isResumable());
  }

  @Test
  void csvIsReadAsSpreadsheetsWriteIt() throws IOException {
    String text =
        "\uFEFFsep=;\r\n\u200BNr;\"Text; or\nremark\";;is\u00ADsue\r\n7;a,b;;c\r\n;;;\r\n8;d;e;\r\n\u001A";
    List<String> ignored = List.of("Text; or\nremark", "column 3");
    ColumnMap map = ColumnMap.of(Profile.NONE, null, List.of("Nr=grievance_Key"), ignored);

    List<Row> rows = rows(Format.CSV, text, map);

    assertEquals(List.of("7,c", "8,"), rows.stream().map(Row::text).toList());
    assertEquals(List.of("7;\"a,b\";;c", "8;d;e;"), rows.stream().map(Row::original).toList());
    assertEquals(List.of(4L, 6L), rows.stream().map(Row::line).toList());
  }

  @Test
  void separatorIsChosenByTheMappedColumns() throws IOException {
    String text = "Nr;a, b, c, d\n7;x\n";

    assertEquals(
        "7;x",
        rows(Format.CSV, text, map("Nr=grievance_Key", "a, b, c, d=issue")).get(0).original());
  }

  @Test
  void outcomeColumnsAreIgnoredOnlyInOutcomes() throws IOException {
    String vendor = "Status,Body,grievance_Key\n1,2,3\n";
    assertEquals(
        List.of("Status", "Body", "grievance_Key"), open(Format.CSV, vendor, map()).columns());
    String failed =
        "line,status,body,status,grievance_Key\n2,400,no,open,7\n3,400,no,a,8,surplus\n";
    ColumnMap map = map("status=grievance_Status");

    try (Rows reader = open(Format.CSV, failed, map)) {
      assertEquals(List.of("status", "grievance_Key"), reader.columns());
    }
    assertEquals("open,7", rows(Format.CSV, failed, map).get(0).text());
    assertEquals("a,8,surplus", rows(Format.CSV, failed, map).get(1).original());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8", "UTF-32LE", "UTF-32BE"})
  void charsetIsRecognizedByItsMark(String charset) throws IOException {
    byte[] bytes = "\uFEFFgrievance_Key\tissue\r\n7\tü€\r\n".getBytes(charset);
    try (Rows reader = open(Format.CSV, bytes, map())) {
      assertEquals("7,ü€", reader.next().text());
      assertEquals(charset, reader.form().charset().name());
      assertEquals('\t', reader.form().separator());
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void byteThatIsNotOfTheCharsetIsSaidWithItsPlace(Format format) throws IOException {
    String text =
        format == Format.CSV
            ? "grievance_Key,issue\r\n7,\"a\rb\"\n8,ä?\n"
            : "{\"grievance_Key\":7}\r\n{}\r{\"a\":\"ä?\"}\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '?' ? (byte) 0xE4 : bytes[i];
    }

    ExitException stop = assertThrows(ExitException.class, () -> rows(format, bytes, map()));

    String place = format == Format.CSV ? "line 4, column 4." : "line 3, column 8.";
    assertTrue(stop.getMessage().contains("is not UTF-8: see " + place), stop.getMessage());
    assertTrue(stop.getMessage().contains("--charset"), stop.getMessage());
    Source source = Source.of(directory.resolve("file").toString());
    assertTrue(
        assertThrows(ExitException.class, () -> source.check(null)).getMessage().contains(place));
    source.check(StandardCharsets.ISO_8859_1);
  }

  @Test
  void rowThatIsTooLargeFailsAlone() throws IOException {
    String million = "x".repeat(Row.MAX_TOKEN);
    StringBuilder wide = new StringBuilder("grievance_Key,a,b,c,d,e,f,g,h\n");
    wide.append("1,").append(million).append("x,,,,,,,\n");
    wide.append("2").append(("," + million).repeat(8)).append("\n");
    wide.append("3,").append(million).append(",,,,,,,\n");
    List<Row> csv = rows(Format.CSV, wide.toString(), map());
    assertEquals(
        "Line 2 has a text, a name or a number of more than 1048576 characters",
        csv.get(0).error().toString());
    assertTrue(csv.get(0).original().startsWith("1,xxx"));
    assertEquals("Line 3 has more than 8388608 bytes", csv.get(1).error().toString());
    assertNull(csv.get(2).error());
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "NDJSON"})
  void objectThatIsTooLargeFailsAlone(Format format) throws IOException {
    String million = "x".repeat(Row.MAX_TOKEN);
    List<String> objects =
        List.of(
            "{\"a\":\"" + million + "x\"}",
            "{\"" + million + "x\":1}",
            "{\"a\":[" + "1".repeat(Row.MAX_TOKEN + 1) + "]}",
            "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}",
            "{" + ("\"a\":\"" + million + "\",").repeat(9) + "\"b\":1}",
            "{" + ("\"a\":\"" + million + "\",").repeat(13) + "\"b\":1}",
            "{\"a\":\"" + million + "\",\"b\":" + "[".repeat(31) + "]".repeat(31) + "}",
            "{\"grievance_Key\":1e2147483648}");
    String text =
        format == Format.NDJSON
            ? String.join("\n", objects)
            : "[" + String.join(",\n", objects) + "]";

    List<Row> rows = rows(format, text, map());

    assertEquals(objects.size(), rows.size());
    for (int i = 0; i < 4; i++) {
      String fault = i == 3 ? "nested deeper than 32" : "a text, a name or a number of more";
      assertTrue(rows.get(i).error().toString().contains(fault), rows.get(i).error().toString());
      assertEquals(objects.get(i), rows.get(i).original());
    }
    assertEquals("Line 5 has more than 8388608 bytes", rows.get(4).error().toString());
    assertEquals("Line 6 has more than 8388608 bytes", rows.get(5).error().toString());
    assertNull(rows.get(6).error());
    assertEquals("{\"grievance_Key\":1e2147483648}", rows.get(7).text());
    assertNull(rows.get(7).key());
  }

  @Test
  void objectThatIsMalformedFailsAlone() throws IOException {
    String text =
        """
        [{"grievance_Key": 1,}, {"a": "x
        y"},
         {'b': 2}, {"grievance_Key": 7.0, "issue": "a\\\"}b"}]""";

    List<Row> rows = rows(Format.JSON, text, map());

    assertEquals("Line 1 is not a JSON object", rows.get(0).error().toString());
    assertEquals("Line 1 is not a JSON object", rows.get(1).error().toString());
    assertEquals("Line 3 is not a JSON object", rows.get(2).error().toString());
    assertEquals("{\"grievance_Key\":7.0,\"issue\":\"a\\\"}b\"}", rows.get(3).text());
    assertEquals(7L, rows.get(3).key());
  }

  @Test
  void elementThatIsNoObjectFailsAlone() throws IOException {
    String text =
        """
        [1, null,"a,]}\\"b", [{"grievance_Key":2},[3]],
        {"grievance_Key":7}, -1.5e3
        ,true]""";

    List<Row> rows = rows(Format.JSON, text, map());

    assertEquals(7, rows.size());
    for (int i = 0; i < 4; i++) {
      assertEquals("Line 1 is not a JSON object", rows.get(i).error().toString());
    }
    assertEquals("{\"unreadable\":\"null\"}", rows.get(1).original());
    assertNull(rows.get(4).error());
    assertEquals("Line 2 is not a JSON object", rows.get(5).error().toString());
    assertEquals("{\"unreadable\":\"-1.5e3\"}", rows.get(5).original());
    assertEquals("Line 3 is not a JSON object", rows.get(6).error().toString());
  }

  @Test
  void rowOfBlanksIsLeftOutUnlessItIsQuoted() throws IOException {
    String text = "grievance_Key;issue\n   ;   \n7;a\n      \n\u00A0;\t\n\" \";\n8;b\n";

    List<Row> rows = rows(Format.CSV, text, map());

    assertEquals(List.of(3L, 6L, 7L), rows.stream().map(Row::line).toList());
    assertEquals("\" \",", rows.get(1).text());
    assertEquals("\" \";", rows.get(1).original());
  }

  @Test
  void memberOfTheUserNamedAsOneOfAnOutcomeIsKept() throws IOException {
    String text =
        """
        {"status":"own","grievance_Key":1,"line":9}
        {"status":"own","line":5,"status":400,"body":"no","grievance_Key":1}
        {"body":"own","grievance_Key":1,"line":5,"status":400,"body":"no"}
        {"line":9,"grievance_Key":1,"status":400,"issue":"a","body":"no"}
        """;

    List<Row> rows = rows(Format.NDJSON, text, map());

    assertEquals("{\"status\":\"own\",\"grievance_Key\":1,\"line\":9}", rows.get(0).original());
    assertEquals("{\"status\":\"own\",\"grievance_Key\":1}", rows.get(1).original());
    assertEquals("{\"body\":\"own\",\"grievance_Key\":1}", rows.get(2).original());
    assertEquals("{\"line\":9,\"grievance_Key\":1,\"issue\":\"a\"}", rows.get(3).original());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{}",
        "[{},]",
        "[{}] {}",
        "{\"a\":1",
        "[{} {}]",
        "7",
        "[,{}]",
        "[1",
        "[1 2]",
        "[1,]",
        "[nul:]",
        "[\"a]",
        "7 {}"
      })
  void textThatIsNoArrayOfObjectsIsRefused(String text) {
    assertThrows(ExitException.class, () -> rows(Format.JSON, text, map()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", " [ ] ", "[\n]\n"})
  void arrayMayBeEmpty(String text) throws IOException {
    assertEquals(List.of(), rows(Format.JSON, text, map()));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void emptyFileIsRefused(Format format) {
    for (String text : List.of("", "\n", "\uFEFF")) {
      ExitException stop = assertThrows(ExitException.class, () -> rows(format, text, map()), text);
      assertTrue(stop.getMessage().startsWith("The file is empty"), stop.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grievance_Key,issue,status,body    | RECOGNIZED",
        "status,body,grievance_Key          | RECOGNIZED",
        "Status,Body,grievance_Key,issue    | NOT_RECOGNIZED",
        "grievance_Key,status,remark,body   | NOT_RECOGNIZED",
        "grievance_Key,body,status          | NOT_RECOGNIZED",
        "grievance_Key,issue                | NOT_RECOGNIZED"
      })
  void guardIsRecognizedByTheColumnsOfTheService(String header, Guard guard) throws IOException {
    try (Rows rows = open(Format.CSV, header + "\n", map())) {
      assertEquals(guard, rows.guard());
    }
  }

  @Test
  void guardOfAnExportIsRecognizedByAllMembers() throws IOException {
    List<String> members =
        new ArrayList<>(Grievance.TABLE.fields().stream().map(Field::name).toList());
    Collections.reverse(members);
    try (Rows rows = open(Format.CSV, String.join(",", members) + "\n", map())) {
      assertEquals(Guard.RECOGNIZED, rows.guard());
    }
    members.remove(0);
    try (Rows rows = open(Format.CSV, String.join(",", members) + "\n", map())) {
      assertEquals(Guard.NOT_RECOGNIZED, rows.guard());
    }
  }

  @Test
  void aRowWithNothingIsNoEmptyLine() throws IOException {
    assertEquals("\"\"", rows(Format.CSV, "grievance_Key\n\"\"\n", map()).get(0).text());
  }

  @Test
  void aQuoteThatNeverEndsIsSeen() {
    ExitException stop =
        assertThrows(
            ExitException.class,
            () -> rows(Format.CSV, "grievance_Key,issue\n1,\"a\n2,b\n", map()));
    assertTrue(stop.getMessage().startsWith("A quote in the row at line 2 never ends."));
    assertFalse(stop.isResumable());
  }

  @Test
  void twoColumnsCannotGoToOneMember() {
    String text = "grievance_Key,Issue,Text\n";
    assertThrows(
        ExitException.class, () -> open(Format.CSV, text, map("Text=issue")).checkMembers());
  }

  @Test
  void jsonValuesAreUnchanged() throws IOException {
    String text =
        "[{\"Nr\":7,\"a\":1.50,\"b\":[{\"c\":null}],\"status\":400,\"body\":\"no\",\"line\":1},\n {\"Nr\":\"7\",\"d\":\"\\ud800\"}]";

    List<Row> rows = rows(Format.JSON, text, map("Nr=grievance_Key"));

    assertEquals(
        new Row(
            1,
            "{\"grievance_Key\":7,\"a\":1.50,\"b\":[{\"c\":null}]}",
            "{\"Nr\":7,\"a\":1.50,\"b\":[{\"c\":null}]}",
            7L,
            null),
        rows.get(0));
    assertNull(rows.get(1).key());
    assertTrue(rows.get(1).text().contains("\\ud800"), rows.get(1).text());
  }

  @Test
  void slicesAreCutAgainAsTheyWereBefore() throws IOException {
    Journal journal = Journal.open(null, "", "", false, false);
    journal.begin(0, 4);
    journal.begin(4, 7);
    journal.begin(7, 10);
    journal.finish(4, 7, Totals.NONE, 0);
    String text = "grievance_Key\n" + "1\n".repeat(12);
    List<String> cut = new ArrayList<>();

    Slicer slicer =
        new Slicer(open(Format.CSV, text, map()), journal, new AtomicInteger(100), 1_000);
    for (Slice slice = slicer.next(); slice != null; slice = slicer.next()) {
      cut.add(slice.first() + "-" + slice.end());
    }

    assertEquals(List.of("0-4", "7-10", "10-12"), cut);
  }
}
