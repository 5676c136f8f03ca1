package org.grievances.loader;

/**
 * A row of a file, as it is sent.
 *
 * @param line of the file at which it begins, from 1
 * @param text a row of CSV or a JSON object, without a line end
 * @param key null when it has none that the service could take
 * @param fault why it cannot be sent; null when it can
 */
record Row(long line, String text, Long key, String fault) {

  /** The key that a text stands for; null when it is none. */
  static Long key(String text) {
    String digits = text == null ? "" : text.strip();
    int first = digits.startsWith("-") ? 1 : 0;
    if (digits.length() == first || digits.length() > 18) {
      return null;
    }
    for (int i = first; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    return Long.valueOf(digits);
  }
}
