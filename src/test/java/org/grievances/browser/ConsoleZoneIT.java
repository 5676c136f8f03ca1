package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and times are those of the zone of the database, whatever zone the browser is in. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleZoneIT {
  private static final int KEY = 7_600;

  private static String zone(String database) {
    return ConsoleServer.ZONES.getOrDefault(database, "UTC");
  }

  private static void put(Console console, String database, String items) {
    assertEquals(
        207, console.server().send("PUT", database, "grievances-batch", items).statusCode());
  }

  private static JsonObject stored(Console console, String database, int key) {
    String answer = console.server().send("GET", database, "grievances/" + key, "").body();
    return Json.createReader(new StringReader(answer)).readObject().getJsonObject("data");
  }

  /** The last moment of a day, the day, and the first moment of the next one. */
  private static void putThreeDays(Console console, String database) {
    put(
        console,
        database,
        """
        [{"grievance_Key":7599,"grievance_Source":"ZONE","grievance_Received":"2025-11-30T23:59:59"},
         {"grievance_Key":7600,"grievance_Source":"ZONE","grievance_Received":"2025-12-01",
          "issue_Date":"2025-11-28T16:45:00","resolution_Date":"2025-11-02T06:30:00.123456Z"},
         {"grievance_Key":7601,"grievance_Source":"ZONE","grievance_Received":"2025-12-02"}]""");
  }

  @ParameterizedTest
  @CsvSource({
    "york, America/Los_Angeles",
    "york, Asia/Tokyo",
    "beta, America/New_York",
    "beta, Pacific/Auckland",
    "kolkata, America/New_York",
    "kolkata, UTC"
  })
  void dateWithoutATimeIsThatDay(String database, String browserZone, Console console) {
    putThreeDays(console, database);
    console.browser().in(browserZone);
    console.signIn("reader", "/" + database + "/grievances?grievance_Source=ZONE");
    Page page = console.page();
    page.until(
        "the days",
        () ->
            page.column("Received").get(1).equals("Dec 1, 2025")
                && page.column("Received").get(0).equals("Dec 2, 2025")
                && page.column("Received").get(2).matches("Nov 30, 2025, 11:59\\sPM"));
    assertTrue(page.text().contains("Times are in " + zone(database)), page.text());

    page.set("Received from", "2025-12-01");
    page.set("Received through", "2025-12-01");
    page.until("that day alone", () -> page.column("Grievance no.").equals(List.of("7600")));
    assertTrue(console.place().contains("receivedFrom=2025-12-01"), console.place());
    console.browser().driver().navigate().refresh();
    page.until("that day alone", () -> page.column("Grievance no.").equals(List.of("7600")));
    assertEquals("2025-12-01", page.value("Received through"));
  }

  @ParameterizedTest
  @CsvSource({"york, Asia/Tokyo", "beta, America/New_York", "kolkata, America/Los_Angeles"})
  void enteredDayIsLocalAndUntouchedTimeStays(
      String database, String browserZone, Console console) {
    putThreeDays(console, database);
    console.browser().in(browserZone);
    console.signIn("admin", "/" + database + "/grievances/" + KEY);
    Page page = console.page();
    page.until("the form", () -> page.value("Received").equals("2025-12-01"));
    assertEquals("", page.value("Received, time"));
    assertEquals("2025-11-28", page.value("Issue date"));
    assertTrue(page.value("Issue date, time").startsWith("16:45"), page.value("Issue date, time"));

    page.set("Received", "2025-12-03");
    page.click("button", "Save");
    page.awaitText("Saved");

    JsonObject stored = stored(console, database, KEY);
    assertEquals(
        LocalDate.of(2025, 12, 3).atStartOfDay(ZoneId.of(zone(database))).toInstant().toString(),
        stored.getString("grievance_Received"));
    assertEquals("2025-11-02T06:30:00.123456Z", stored.getString("resolution_Date"));
    page.awaitHeading("History");
    page.until(
        "the days in its history",
        () ->
            page.find("region", "History")
                .getText()
                .matches("(?s).*Dec 1, 2025\\s+→.*Dec 3, 2025\\n.*"));
  }

  @ParameterizedTest
  @CsvSource({"york, Asia/Tokyo", "kolkata, America/Los_Angeles"})
  void deadlineInDaysIsItsLastDay(String database, String browserZone, Console console) {
    putThreeDays(console, database);
    console.browser().in(browserZone);
    console.signIn("reader", "/" + database + "/deadlines?grievance_Key=" + KEY);
    Page page = console.page();
    page.until("its last day", () -> page.column("Due").equals(List.of("Dec 31, 2025")));
    console.open("/" + database + "/grievances?grievance_Source=ZONE");
    page.set("Due on or before", "2025-12-31");
    page.until(
        "what is due by then", () -> page.column("Grievance no.").equals(List.of("7600", "7599")));
    page.set("Due on or before", "2025-12-30");
    page.until("what is due by then", () -> page.column("Grievance no.").equals(List.of("7599")));
  }

  @Test
  void timeThatTheClocksSkipIsRefusedAtItsField(Console console) {
    putThreeDays(console, "york");
    console.browser().expect("400");
    console.browser().in("Europe/Berlin");
    console.signIn("writer", "/york/grievances/" + KEY);
    Page page = console.page();
    page.set("Received", "2025-03-09");
    page.set("Received, time", "02:30:00");
    page.click("button", "Save");
    page.until(
        "the error",
        () -> "true".equals(page.find("field", "Received").getDomAttribute("aria-invalid")));
    page.awaitText("does not exist in America/New_York");
    page.set("Received, time", "03:30:00");
    page.click("button", "Save");
    page.awaitText("Saved");
    assertEquals(
        "2025-03-09T07:30:00Z", stored(console, "york", KEY).getString("grievance_Received"));
  }

  @Test
  void anotherDatabaseHasItsOwnZone(Console console) {
    putThreeDays(console, "york");
    putThreeDays(console, "kolkata");
    console.signIn("reader", "/york/grievances?grievance_Key=7599");
    Page page = console.page();
    page.awaitText("Times are in America/New_York");
    page.choose("Database", "kolkata");
    page.awaitText("Times are in Asia/Kolkata");
    page.until("its times", () -> page.column("Received").contains("Dec 1, 2025"));
    assertFalse(page.text().contains("America/New_York"), page.text());
  }

  @Test
  void grievancesWithoutADateOfReceiptAreCountedAndFound(Console console) {
    put(console, "kolkata", "[{\"grievance_Key\":7650},{\"grievance_Key\":7651}]");
    console.signIn("reader", "/kolkata/deadlines");
    Page page = console.page();
    page.awaitText("2 grievances have no date of receipt");
    page.click("link", "Show them");
    page.until("these", () -> page.column("Grievance no.").equals(List.of("7651", "7650")));
    console.open("/kolkata/charts");
    page.awaitText("2 grievances have no date of receipt");
    page.awaitText("2 counted by date of entry");
  }
}
