package org.grievances.loader;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Converts date-times of a file to ISO 8601. A text that fits none of the formats, or a day or time
 * that does not exist, is an error; formats that give one text different meanings are refused.
 */
final class DateFormats {
  private static final LocalDate SAMPLES_FROM = LocalDate.of(2010, 12, 1);
  private static final int SAMPLE_DAYS = 800;
  private static final String TIME_LETTERS = "aBhHkKmsSAnN";
  private static final String LETTERS =
      "y is the year (yy or yyyy), M the month, d the day, H the hour (h with a for AM and PM), m the minute, s the second; other letters go between apostrophes.";

  private final List<Pattern> patterns;
  private final ZoneId zone;

  /** A format as it was given. */
  private record Pattern(String text, DateTimeFormatter formatter) {

    /** A date, a date-time, or one with a zone; null if the text does not fit. */
    TemporalAccessor parse(String value) {
      ParsePosition end = new ParsePosition(0);
      if (formatter.parseUnresolved(value, end) == null || end.getIndex() < value.length()) {
        return null;
      }
      try {
        return formatter.parseBest(
            value, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      } catch (DateTimeException e) {
        return null;
      }
    }

    boolean hasTime() {
      return text.replaceAll("'[^']*'", "")
          .chars()
          .anyMatch(letter -> TIME_LETTERS.indexOf(letter) >= 0);
    }
  }

  /**
   * @throws StopException when a format cannot be used, or two give a text different meanings
   */
  DateFormats(Profile.Dates dates) {
    this.zone = zone(dates.zone());
    this.patterns = dates.formats().stream().map(DateFormats::pattern).toList();
    if (patterns.isEmpty()) {
      throw StopException.usage(
          "The profile has dates without formats, such as \"formats\": [\"MM/dd/yyyy\"].");
    }
    checkMeanings();
  }

  private static ZoneId zone(String name) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw StopException.usage(
          "The profile names a zone that is not known: %s. One is America/New_York."
              .formatted(name));
    }
  }

  private static Pattern pattern(String text) {
    if (text == null) {
      throw unusable("null", "it is no text.");
    }
    DateTimeFormatter formatter;
    try {
      formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(withProlepticYears(text))
              .toFormatter(Locale.US)
              .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw unusable(text, LETTERS);
    }
    Pattern pattern = new Pattern(text, formatter);
    ZonedDateTime sample = sample(LocalDate.of(2025, 12, 31));
    TemporalAccessor parsed = pattern.parse(formatter.format(sample));
    if (parsed == null || !LocalDate.from(parsed).equals(sample.toLocalDate())) {
      throw unusable(text, "it must tell a day. " + LETTERS);
    }
    if (pattern.hasTime()
        && (!parsed.isSupported(ChronoField.HOUR_OF_DAY)
            || parsed.get(ChronoField.HOUR_OF_DAY) != sample.getHour())) {
      throw unusable(text, "it must tell the hour of the day. " + LETTERS);
    }
    return pattern;
  }

  private static StopException unusable(String format, String why) {
    return StopException.usage(
        "The profile has a date format that cannot be used, %s: %s".formatted(format, why));
  }

  /** Years without an era, so that a day is told by year, month and day alone. */
  private static String withProlepticYears(String text) {
    StringBuilder pattern = new StringBuilder();
    boolean isQuoted = false;
    int years = 0;
    for (char letter : text.toCharArray()) {
      isQuoted ^= letter == '\'';
      boolean isYear = !isQuoted && (letter == 'y' || letter == 'u');
      years += isYear ? 1 : 0;
      pattern.append(isYear ? 'u' : letter);
    }
    if (years != 2 && years != 4) {
      throw unusable(text, "it must tell the year. " + LETTERS);
    }
    return pattern.toString();
  }

  private static ZonedDateTime sample(LocalDate day) {
    return day.atTime(12 + day.getMonthValue() % 12, day.getDayOfMonth(), 7).atZone(ZoneOffset.UTC);
  }

  private void checkMeanings() {
    for (Pattern written : patterns) {
      for (Pattern other : patterns) {
        for (int day = 0; other != written && day < SAMPLE_DAYS; day++) {
          String text = written.formatter.format(sample(SAMPLES_FROM.plusDays(day)));
          TemporalAccessor meaning = other.parse(text);
          if (meaning != null && !meaning.equals(written.parse(text))) {
            throw StopException.usage(
                "The profile has date formats that give %s different meanings: %s and %s. Use a profile for each."
                    .formatted(text, written.text, other.text));
          }
        }
      }
    }
  }

  /**
   * A date-time in ISO 8601: as it is without a zone, else in UTC.
   *
   * @throws DateTimeException when the text is none; the message is for people
   */
  String toIso(String text) {
    return patterns.stream()
        .map(pattern -> pattern.parse(text))
        .filter(Objects::nonNull)
        .findFirst()
        .map(this::iso)
        .orElseThrow(() -> new DateTimeException("not a date of the format " + this));
  }

  private String iso(TemporalAccessor parsed) {
    if (parsed instanceof ZonedDateTime moment) {
      return moment.toInstant().toString();
    }
    if (parsed instanceof LocalDate day) {
      return zone == null ? day.toString() : day.atStartOfDay(zone).toInstant().toString();
    }
    LocalDateTime local = (LocalDateTime) parsed;
    if (zone == null) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local);
    }
    if (zone.getRules().getValidOffsets(local).isEmpty()) {
      throw new DateTimeException("a time that a change of the clocks skips in " + zone);
    }
    return local.atZone(zone).toInstant().toString();
  }

  /** The formats, as they are told to people. */
  @Override
  public String toString() {
    return String.join(" or ", patterns.stream().map(Pattern::text).toList());
  }
}
