package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a profile makes of the values of a file. */
class ProfileTest {
  @TempDir private Path directory;

  private Profile profile(String json) throws IOException {
    return Profile.read(Files.writeString(directory.resolve("profile.json"), json));
  }

  private static String dates(String formats, String zone) {
    String quoted = "\"" + formats.replace("|", "\",\"") + "\"";
    String inZone = zone == null ? "" : ",\"zone\":\"" + zone + "\"";
    return "{\"dates\":{\"formats\":[" + quoted + "]" + inZone + "}}";
  }

  private String convert(String profile, String member, String value) throws IOException {
    List<RowError> faults = new ArrayList<>();
    String converted = new Conversion(profile(profile)).convert(member, value, faults);
    return faults.isEmpty() ? converted : faults.stream().map(RowError::text).toList().toString();
  }

  @Test
  void profileIsReadWithAllItsParts() throws IOException {
    Profile profile =
        profile(
            """
            \uFEFF{"columns": {"Member ID": "subscriber_ID", "Notes": null},
             "dates": {"formats": ["MM/dd/yyyy", "MM/dd/yyyy HH:mm"], "zone": "America/New_York"},
             "trim": true, "codes": {"grievance_Type": {"Billing issue": "BILL", "none": ""}},
             "delimiter": ";", "charset": "windows-1252"}
            """);

    assertEquals("subscriber_ID", profile.columns().get("Member ID"));
    assertEquals("windows-1252", profile.namedCharset().name());
    Conversion conversion = new Conversion(profile);
    List<RowError> faults = new ArrayList<>();
    assertEquals("BILL", conversion.convert("Grievance_type", "\u00A0Billing issue ", faults));
    assertEquals("Other", conversion.convert("grievance_Type", "Other", faults));
    assertNull(conversion.convert("grievance_Type", "none", faults));
    assertEquals(
        "2025-07-01T12:30:00Z", conversion.convert("issue_date", " 07/01/2025 08:30", faults));
    assertEquals(List.of(), faults);
    assertEquals(Profile.NONE, profile("{}"));
    assertEquals("", Conversion.NONE.toString());
    assertNotEquals(conversion.toString(), new Conversion(profile("{\"trim\":true}")).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"colums\": {}}                         | it cannot have colums",
        "{\"dates\": {\"format\": []}}            | it cannot have dates.format",
        "{\"trim\": \"yes\"}                      | trim has no value of its type",
        "{\"codes\": {\"issue\": {\"1\": 2}}}     | codes.issue.1 has no value of its type",
        "{\"columns\": {\"a\": 1}}                | columns.a has no value of its type",
        "{\"columns\": []}                        | columns has no value of its type",
        "{\"trim\": true, \"trim\": true}         | twice: see line 1",
        "{\"trim\": true                          | it is not JSON",
        "{} {}                                    | cannot be used",
        "[]                                       | it is not a JSON object",
        "null                                     | it is not a JSON object",
        "{\"codes\": {\"Issue_Typ\": {}}}         | no member: Issue_Typ",
        "{\"charset\": \"Excel\"}                 | a charset that is not known: Excel",
        "{\"codes\": {\"issue\": {\"a\": null}}}  | one that is no text, for issue",
        "{\"dates\": {\"formats\": [null]}}       | cannot be used, null"
      })
  void profileThatIsWrongIsRefusedWithTheReason(String json, String reason) {
    ExitException stop =
        assertThrows(
            ExitException.class,
            () -> {
              Profile profile = profile(json);
              new Conversion(profile);
              profile.namedCharset();
            });

    assertTrue(stop.getMessage().contains(reason), stop.getMessage());
    assertEquals(ExitCodes.USAGE, stop.exitCode());
  }

