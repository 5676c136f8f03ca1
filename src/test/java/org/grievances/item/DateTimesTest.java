package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which date-times are accepted, and that they are converted to UTC. */
class DateTimesTest {

  @ParameterizedTest
  @CsvSource({
    "2025-03-01,                          2025-03-01T00:00",
    "2024-02-29,                          2024-02-29T00:00",
    "2025-03-01T08:30:00,                 2025-03-01T08:30",
    "2025-03-01T08:30:00Z,                2025-03-01T08:30",
    "2025-03-01T08:30:00.5,               2025-03-01T08:30:00.5",
    "2025-03-01T08:30:00.1234567891234Z,  2025-03-01T08:30:00.123456",
    "2025-03-01T08:30:00+05:30,           2025-03-01T03:00",
    "2025-03-01T08:30:00-0130,            2025-03-01T10:00",
    "2025-03-01T08:30:00+02,              2025-03-01T06:30",
    "2025-01-01T00:00:00.000001+00:01,    2024-12-31T23:59:00.000001",
    "0001-01-01T00:00:00Z,                0001-01-01T00:00",
    "9999-12-31T23:59:59.999999Z,         9999-12-31T23:59:59.999999",
  })
  void readsIso8601AsUtc(String text, LocalDateTime expected) {
    assertEquals(expected, DateTimes.parse(text));
  }

  /** The same time as generated clients and the libraries of several languages write it. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C# DateTime, round-trip        | 2025-01-02T03:04:05.0000000Z
          C# DateTimeOffset              | 2025-01-02T05:04:05.0000000+02:00
          C# Newtonsoft, UTC             | 2025-01-02T03:04:05Z
          C# DateTime, unspecified       | 2025-01-02T03:04:05
          C# universal sortable ("u")    | 2025-01-02 03:04:05Z
          Go time.RFC3339                | 2025-01-02T05:04:05+02:00
          Go time.RFC3339Nano            | 2025-01-02T03:04:05.000000999Z
          Java Instant                   | 2025-01-02T03:04:05Z
          Java OffsetDateTime            | 2025-01-02T05:04:05+02:00
          Java ZonedDateTime             | 2025-01-02T04:04:05+01:00[Europe/Berlin]
          Java ZonedDateTime, UTC        | 2025-01-02T03:04:05Z[UTC]
          Java ZonedDateTime, GMT offset | 2025-01-02T05:04:05+02:00[GMT+02:00]
          Java LocalDateTime             | 2025-01-02T03:04:05
          Java Timestamp                 | 2025-01-02 03:04:05.0
          JavaScript toISOString         | 2025-01-02T03:04:05.000Z
          JavaScript Temporal            | 2025-01-02T05:04:05+02:00[Africa/Cairo]
          Kotlin kotlinx Instant         | 2025-01-02T03:04:05.000000999Z
          Kotlin OffsetDateTime          | 2025-01-02T03:04:05Z
          PHP DateTimeInterface::ATOM    | 2025-01-02T05:04:05+02:00
          PHP RFC3339_EXTENDED           | 2025-01-02T03:04:05.000+00:00
          PHP ISO8601                    | 2025-01-02T05:04:05+0200
          Python isoformat               | 2025-01-02T03:04:05+00:00
          Python str                     | 2025-01-02 05:04:05+02:00
          Python isoformat, microseconds | 2025-01-02T03:04:05.000000+00:00
          Ruby Time#to_s, UTC            | 2025-01-02 03:04:05 UTC
          Ruby Time#to_s                 | 2025-01-02 05:04:05 +0200
          Ruby DateTime#iso8601          | 2025-01-02T05:04:05+02:00
          Ruby Time#as_json (Rails)      | 2025-01-02T03:04:05.000Z
          Rust chrono to_rfc3339         | 2025-01-02T03:04:05.000000999+00:00
          Rust chrono Display            | 2025-01-02 03:04:05 UTC
          Rust chrono Display, offset    | 2025-01-02 05:04:05 +02:00
          Swift ISO8601DateFormatter     | 2025-01-02T03:04:05Z
          Swift OpenISO8601DateFormatter | 2025-01-02T03:04:05.000Z
          RFC 3339, lower case           | 2025-01-02t03:04:05z
          """)
  void readsTheFormatsOfCommonLibraries(String writer, String text) {
    assertEquals(LocalDateTime.of(2025, 1, 2, 3, 4, 5), DateTimes.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-01-02T03:04Z,           2025-01-02T03:04",
    "2025-01-02T03:04,            2025-01-02T03:04",
    "2025-01-02T03:04+02:00,      2025-01-02T01:04",
    "2025-01-02T03:04Z[UTC],      2025-01-02T03:04",
    "2025-01-02 03:04 +0200,      2025-01-02T01:04",
    "2025-01-02T03:04:05.123456789Z, 2025-01-02T03:04:05.123456",
  })
  void readsWithoutSecondsAndWithFractions(String text, LocalDateTime expected) {
    assertEquals(expected, DateTimes.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2025",
        "2025-03",
        "2025-3-1",
        "2025-02-29",
        "2025-13-01",
        "20250301",
        "2025-03-01T",
        "2025-03-01 ",
        "2025-03-01  08:30:00",
        "2025-03-01T08",
        "2025-03-01T08:30:",
        "2025-03-01T08:30.5",
        "2025-03-01T0830",
        "08:30:00",
        "T08:30:00Z",
        "01/02/2025",
        "02.01.2025",
        "Jan 2, 2025 3:04 AM",
        "Thu, 02 Jan 2025 03:04:05 GMT",
        "1735787045",
        "2025-03-01T08:30:00[UTC]",
        "2025-03-01T08:30:00Z[]",
        "2025-03-01T08:30:00Z[UTC",
        "2025-03-01T08:30:00Z[a b]",
        "2025-03-01T08:30:00Z[UTC]x",
        "2025-03-01T08:30:00 GMT",
        "2025-03-01T08:30:00 UTCZ",
        "2025-03-01T08:30:00  +0200",
        "2025-03-01T08:30:00+02:",
        "2025-03-01T24:00:00",
        "2025-03-01T08:60:00",
        "2025-03-01T23:59:60",
        "2025-03-01T08:30:00.",
        "2025-03-01T08:30:00.Z",
        "2025-03-01T08:30:00ZZ",
        "2025-03-01T08:30:00+24:00",
        "2025-03-01T08:30:00+02:60",
        "2025-03-01T08:30:00+02:0",
        "2025-03-01T08:30:00+2",
        "2025-03-01T08:30:00 Z",
        "2025-03-01Z",
        "٢٠٢٥-03-01",
        "-2025-03-01",
        "+12025-03-01",
        "0000-12-31",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
      })
  void refusesAnythingElse(String text) {
    assertThrows(DateTimeException.class, () -> DateTimes.parse(text));
  }
}
