package org.grievances.item;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.failure.ErrorCode;

/**
 * Parses integers by their value, however they are written: {@code 7.0}, {@code 7e2} and {@code
 * -0.0} are integers, as JSON Schema says. The work grows with the length of a text only, never
 * with its exponent, and nothing is rounded.
 */
public final class Integers {
  private static final Pattern NUMBER =
      Pattern.compile("([+-]?)(\\d++)(?:\\.(\\d++))?(?:[eE]([+-]?)(\\d++))?");
  static final String NOT_AN_INTEGER = "not an integer";
  private static final int INT32_DIGITS = "2147483648".length();

  /**
   * Exceeds the number of digits of any text, so that it makes any number but zero too large or a
   * fraction.
   */
  private static final long MAX_EXPONENT = 1_000_000_000;

  private Integers() {}

  /**
   * @throws InvalidValueException if the text is no integer, or none of 32 bits
   */
  public static int parse(String text) throws InvalidValueException {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw notAnInteger();
    }
    String fraction = number.group(3) == null ? "" : number.group(3);
    String digits = number.group(2) + fraction;
    int begin = 0;
    while (begin < digits.length() && digits.charAt(begin) == '0') {
      begin++;
    }
    if (begin == digits.length()) {
      return 0;
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    long zeros = exponent(number) - fraction.length() + digits.length() - end;
    if (zeros < 0) {
      throw notAnInteger();
    }
    if (end - begin + zeros > INT32_DIGITS) {
      throw outOfRange();
    }
    long value = Long.parseLong(digits.substring(begin, end) + "0".repeat((int) zeros));
    return toInt(number.group(1).equals("-") ? -value : value);
  }

  private static long exponent(Matcher number) {
    if (number.group(5) == null) {
      return 0;
    }
    String digits = number.group(5).replaceFirst("^0+(?=\\d)", "");
    long exponent =
        digits.length() > INT32_DIGITS
            ? MAX_EXPONENT
            : Math.min(MAX_EXPONENT, Long.parseLong(digits));
    return number.group(4).equals("-") ? -exponent : exponent;
  }

  private static int toInt(long value) throws InvalidValueException {
    if (value != (int) value) {
      throw outOfRange();
    }
    return (int) value;
  }

  private static InvalidValueException notAnInteger() {
    return new InvalidValueException(ErrorCode.WRONG_TYPE, NOT_AN_INTEGER);
  }

  private static InvalidValueException outOfRange() {
    return new InvalidValueException(ErrorCode.OUT_OF_RANGE, "not in -2147483648 … 2147483647");
  }
}
