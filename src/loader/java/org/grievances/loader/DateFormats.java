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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Converts date-times of a file to ISO 8601, as the console does. A text that fits none of the
 * formats, or a day or time that does not exist, is an error; formats that give one text different
 * meanings are refused.
 */
final class DateFormats {
  private static final LocalDate SAMPLES_FROM = LocalDate.of(2010, 12, 1);
  private static final int SAMPLE_DAYS = 800;
  private static final int ISO_DAY_LENGTH = "2025-03-01".length();
  private static final String TIME_LETTERS = "aBhHkKmsSAnN";
  private static final String LETTERS =
      "y is the year (yy or yyyy), M the month, d the day, H the hour (h with a for AM and PM), m the minute, s the second; other letters go between apostrophes.";

  /** Apostrophes and what is quoted, a run of one letter, or anything else. */
  private static final Pattern TOKEN = Pattern.compile("'[^']*'?|([A-Za-z])\\1*|.", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("[uydHhmsSkK]+|M{1,2}");
  private static final Pattern BLANKS = Pattern.compile("[ \u00A0\u202F]+");
  private static final Pattern ISO_WITH_OFFSET =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt ].+(?:[Zz\\]C]|[+-]\\d\\d(?::?\\d\\d)?)");
  private static final List<DateFormat> ISO =
      List.of(pattern("yyyy-MM-dd"), pattern("yyyy-MM-dd HH:mm"), pattern("yyyy-MM-dd'T'HH:mm"));

  private final List<DateFormat> patterns;
  private final ZoneId zone;
  private final boolean takesIso;

  /** A format as configured. */
  private record DateFormat(String text, DateTimeFormatter formatter) {

    /** A date, a date-time, or one with a zone; null if the text does not match. */
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
   * @throws ExitException when a format cannot be used, or two give a text different meanings
   */
  DateFormats(Profile.Dates dates) {
    this.zone = zone(dates.zone());
    this.patterns = dates.formats().stream().map(DateFormats::pattern).toList();
    checkMeanings();
    this.takesIso =
        patterns.stream()
            .allMatch(format -> ISO.stream().allMatch(iso -> conflict(format, iso) == null));
  }

  private static ZoneId zone(String name) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw ExitException.usage(
          "The profile names a zone that is not known: %s. One is America/New_York."
              .formatted(name));
    }
  }

  private static DateFormat pattern(String text) {
    if (text == null) {
      throw unusable("null", "it is no text.");
    }
    DateTimeFormatter formatter;
    try {
      formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(withoutPadding(withProlepticYears(oneBlank(text))))
              .toFormatter(Locale.US)
              .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw unusable(text, LETTERS);
    }
    DateFormat pattern = new DateFormat(text, formatter);
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

  private static ExitException unusable(String format, String why) {
    return ExitException.usage(
        "The profile has a date format that cannot be used, %s: %s".formatted(format, why));
  }

  /** Replaces years of an era, so that year, month and day identify a day. */
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

  /** Numbers may lack leading zeros, unless other numbers follow without a mark between them. */
  private static String withoutPadding(String pattern) {
    List<String> tokens = TOKEN.matcher(pattern).results().map(MatchResult::group).toList();
    StringBuilder shorter = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      boolean isAlone = !isNumber(tokens, i - 1) && !isNumber(tokens, i + 1);
      boolean isPadded = token.length() == 2 && "MdHhms".indexOf(token.charAt(0)) >= 0;
      shorter.append(isPadded && isAlone ? token.substring(1) : token);
    }
    return shorter.toString();
  }

  private static boolean isNumber(List<String> tokens, int index) {
    return index >= 0 && index < tokens.size() && NUMBER.matcher(tokens.get(index)).matches();
  }

  private static ZonedDateTime sample(LocalDate day) {
    return day.atTime(12 + day.getMonthValue() % 12, day.getDayOfMonth(), 7).atZone(ZoneOffset.UTC);
  }

  private void checkMeanings() {
    for (DateFormat written : patterns) {
      for (DateFormat other : patterns) {
        String text = conflict(written, other);
        if (text != null) {
          throw ExitException.usage(
              "The profile has date formats that give %s different meanings: %s and %s. Use a profile for each."
                  .formatted(text, written.text, other.text));
        }
      }
    }
  }

  /** A text that two formats give different meanings; null if there is none. */
  private static String conflict(DateFormat written, DateFormat other) {
    for (int day = 0; other != written && day < SAMPLE_DAYS; day++) {
      String text = written.formatter.format(sample(SAMPLES_FROM.plusDays(day)));
      TemporalAccessor meaning = other.parse(text);
      if (meaning != null && !meaning.equals(written.parse(text))) {
        return text;
      }
    }
    return null;
  }

  /**
   * A date-time in ISO 8601: unchanged without a zone, else in UTC. A text in ISO 8601 needs no
   * format, unless a format gives it another meaning.
   *
   * @throws DateTimeException when the text is none; the message is for people
   */
  String toIso(String value) {
    String text = oneBlank(value);
    TemporalAccessor parsed = parse(patterns, text);
    if (parsed == null && takesIso) {
      if (ISO_WITH_OFFSET.matcher(text).matches()) {
        return value;
      }
      parsed = isoLocal(text);
    }
    if (parsed == null) {
      throw new DateTimeException("not a date of the format " + this);
    }
    return iso(parsed);
  }

  /** The text with single blanks that keyboards have, and none around it. */
  private static String oneBlank(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  private static TemporalAccessor parse(List<DateFormat> formats, String text) {
    return formats.stream()
        .map(format -> format.parse(text))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Null if it is none. */
  private static TemporalAccessor isoLocal(String text) {
    try {
      return text.length() > ISO_DAY_LENGTH
          ? LocalDateTime.parse(text.replace(' ', 'T'))
          : LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
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

  /** The formats, for messages. */
  @Override
  public String toString() {
    return patterns.isEmpty()
        ? "yyyy-MM-dd"
        : String.join(" or ", patterns.stream().map(DateFormat::text).toList());
  }
}
