package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** How files are read, mapped and cut into slices. */
class RowsTest {
  @TempDir private Path directory;

  private List<Row> rows(Format format, String text, ColumnMap map) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Rows reader = open(format, text, map)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Rows open(Format format, String text, ColumnMap map) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), text);
    Rows.Options options = new Rows.Options(format, StandardCharsets.UTF_8, null, null);
    return Rows.open(Source.of(file.toString()), options, map);
  }

  private static ColumnMap map(String... pairs) {
    return ColumnMap.of(List.of(pairs), null, List.of());
  }

  @Test
  void csvIsSentInTheServicesNamesWithoutWhatIsLeftOut() throws IOException {
    ColumnMap map = ColumnMap.of(List.of("Nr=grievance_Key"), null, List.of("shelf"));
    String text = "\uFEFFnr;Shelf;issue;status;body\n 7 ;a;\"b;\"\"c\";400;d\n;x;\n\n8;;;;\n";

    assertEquals("grievance_Key,issue\n", open(Format.CSV, text, map).header());
    List<Row> rows = rows(Format.CSV, text, map);
    assertEquals(new Row(2, " 7 ,\"b;\"\"c\"", 7L, null), rows.get(0));
    assertEquals("Line 3 has 3 fields, but the header row has 5", rows.get(1).fault());
    assertEquals(new Row(5, "8,", 8L, null), rows.get(2));
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
    StopException stop =
        assertThrows(
            StopException.class,
            () -> rows(Format.CSV, "grievance_Key,issue\n1,\"a\n2,b\n", map()));
    assertEquals("A quote in the row at line 2 never ends.", stop.getMessage());
  }

  @Test
  void twoColumnsCannotGoToOneMember() {
    String text = "grievance_Key,Issue,Text\n";
    assertThrows(
        StopException.class, () -> open(Format.CSV, text, map("Text=issue")).checkMembers());
    assertThrows(StopException.class, () -> open(Format.CSV, "a\n", map()).checkMembers());
  }

  @Test
  void jsonKeepsItsValuesAsTheyAre() throws IOException {
    String text =
        "[{\"Nr\":7,\"a\":1.50,\"b\":[{\"c\":null}],\"status\":400},\n {\"Nr\":\"7\",\"d\":\"\\ud800\"}]";

    List<Row> rows = rows(Format.JSON, text, map("Nr=grievance_Key"));

    assertEquals(
        new Row(1, "{\"grievance_Key\":7,\"a\":1.50,\"b\":[{\"c\":null}]}", 7L, null), rows.get(0));
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
