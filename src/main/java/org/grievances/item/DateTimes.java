package org.grievances.item;

import java.time.DateTimeException;
import java.time.LocalDateTime;

/**
 * Reads a date-time of ISO 8601: {@code 2025-03-01} or {@code 2025-03-01T08:30:00}, the latter with
 * an optional fraction and an optional offset or {@code Z}. Without an offset it is UTC. The result
 * is in UTC, cut to the microsecond, in the years 0001 to 9999.
 */
final class DateTimes {
  private static final int DATE_LENGTH = "2025-03-01".length();
  private static final int SECONDS_END = "2025-03-01T08:30:00".length();
  private static final int MICROSECOND_DIGITS = 6;

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
    expect('T');
    int hour = number(2);
    expect(':');
    int minute = number(2);
    expect(':');
    int second = number(2);
    int nanos = fraction();
    LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
    int offset = offsetMinutes();
    return offset == 0 ? local : local.minusMinutes(offset);
  }

  private int fraction() {
    if (position != SECONDS_END || !at('.')) {
      return 0;
    }
    position++;
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

  /** {@code Z}, {@code +01:00}, {@code +0100}, {@code +01} or nothing. */
  private int offsetMinutes() {
    if (position == text.length()) {
      return 0;
    }
    if (at('Z')) {
      position++;
      return ended(0);
    }
    if (!at('+') && !at('-')) {
      throw malformed();
    }
    int sign = text.charAt(position++) == '-' ? -1 : 1;
    int hours = number(2);
    if (position == text.length()) {
      return ended(sign * hours(hours));
    }
    if (at(':')) {
      position++;
    }
    int minutes = number(2);
    if (minutes > 59) {
      throw malformed();
    }
    return ended(sign * (hours(hours) + minutes));
  }

  private static int hours(int hours) {
    if (hours > 23) {
      throw malformed();
    }
    return hours * 60;
  }

  private int ended(int minutes) {
    if (position != text.length()) {
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
    if (!at(expected)) {
      throw malformed();
    }
    position++;
  }

  private boolean at(char expected) {
    return position < text.length() && text.charAt(position) == expected;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static DateTimeException malformed() {
    return new DateTimeException("not an ISO 8601 date-time");
  }
}
