package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
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
  void readsIso8601AsUtc(String text, LocalDateTime expected) throws InvalidValueException {
    assertEquals(expected, DateTimes.parse(text, ZoneOffset.UTC));
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
  void readsTheFormatsOfCommonLibraries(String writer, String text) throws InvalidValueException {
    assertEquals(LocalDateTime.of(2025, 1, 2, 3, 4, 5), DateTimes.parse(text, ZoneOffset.UTC));
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
  void readsWithoutSecondsAndWithFractions(String text, LocalDateTime expected)
      throws InvalidValueException {
    assertEquals(expected, DateTimes.parse(text, ZoneOffset.UTC));
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
        "2025-03-01T08:30:00[Mars/Olympus]",
        "2025-03-01[UTC]",
        "2025-03-01T08:30:00[UTC][!u-ca=hebrew]",
        "2025-03-01T08:30:00.5,5",
        "2025-03-01T08:30:00Z[]",
        "2025-03-01T08:30:00Z[UTC",
        "2025-03-01T08:30:00Z[a b]",
        "2025-03-01T08:30:00Z[UTC]x",
        "2025-03-01T08:30:00 GMT",
        "2025-03-01T08:30:00 UTCZ",
        "2025-03-01T08:30:00  +0200",
        "2025-03-01T08:30:00+02:",
        "2025-03-01T24:00:00",
        "2025-03-01T25:00:00",
        "2025-03-01T08:60:00",
        "2025-03-01T23:59:61",
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
  void otherTextsAreRefused(String text) {
    assertThrows(InvalidValueException.class, () -> DateTimes.parse(text, ZoneOffset.UTC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2025-03-01T08:30:00,5Z                          | 2025-03-01T08:30:00.5
          2025-03-01T08:30:00,123456789+02:00             | 2025-03-01T06:30:00.123456
          2016-12-31T23:59:60Z                            | 2016-12-31T23:59:59.999999
          1990-12-31T15:59:60-08:00                       | 1990-12-31T23:59:59.999999
          1990-12-31T15:59:60.75-08:00                    | 1990-12-31T23:59:59.999999
          2025-03-01T08:30:00[America/New_York]           | 2025-03-01T13:30
          2025-03-01T08:30[!America/New_York]             | 2025-03-01T13:30
          2025-03-01T08:30:00Z[America/New_York]          | 2025-03-01T08:30
          2025-03-01T08:30:00-05:00[America/New_York][u-ca=iso8601] | 2025-03-01T13:30
          2025-03-01T08:30:00-05:00[Mars/Olympus]         | 2025-03-01T13:30
          1850-01-01T00:00+00:53:28[Europe/Berlin]        | 1849-12-31T23:06:32
          1850-01-01T00:00+00:53[Europe/Berlin]           | 1849-12-31T23:07
          """)
  void readsTheRarerFormsOfTheStandards(String text, LocalDateTime expected)
      throws InvalidValueException {
    assertEquals(expected, DateTimes.parse(text, ZoneId.of("Asia/Kolkata")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          America/New_York   | 2026-03-08T02:00:00             | does not exist in America/New_York
          America/New_York   | 2026-03-08 02:59:59.999999      | add its offset
          America/Sao_Paulo  | 2018-11-04T00:30                | does not exist in America/Sao_Paulo
          UTC                | 2026-03-08T02:30[America/New_York] | does not exist in America/New_York
          Pacific/Apia       | 2011-12-30                      | that day was skipped
          Pacific/Apia       | 2011-12-30T12:00                | does not exist in Pacific/Apia
          UTC                | 2025-02-29                      | not a day of the calendar
          UTC                | 2025-13-01                      | not a day of the calendar
          UTC                | 2025-03-01T24:00:00             | write 00:00 of the next day
          UTC                | 2025-03-01T08:30:00 02:00       | write + as %2B
          UTC                | 2025-03-01T12:00:60             | only the last minute of a day in UTC
          America/New_York   | 2016-12-31T23:59:60             | only the last minute of a day in UTC
          UTC                | 2025-03-01T08:30:00+02:00[America/New_York] | does not have then
          UTC                | 2025-03-01T08:30:00Z[!Mars/Olympus] | unknown time zone
          Asia/Kolkata       | 0001-01-01                      | years 0001 to 9999, in UTC
          America/New_York   | 9999-12-31T23:00                | years 0001 to 9999, in UTC
          UTC                | 0000-12-31                      | years 0001 to 9999
          UTC                | 03/01/2025                      | such as 2025-03-01T08:30:00Z
          """)
  void saysWhyATimeIsRefused(String zone, String text, String reason) {
    InvalidValueException e =
        assertThrows(InvalidValueException.class, () -> DateTimes.parse(text, ZoneId.of(zone)));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "America/New_York,  2025-03-01,                 2025-03-01T05:00",
    "America/New_York,  2025-03-01T08:30,           2025-03-01T13:30",
    "America/New_York,  2025-07-01 08:30:00.25,     2025-07-01T12:30:00.25",
    "America/New_York,  2025-03-01T08:30:00+02:00,  2025-03-01T06:30",
    "America/New_York,  2025-03-01T08:30:00Z,       2025-03-01T08:30",
    "America/New_York,  2025-11-02T01:30,           2025-11-02T05:30",
    "America/New_York,  0001-01-01,                 0001-01-01T04:56:02",
    "Asia/Kolkata,      2025-03-01,                 2025-02-28T18:30",
    "America/Sao_Paulo, 2018-11-04,                 2018-11-04T03:00",
    "Asia/Beirut,       2022-03-27,                 2022-03-26T22:00",
    "Africa/Cairo,      2023-04-28,                 2023-04-27T22:00",
    "America/St_Johns,  2009-11-01,                 2009-11-01T02:30",
    "America/Havana,    2025-11-02,                 2025-11-02T04:00",
    "America/New_York,  1850-01-01T00:00:00.000001, 1850-01-01T04:56:02.000001",
  })
  void localTimesAreThoseOfTheZone(String zone, String text, LocalDateTime expected)
      throws InvalidValueException {
    assertEquals(expected, DateTimes.parse(text, ZoneId.of(zone)));
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()).map(ZoneId::of);
  }

  /** Half of them near a change of clocks. */
  @Provide
  Arbitrary<Tuple2<ZoneId, LocalDateTime>> localTimes() {
    Arbitrary<Long> seconds = Arbitraries.longs().between(-4_000_000_000L, 4_000_000_000L);
    Arbitrary<Long> around = Arbitraries.longs().between(-7_200, 7_200);
    return Combinators.combine(zones(), seconds, around, Arbitraries.of(true, false))
        .as(
            (zone, second, offset, near) -> {
              ZoneOffsetTransition change =
                  zone.getRules().nextTransition(Instant.ofEpochSecond(second));
              LocalDateTime local =
                  near && change != null
                      ? change.getDateTimeBefore().plusSeconds(offset)
                      : LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
              return Tuple.of(zone, local);
            });
  }

  @Property
  void localTimeIsTheEarliestInstantThatHasItOrIsRefused(
      @ForAll("localTimes") Tuple2<ZoneId, LocalDateTime> at) throws InvalidValueException {
    ZoneId zone = at.get1();
    LocalDateTime local = at.get2();
    String text = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local);
    Optional<LocalDateTime> earliest =
        zone.getRules().getValidOffsets(local).stream()
            .map(offset -> local.atOffset(offset).withOffsetSameInstant(ZoneOffset.UTC))
            .map(OffsetDateTime::toLocalDateTime)
            .min(Comparator.naturalOrder());
    if (earliest.isPresent()) {
      assertEquals(earliest.get(), DateTimes.parse(text, zone));
    } else {
      assertThrows(InvalidValueException.class, () -> DateTimes.parse(text, zone));
    }
  }

  @Property
  void dateIsTheFirstInstantOfThatDay(@ForAll("localTimes") Tuple2<ZoneId, LocalDateTime> at)
      throws InvalidValueException {
    ZoneId zone = at.get1();
    LocalDate date = at.get2().toLocalDate();
    ZonedDateTime beginning = date.atStartOfDay(zone);
    if (beginning.toLocalDate().equals(date)) {
      assertEquals(
          LocalDateTime.ofInstant(beginning.toInstant(), ZoneOffset.UTC),
          DateTimes.parse(date.toString(), zone));
    } else {
      assertThrows(InvalidValueException.class, () -> DateTimes.parse(date.toString(), zone));
    }
  }
}