  @Test
  void byteOfAProfileThatIsNotUtf8IsSaidWithItsPlace() throws IOException {
    Path file = directory.resolve("profile.json");
    Files.write(file, "{\n \"charset\": \"\u00E4\"}".getBytes(StandardCharsets.ISO_8859_1));

    ExitException stop = assertThrows(ExitException.class, () -> Profile.read(file));

    assertTrue(stop.getMessage().contains("not UTF-8: see line 2, column 14"), stop.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MM/dd/yyyy            |                  | 03/01/2025        | 2025-03-01",
        "M/d/yyyy              |                  | 3/1/2025          | 2025-03-01",
        "M/d/yyyy              |                  | 03/01/2025        | 2025-03-01",
        "dd.MM.yyyy            |                  | 01.03.2025        | 2025-03-01",
        "M/d/yy H:mm           |                  | 3/1/25 8:30       | 2025-03-01T08:30:00",
        "M/d/yy                |                  | 3/1/99            | 2099-03-01",
        "MM/dd/yyyy hh:mm a    |                  | 03/01/2025 01:05 pm | 2025-03-01T13:05:00",
        "dd-MMM-yyyy           |                  | 01-MAR-2025       | 2025-03-01",
        "yyyyMMdd              |                  | 20250301          | 2025-03-01",
        "yyyy-MM-dd'T'HH:mm:ss.SSS |              | 2025-03-01T08:30:00.120 | 2025-03-01T08:30:00.12",
        "MM/dd/yyyy            | America/New_York | 07/01/2025        | 2025-07-01T04:00:00Z",
        "MM/dd/yyyy HH:mm      | America/New_York | 01/01/2025 23:30  | 2025-01-02T04:30:00Z",
        "MM/dd/yyyy HH:mm      | America/New_York | 11/02/2025 01:30  | 2025-11-02T05:30:00Z",
        "MM/dd/yyyy HH:mm XX   | America/New_York | 07/01/2025 08:00 +0200 | 2025-07-01T06:00:00Z",
        "MM/dd/yyyy            |                  | 3/1/2025          | 2025-03-01",
        "MM/dd/yyyy hh:mm a    |                  | 3/1/2025  1:05\u202FPM | 2025-03-01T13:05:00",
        "MM/dd/yyyy            |                  | 2025-03-01        | 2025-03-01",
        "MM/dd/yyyy            |                  | 2025-03-01 08:30:00.5 | 2025-03-01T08:30:00.5",
        "MM/dd/yyyy            | America/New_York | 2025-07-01T08:30  | 2025-07-01T12:30:00Z",
        "MM/dd/yyyy            | America/New_York | 2025-07-01T08:30+02:00 | 2025-07-01T08:30+02:00",
        "MM/dd/yyyy  hh:mm a   |                  | 03/01/2025 01:05 PM | 2025-03-01T13:05:00",
        "yyyy-dd-MM            |                  | 2025-03-01        | 2025-01-03",
        "MM/dd/yyyy HH:mm XX   |                  | 07/01/2025 08:00 +0200 | 2025-07-01T06:00:00Z"
      })
  void dateIsConvertedToIso(String format, String zone, String date, String iso)
      throws IOException {
    assertEquals(iso, convert(dates(format, zone), "issue_Date", date));
    assertEquals(date, convert(dates(format, zone), "issue", date));
    assertEquals("", convert(dates(format, zone), "issue_Date", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MM/dd/yyyy       | 13/01/2025",
        "MM/dd/yyyy       | 02/29/2025",
        "MMddyyyy         | 312025",
        "yyyyMMdd         | 202531",
        "M/d/yyyy         | 3/1/25",
        "M/d/yy           | 3/1/2025",
        "MM/dd/yyyy       | 03/01/2025 08:30",
        "MM/dd/yyyy HH:mm | 03/01/2025",
        "MM/dd/yyyy HH:mm | 03/01/2025 24:30",
        "MM/dd/yyyy       | 2025-02-30",
        "MM/dd/yyyy       | 2025-03",
        "yyyy-dd-MM       | 2025-01-13",
        "MM/dd/yyyy       | soon"
      })
  void dateThatDoesNotMatchIsAnError(String format, String date) throws IOException {
    assertEquals(
        "[issue_Date: not a date of the format " + format + "]",
        convert(dates(format, null), "issue_Date", date));
  }

  @Test
  void zoneAloneIsThatOfDatesInIso8601() throws IOException {
    String profile = "{\"dates\": {\"zone\": \"America/New_York\"}}";

    assertEquals("2025-07-01T04:00:00Z", convert(profile, "issue_Date", " 2025-07-01 "));
    assertEquals(
        "[issue_Date: not a date of the format yyyy-MM-dd]",
        convert(profile, "issue_Date", "07/01/2025"));
  }

  @Test
  void timeSkippedByTheClocksIsAnError() throws IOException {
    assertEquals(
        "[issue_Date: a time that a change of the clocks skips in America/New_York]",
        convert(dates("MM/dd/yyyy HH:mm", "America/New_York"), "issue_Date", "03/09/2025 02:30"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MM/dd/yyyy|dd/MM/yyyy",
        "d/M/yy|M/d/yy",
        "MM/dd/yy|yy/MM/dd",
        "yyyyMMdd|ddMMyyyy",
        "MM/dd/yyyy HH:mm|dd/MM/yyyy HH:mm",
        "MM/dd/yyyy HH:mm|MM/dd/yyyy mm:HH"
      })
  void formatsThatGiveATextTwoMeaningsAreRefused(String formats) throws IOException {
    Profile profile = profile(dates(formats, null));

    ExitException stop = assertThrows(ExitException.class, () -> new Conversion(profile));

    assertTrue(stop.getMessage().contains("different meanings"), stop.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MM/dd/yyyy|M/d/yyyy|M/d/yy",
        "MM/dd/yyyy|MM/dd/yyyy HH:mm|MM/dd/yyyy hh:mm a",
        "dd.MM.yyyy|MM/dd/yyyy|yyyy-MM-dd|yyyyMMdd"
      })
  void formatsThatAgreeMayBeTogether(String formats) throws IOException {
    assertEquals("", convert(dates(formats, null), "issue_Date", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MM/dd",
        "MM/DD/YYYY",
        "mm/dd/yyyy",
        "MM/dd/y",
        "yyyy-MM-ddTHH:mm",
        "HH:mm",
        "MM/dd/yyyy hh:mm",
        "MM/dd/yyyy mm",
        "MM/yyyy",
        "dd/yyyy",
        "yyyy",
        "MM/dd/yyyy 'x"
      })
  void formatWithoutADayOrWithHalfATimeIsRefused(String format) throws IOException {
    Profile profile = profile(dates(format, null));

    ExitException stop = assertThrows(ExitException.class, () -> new Conversion(profile));

    assertTrue(stop.getMessage().contains("a date format that cannot be used"), stop.getMessage());
  }
}
