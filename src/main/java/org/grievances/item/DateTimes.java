package org.grievances.item;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.failure.ErrorCode;

/**
 * Parses an ISO 8601 or RFC 3339 date-time in the forms that the libraries of all languages write:
 * {@code 2025-03-01}, {@code 2025-03-01T08:30} or {@code 2025-03-01T08:30:00}. The last form may
 * have a fraction. The last two may have an offset, {@code Z} or {@code UTC}, a zone in brackets
 * (RFC 9557), or both if they agree. {@code T} and {@code Z} may be lower case; a space may replace
 * the {@code T} and may precede the offset. Without offset and zone, the time is local time in a
 * given zone, and a date is the beginning of that day there. The result is in UTC, truncated to the
 * microsecond, in the years 0001 to 9999.
 */
final class DateTimes {
  private static final int DATE_LENGTH = "2025-03-01".length();
  private static final int MICROSECOND_DIGITS = 6;
  private static final int LEAP_SECOND = 60;
  private static final int LAST_MICROSECOND = 999_999_000;
  private static final int SECONDS_PER_MINUTE = 60;

  /** A zone, and tags that are ignored unless they are marked as critical. */
  private static final Pattern SUFFIX =
      Pattern.compile(
          "\\[(!?)([A-Za-z0-9_/+:.-]{1,64})](?:\\[[a-z_][a-z0-9_-]*=[A-Za-z0-9-]{1,64}])*");

  static final String MALFORMED = "not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z";

  private final String text;
  private final ZoneId zone;
  private int position;

  private DateTimes(String text, ZoneId zone) {
    this.text = text;
    this.zone = zone;
  }

  /**
   * Parses a text.
   *
   * @param zone in which it is local time if it has no offset
   * @throws InvalidValueException when the text is not such a date-time
   */
  static LocalDateTime parse(String text, ZoneId zone) throws InvalidValueException {
    LocalDateTime dateTime = new DateTimes(text, zone).dateTime();
    if (dateTime.getYear() < 1 || dateTime.getYear() > 9999) {
      throw new InvalidValueException(
          ErrorCode.OUT_OF_RANGE, "not in the years 0001 to 9999, in UTC");
    }
    return dateTime;
  }

  private LocalDateTime dateTime() throws InvalidValueException {
    LocalDate date = date();
    if (text.length() == DATE_LENGTH) {
      return beginning(date);
    }
    if (!skip('T') && !skip('t')) {
      expect(' ');
    }
    int hour = hour();
    expect(':');
    int minute = number(2, 59);
    boolean seconds = skip(':');
    int second = seconds ? number(2, LEAP_SECOND) : 0;
    int nanos = seconds && (skip('.') || skip(',')) ? fraction() : 0;
    return second == LEAP_SECOND
        ? leapSecond(date.atTime(hour, minute, LEAP_SECOND - 1, LAST_MICROSECOND))
        : inUtc(date.atTime(hour, minute, second, nanos));
  }

  private LocalDate date() throws InvalidValueException {
    int year = number(4, 9999);
    expect('-');
    int month = number(2, 99);
    expect('-');
    int day = number(2, 99);
    if (month < 1 || month > 12 || day < 1 || day > Month.of(month).length(Year.isLeap(year))) {
      throw new InvalidValueException(ErrorCode.NOT_A_DATE, "not a day of the calendar");
    }
    return LocalDate.of(year, month, day);
  }

  private int hour() throws InvalidValueException {
    int hour = number(2, 24);
    if (hour == 24) {
      throw new InvalidValueException(
          ErrorCode.NOT_A_DATE, "has the hour 24: write 00:00 of the next day");
    }
    return hour;
  }

  /** Databases have no leap seconds; a leap second becomes the last microsecond before its end. */
  private LocalDateTime leapSecond(LocalDateTime before) throws InvalidValueException {
    LocalDateTime utc = inUtc(before);
    if (utc.getHour() != 23 || utc.getMinute() != 59) {
      throw new InvalidValueException(
          ErrorCode.NOT_A_DATE,
          "has the second 60, which only the last minute of a day in UTC can have");
    }
    return utc;
  }

  private int fraction() throws InvalidValueException {
    int micros = 0;
    int digits = 0;
    for (; position < text.length() && isDigit(text.charAt(position)); position++, digits++) {
      if (digits < MICROSECOND_DIGITS) {
        micros = micros * 10 + text.charAt(position) - '0';
      }
    }
    if (digits == 0) {
      throw malformed();
    }
    for (; digits < MICROSECOND_DIGITS; digits++) {
      micros *= 10;
    }
    return micros * 1000;
  }

