package org.grievances.loader;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads the key of a row as the service does, so that rows with the same key keep their order. */
final class RowKey {
  private static final int MAX_LENGTH = 1_000;

  /** A longer exponent makes no valid key, and would be expensive to compute. */
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?0*\\d{1,3})?");

  private RowKey() {}

  /** Parses a key; null if the text is none. */
  static Long of(String text) {
    String number = text.strip();
    if (number.length() > MAX_LENGTH || !NUMBER.matcher(number).matches()) {
      return null;
    }
    BigDecimal value = new BigDecimal(number);
    boolean isInteger = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    boolean isInRange = isInteger && Math.abs(value.doubleValue()) <= -2.0 * Integer.MIN_VALUE;
    return isInRange ? value.longValue() : null;
  }
}
