package org.grievances.item;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.regex.Pattern;

/**
 * Parses an ISO 8601 or RFC 3339 date-time in the forms that the libraries of all languages write:
 * {@code 2025-03-01}, {@code 2025-03-01T08:30} or {@code 2025-03-01T08:30:00}. The last form may
 * have a fraction. The last two may have an offset, {@code Z} or {@code UTC}, followed by an
 * optional zone name in brackets (RFC 9557); the offset takes precedence over the zone. {@code T}
 * and {@code Z} may be lower case; a space may replace the {@code T} and may precede the offset.
 * Without an offset, the time is in UTC. The result is in UTC, truncated to the microsecond, in the
 * years 0001 to 9999.
 */
final class DateTimes {
  private static final int DATE_LENGTH = "2025-03-01".length();
  private static final int MICROSECOND_DIGITS = 6;
  private static final Pattern ZONE = Pattern.compile("\\[[A-Za-z0-9_/+:.-]{1,64}]");

  private final String text;
  private int position;

  private DateTimes(String text) {
    this.text = text;
  }

  /**
   * @throws DateTimeException when the text is not such a date-time
   */
  static LocalDateTime parse(String text) {
    LocalDateTime dateTime = new DateTimes(text).dateTime();
    if (dateTime.getYear() < 1 || dateTime.getYear() > 9999) {
      throw malformed();
    }
    return dateTime;
  }

  private LocalDateTime dateTime() {
    int year = number(4);
    expect('-');
    int month = number(2);
    expect('-');
    int day = number(2);
    if (text.length() == DATE_LENGTH) {
      return LocalDateTime.of(year, month, day, 0, 0);
    }
    if (!skip('T') && !skip('t')) {
      expect(' ');
    }
    int hour = number(2);
    expect(':');
    int minute = number(2);
    boolean seconds = skip(':');
    int second = seconds ? number(2) : 0;
    int nanos = seconds && skip('.') ? fraction() : 0;
    LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
    int offset = offsetMinutes();
    return offset == 0 ? local : local.minusMinutes(offset);
  }

  private int fraction() {
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

  /**
   * Parses {@code Z}, {@code UTC}, {@code +01:00}, {@code +0100} or {@code +01}, and an optional
   * zone after it; 0 at the end of the text.
   */
  private int offsetMinutes() {
    if (position == text.length()) {
      return 0;
    }
    if (skip('Z') || skip('z')) {
      return ended(0);
    }
    if (skip(' ') && text.startsWith("UTC", position)) {
      position += "UTC".length();
      return ended(0);
    }
    boolean west = skip('-');
    if (!west) {
      expect('+');
    }
    int minutes = hours(number(2)) + minutes();
    return ended(west ? -minutes : minutes);
  }

  private static int hours(int hours) {
    if (hours > 23) {
      throw malformed();
    }
    return hours * 60;
  }

  private int minutes() {
    boolean more = skip(':');
    if (!more && (position == text.length() || !isDigit(text.charAt(position)))) {
      return 0;
    }
    int minutes = number(2);
    if (minutes > 59) {
      throw malformed();
    }
    return minutes;
  }

  private int ended(int minutes) {
    if (position != text.length() && !ZONE.matcher(text.substring(position)).matches()) {
      throw malformed();
    }
    return minutes;
  }

  private int number(int digits) {
    int number = 0;
    for (int end = position + digits; position < end; position++) {
      if (position >= text.length() || !isDigit(text.charAt(position))) {
        throw malformed();
      }
      number = number * 10 + text.charAt(position) - '0';
    }
    return number;
  }

  private void expect(char expected) {
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

  private static DateTimeException malformed() {
    return new DateTimeException("not an ISO 8601 date-time");
  }
}