  /** Converts a local time by what follows it in the text. */
  private LocalDateTime inUtc(LocalDateTime local) throws InvalidValueException {
    if (position == text.length()) {
      return inUtc(local, zone);
    }
    if (text.charAt(position) == '[') {
      return inUtc(local, suffix().orElseThrow(DateTimes::malformed));
    }
    if (skip('Z') || skip('z') || skipUtc()) {
      suffix();
      return local;
    }
    int offset = offsetSeconds();
    LocalDateTime utc = local.minusSeconds(offset);
    checkAgreement(utc, offset, suffix());
    return utc;
  }

  private static LocalDateTime inUtc(LocalDateTime local, ZoneId in) throws InvalidValueException {
    ZoneRules rules = in.getRules();
    ZoneOffset offset = rules.getOffset(local);
    if (!rules.isFixedOffset() && !rules.isValidOffset(local, offset)) {
      throw new InvalidValueException(
          ErrorCode.NOT_A_DATE,
          "does not exist in " + in + ", where clocks are set forward then: add its offset");
    }
    return local.minusSeconds(offset.getTotalSeconds());
  }

  /** A day begins later than at midnight where clocks are set forward then. */
  private LocalDateTime beginning(LocalDate date) throws InvalidValueException {
    LocalDateTime midnight = date.atStartOfDay();
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.isFixedOffset() ? null : rules.getTransition(midnight);
    if (change == null || !change.isGap()) {
      return midnight.minusSeconds(rules.getOffset(midnight).getTotalSeconds());
    }
    if (!change.getDateTimeAfter().toLocalDate().equals(date)) {
      throw new InvalidValueException(
          ErrorCode.NOT_A_DATE, "does not exist in " + zone + ", where that day was skipped");
    }
    return LocalDateTime.ofEpochSecond(change.toEpochSecond(), 0, ZoneOffset.UTC);
  }

  private boolean skipUtc() {
    boolean there = text.startsWith(" UTC", position);
    position += there ? " UTC".length() : 0;
    return there;
  }

  /** Parses {@code +01:00}, {@code +0100} or {@code +01}; Java also writes seconds. */
  private int offsetSeconds() throws InvalidValueException {
    boolean blank = skip(' ');
    boolean west = skip('-');
    if (!west && !skip('+')) {
      throw blank && position < text.length() && isDigit(text.charAt(position))
          ? new InvalidValueException(
              ErrorCode.NOT_A_DATE,
              "has a space before its offset and no sign: in an address, write + as %2B")
          : malformed();
    }
    int seconds = number(2, 23) * 60;
    boolean colon = skip(':');
    if (colon || (position < text.length() && isDigit(text.charAt(position)))) {
      seconds += number(2, 59);
    }
    seconds *= 60;
    if (colon && skip(':')) {
      seconds += number(2, 59);
    }
    return west ? -seconds : seconds;
  }

  /** The zone in brackets; empty if there is none, or an unknown one that is not critical. */
  private Optional<ZoneId> suffix() throws InvalidValueException {
    if (position == text.length()) {
      return Optional.empty();
    }
    Matcher suffix = SUFFIX.matcher(text.substring(position));
    if (!suffix.matches()) {
      throw malformed();
    }
    try {
      return Optional.of(ZoneId.of(suffix.group(2)));
    } catch (DateTimeException e) {
      if (!suffix.group(1).isEmpty()) {
        throw new InvalidValueException(
            ErrorCode.NOT_A_DATE, "has an unknown time zone in brackets");
      }
      return Optional.empty();
    }
  }

  /** Offsets have minutes where zones of the 19th century had seconds. */
  private static void checkAgreement(LocalDateTime utc, int offset, Optional<ZoneId> named)
      throws InvalidValueException {
    if (named.isPresent()) {
      int actual =
          named.get().getRules().getOffset(utc.toInstant(ZoneOffset.UTC)).getTotalSeconds();
      if (Math.abs(actual - offset) >= SECONDS_PER_MINUTE) {
        throw new InvalidValueException(
            ErrorCode.NOT_A_DATE, "has an offset that its zone in brackets does not have then");
      }
    }
  }

  private int number(int digits, int max) throws InvalidValueException {
    int number = 0;
    for (int end = position + digits; position < end; position++) {
      if (position >= text.length() || !isDigit(text.charAt(position))) {
        throw malformed();
      }
      number = number * 10 + text.charAt(position) - '0';
    }
    if (number > max) {
      throw malformed();
    }
    return number;
  }

  private void expect(char expected) throws InvalidValueException {
    if (!skip(expected)) {
      throw malformed();
    }
  }

  private boolean skip(char expected) {
    boolean there = position < text.length() && text.charAt(position) == expected;
    position += there ? 1 : 0;
    return there;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static InvalidValueException malformed() {
    return new InvalidValueException(ErrorCode.NOT_A_DATE, MALFORMED);
  }
}
