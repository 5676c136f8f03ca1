package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failed rows are read back as they were in the file. */
class FailedRowsTest {
  private static final String ALPHABET = "a,;\t\"\n\r='é€ -+@|";
  private static final ColumnMap MAP = ColumnMap.of(Profile.NONE, null, List.of(), List.of());

  @TempDir private Path directory;

  private static List<Row> rows(Path file, Rows.Options options) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Rows reader = Rows.open(Source.of(file.toString()), options, MAP)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Path failed(Path file, Rows.Options options) throws IOException {
    Path failed = directory.resolve("failed");
    FileForm form;
    try (Rows reader = Rows.open(Source.of(file.toString()), options, MAP)) {
      form = reader.form();
    }
    try (FailedRows out = new FailedRows(failed, form, 0)) {
      for (Row row : rows(file, options)) {
        out.add(
            List.of(
                new FailedRow(
                    row.line(),
                    row.original(),
                    400,
                    new Reason(1, List.of(new RowError("", "=no", "\"why\"", null))))));
      }
    }
    return failed;
  }

  private static String randomCsv(Random random, char separator) {
    StringBuilder text = new StringBuilder("grievance_Key" + separator + "issue\n");
    for (int row = 0; row < 300; row++) {
      List<String> fields = new ArrayList<>();
      int count = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 2;
      for (int field = 0; field < count; field++) {
        StringBuilder value = new StringBuilder(field == 0 ? "k" : "");
        for (int i = random.nextInt(6); i > 0; i--) {
          value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        fields.add(value.toString());
      }
      text.append(CsvText.row(fields, separator)).append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "',', UTF-8, ",
    "';', windows-1252, windows-1252",
    "'|', UTF-8, UTF-8",
    "'\t', UTF-16LE, ",
    "';', UTF-16BE, ",
    "',', UTF-32LE, ",
    "',', UTF-16, UTF-16"
  })
  void rowOfCsvIsReadBackWithAllItsFieldsAndNoMore(char separator, String charset, String named)
      throws IOException {
    String mark = charset.matches("UTF-(16|32).E") ? "\uFEFF" : "";
    Path file =
        Files.write(
            directory.resolve("file"),
            (mark + randomCsv(new Random(7), separator)).getBytes(charset));
    Rows.Options options =
        new Rows.Options(
            Format.CSV,
            named == null ? null : Charset.forName(named),
            separator == '|' ? separator : null,
            null,
            Conversion.NONE);

    Path failed = failed(file, options);

    List<Row> before = rows(file, options);
    List<Row> after = rows(failed, options);
    assertEquals(
        before.stream().map(Row::original).toList(), after.stream().map(Row::original).toList());
    assertEquals(before.stream().map(Row::text).toList(), after.stream().map(Row::text).toList());
    assertEquals(300, after.size());
    assertTrue(after.stream().anyMatch(row -> row.error() != null));
  }

  @Test
  void objectIsReadBackAsItWas() throws IOException {
    List<String> objects =
        List.of(
            "{\"grievance_Key\":1e2147483648,\"issue\":\"\\ud800 \\/\",\"b\":1.50}",
            "{ }",
            "{\"a\":1,\"a\":{\"b\":[null,true,-0.0]}, \"status\":\"open\"}");
    Path file =
        Files.writeString(directory.resolve("file"), "[" + String.join(",\n", objects) + "]");
    Rows.Options options = new Rows.Options(Format.JSON, null, null, null, Conversion.NONE);

    Path failed = failed(file, options);

    List<Row> after = rows(failed, options.with(Format.NDJSON));
    assertEquals(
        rows(file, options).stream().map(Row::text).toList(),
        after.stream().map(Row::text).toList());
    assertEquals(List.of(), after.stream().filter(row -> row.error() != null).toList());
    List<String> lines = Files.readAllLines(failed);
    assertEquals("{\"line\":2,\"status\":400,\"body\":\"Line 1: =no: \\\"why\\\"\"}", lines.get(1));
    assertTrue(lines.get(0).contains("\"\\ud800 \\/\""), "the text of the file");
  }

  @Test
  void textThatIsNotAnObjectFailsUntilItIsCorrected() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "{\"\\ud800\":1}\n{'a':1}\n");
    Rows.Options options = new Rows.Options(Format.NDJSON, null, null, null, Conversion.NONE);

    Path failed = failed(file, options);
    Path again = failed(Files.copy(failed, directory.resolve("copy")), options);

    List<Row> rows = rows(again, options);
    assertEquals("{\"unreadable\":\"{'a':1}\"}", rows.get(1).original());
    assertEquals(Reason.ofRow(2, RowError.MALFORMED, "is not a JSON object"), rows.get(1).error());
    assertEquals(2, rows.size());
  }

  @Test
  void itemOfAJobIsTheRowThatWasSent() throws IOException {
    String sent = "{\"a\":\"1\",\"b\":1.50,\"b\":[1, {\"c\":\"\\ud800\"}],\"d\":1e2147483648}";
    Row row = new Row(3, sent, sent, null, null);

    JobItem item =
        JobItem.parse(
            "{\"a\":\"1\",\"b\":[1,{\"c\":\"\\uD800\"}],\"d\":1e2147483648,\"status\":409,\"body\":\"no\"}");

    assertTrue(item.isRow(row, 1));
    assertFalse(JobItem.parse("{\"a\":1,\"status\":400,\"body\":\"no\"}").isRow(row, 1));
    JobItem ofCsv = JobItem.parse("{\"a\":1,\"status\":400,\"body\":\"no\",\"line\":7}");
    assertTrue(ofCsv.isRow(row, 7));
    assertFalse(ofCsv.isRow(row, 8));
  }
}
