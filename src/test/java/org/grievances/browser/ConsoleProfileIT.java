package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of other programs, and profiles by which next week's file is one click. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleProfileIT {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm");

  @TempDir private Path directory;

  @Test
  void fileIsLoadedByTheProfileOfLastWeek(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose(
        "week1.csv",
        "Case No;Date received;Kind;Complaint\n"
            + "8001;03/04/2026 08:30;Bill;\u00c4rger \n"
            + "8002;12/31/2025 17:00;Access;Wait\n");
    page.choose("Field for the column Case No", "grievance_Key");
    page.choose("Field for the column Kind", "grievance_Category");
    page.choose("Field for the column Complaint", "issue");
    page.awaitText("2 rows: 1 new, 0 updates, 1 rejected");
    page.choose("Bill", "Billing");
    page.awaitText("2 rows: 2 new");
    page.awaitText("2026-03-04T08:30:00");
    page.awaitText("in the file: 03/04/2026 08:30");
    page.click("button", "How this file is read");
    page.click("field", "Remove blanks around values.*");
    page.type("Time zone of the dates", "America/New_York");
    page.click("button", "Profiles: .*");
    page.type("Save these settings as", "Weekly cases");
    page.awaitText("2026-03-04T13:30:00Z");
    console.assertIsUsable("load-profile");
    page.click("button", "Save profile");
    page.awaitText("Using the profile Weekly cases");
    load.load();
    load.assertHas(8001, "grievance_Received", "2026-03-04T13:30:00Z");
    load.assertHas(8001, "grievance_Category", "Billing");
    load.assertHas(8001, "issue", "\u00c4rger\"");

    console.open("/beta/load");
    load.choose(
        "week2.csv",
        "Complaint;Case No;Date received;Kind\nLate;8003;3/5/2026 9:05;Bill\n".getBytes(WINDOWS));
    page.awaitText("The columns of this file match the profile Weekly cases");
    page.click("button", "Use Weekly cases");
    page.awaitText("1 row: 1 new");
    load.load();
    load.assertHas(8003, "grievance_Received", "2026-03-05T14:05:00Z");
    load.assertHas(8003, "grievance_Category", "Billing");
  }

  @Test
  void profileIsTakenFromTheFileOfTheLoadingProgram(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose("raw.csv", "Nr;When\n8101;4/3/2026\n");
    page.awaitText("Choose the column that holds the grievance number");
    open(load, "{\"columns\": {\"Nr\": \"grievance_Key\", \"When\": \"issue_Dat\"}}");
    page.awaitText("“issue_Dat” is not a field of a grievance");
    open(load, "{\"colums\": {}}");
    page.awaitText("“colums” is not a part of a profile");
    open(
        load,
        "{\"columns\": {\"Nr\": \"grievance_Key\", \"When\": \"issue_Date\"},"
            + " \"dates\": {\"formats\": [\"d/M/yyyy\"]}}");
    page.awaitText("1 row: 1 new");
    page.choose("Field for the column When", "Don't import");
    page.choose("Field for the column When", "issue_Date");
    page.awaitText("in the file: 4/3/2026");
    load.load();
    load.assertHas(8101, "issue_Date", "2026-03-04T");
  }

  private void open(LoadPage load, String profile) throws IOException {
    Path file = Files.writeString(directory.resolve("profile.json"), profile);
    if (!load.page().shows("field", "Open a profile from a file")) {
      load.page().click("button", "Profiles: .*");
    }
    load.page()
        .find("field", "Open a profile from a file")
        .sendKeys(file.toAbsolutePath().toString());
  }

  @Test
  void readerIsAskedWhetherMonthsOrDaysComeFirst(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose("dates.csv", "grievance_Key,issue_Date\n8201,03/04/2026\n8202,05/06/2026\n");
    page.awaitText("In dates such as 03/04/2026, which comes first\\?");
    page.awaitText("Dates and times without a time zone are read as local time in UTC");
    assertFalse(page.find("button", "Load the file").isEnabled());
    console.assertIsUsable("load-question");
    page.click("button", "Day .*");
    page.awaitText("2 rows: 2 new");
    load.load();
    load.assertHas(8201, "issue_Date", "2026-04-03T");
  }

  @Test
  void dateThatFitsNoFormatIsShownBeforeSending(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose(
        "faulty.csv",
        "grievance_Key,issue_Date\n8301,12/31/2025\n8302,02/30/2026\n8303,2026-03-01\n");
    page.awaitText("3 rows: 2 new, 0 updates, 1 rejected");
    page.awaitText("not a date in the format MM/dd/yyyy");
    load.load();
    page.awaitText("2 loaded, 1 rejected");
    load.assertHas(8301, "issue_Date", "2025-12-31T");
    load.assertHas(8303, "issue_Date", "2026-03-01T");
  }

  @Test
  void dateBelowTheFirstRowsThatFitsNoFormatIsShownBeforeSending(Console console)
      throws IOException {
    StringBuilder text = new StringBuilder("grievance_Key,issue_Date\n");
    IntStream.range(0, 300).forEach(row -> text.append(8500 + row).append(",12/31/2025\n"));
    LoadPage load = LoadPage.open(console, directory);
    load.choose("later.csv", text + "8800,13/13/2025\n");
    load.page().awaitText("line 302, issue_Date: not a date in the format MM/dd/yyyy");
  }

  @Test
  void fileInAnotherEncodingIsReadAsItsReaderSays(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose("windows.csv", "grievance_Key;issue\n8401;Stra\u00dfe \u20ac\n".getBytes(WINDOWS));
    page.awaitText("This file is not in UTF-8");
    page.awaitText("Stra\u00dfe \u20ac");
    console.assertIsUsable("load-encoding");
    load.load();
    load.assertHas(8401, "issue", "Stra\u00dfe \u20ac\"");

    console.open("/beta/load");
    load.choose(
        "mac.csv", "grievance_Key;issue\n8402;Stra\u00a7e\n".getBytes(StandardCharsets.ISO_8859_1));
    page.awaitText("This file is not in UTF-8");
    page.click("button", "How this file is read");
    page.choose("Encoding", ".*Mac OS Roman.*");
    page.awaitText("Stra\u00dfe");
    load.load();
    load.assertHas(8402, "issue", "Stra\u00dfe\"");

    console.open("/beta/load");
    load.choose(
        "unicode.txt",
        "\uFEFFgrievance_Key\tissue\r\n8403\t\u65e5\u672c\r\n".getBytes(StandardCharsets.UTF_16LE));
    page.awaitText("\u65e5\u672c");
    assertFalse(page.text().contains("not in UTF-8"), page.text());
    load.load();
    load.assertHas(8403, "issue", "\u65e5\u672c\"");
  }

  /**
   * Thousands of rows, in more than one part of the job and of the conversion. The key of the bad
   * row is below the others, since the service gives the one above them to whoever files next.
   */
  @Test
  void largeFileIsConvertedToItsEnd(Console console) throws IOException {
    StringBuilder text = new StringBuilder("sep=;\r\ngrievance_Key;issue_Date;issue\r\n\r\n");
    for (int row = 0; row < 13_000; row++) {
      text.append(80_000 + row)
          .append(";12/31/2025;\"")
          .append("x;\r\n".repeat(40))
          .append("\"\r\n");
    }
    text.append("79999;02/30/2026;Bad\r\n;;\r\n\u001a");
    LoadPage load = LoadPage.open(console, directory);
    load.choose("large.csv", text.toString());
    load.page().awaitText("The first 100 rows: 100 new");
    assertFalse(load.page().text().contains("Further rows"), load.page().text());
    load.load();
    load.page().awaitText("13,000 loaded, 1 rejected");
    load.page().find("field", "issue_Date, line " + (4 + 13_000 * 41));
    load.assertHas(92_999, "issue_Date", "2025-12-31T");
    String record = load.record(92_999);
    assertTrue(record.contains("x;\\r\\n"), record);
    assertEquals(404, console.server().send("GET", "beta", "grievances/79999", "").statusCode());
  }

  /** Also where clocks change, at midnight too, and long ago. */
  @Test
  void timesOfAZoneAreThoseOfTheJavaPlatform(Console console) {
    Random random = new Random(11);
    List<String> zones =
        List.of("America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Europe/Berlin", "UTC");
    List<List<String>> times = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      LocalDateTime time =
          LocalDateTime.of(1900, 1, 1, 0, 0).plusMinutes(random.nextInt(70_000_000));
      times.add(List.of(FORMAT.format(time), zones.get(i % zones.size())));
    }
    for (String changed : List.of("03/08/2026 02:30", "11/01/2026 01:30", "11/04/2018 00:00")) {
      zones.forEach(zone -> times.add(List.of(changed, zone)));
    }
    console.signIn("writer", "/beta/load");

    List<?> converted = converted(console, "MM/dd/yyyy HH:mm", times);

    for (int i = 0; i < times.size(); i++) {
      assertEquals(expected(times.get(i)), converted.get(i), times.get(i).toString());
    }
  }

  /** What ISO 8601 would read as another day. */
  @Test
  void dateInTheFormatOfAProfileIsNotReadAsIso(Console console) {
    console.signIn("writer", "/beta/load");

    List<?> converted =
        converted(
            console,
            "yyyy-dd-MM",
            List.of(List.of("2025-03-01"), List.of("2025-01-13"), List.of("2025-03-01T08:30:00Z")));

    assertEquals(List.of("2025-01-03", "none", "2025-03-01T08:30:00Z"), converted);
  }

  /**
   * The dates of texts as the console reads them.
   *
   * @param texts each with its zone, if it has one
   */
  private static List<?> converted(Console console, String format, List<List<String>> texts) {
    return (List<?>)
        console
            .browser()
            .driver()
            .executeAsyncScript(
                """
                const [format, texts, done] = arguments;
                import("/console/load/dates.js").then(({ convertDate }) => done(texts.map(([text, zone]) =>
                  convertDate(text, { formats: [format], zone }).value ?? "none")));
                """,
                format,
                texts);
  }

  private static String expected(List<String> time) {
    LocalDateTime local = LocalDateTime.parse(time.get(0), FORMAT);
    ZoneId zone = ZoneId.of(time.get(1));
    if (zone.getRules().getValidOffsets(local).isEmpty()) {
      return "none";
    }
    Instant instant = local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }
}
