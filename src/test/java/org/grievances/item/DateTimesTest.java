package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "2025-03-01 08:30:00",
        "2025-03-01t08:30:00",
        "2025-03-01T",
        "2025-03-01T08:30",
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
