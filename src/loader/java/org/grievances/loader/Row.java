package org.grievances.loader;

/**
 * A row of a file.
 *
 * @param line of the file at which it begins, from 1
 * @param text as it is sent: a row of CSV or a JSON object, without a line end
 * @param original as it is in the file, without the outcome that a failed row has
 * @param key null if it has none that is valid
 * @param error why it cannot be sent; null if it can
 */
record Row(long line, String text, String original, Long key, Reason error) {
  /** The maximum length of a text, name or number in the service. */
  static final int MAX_TOKEN = 1024 * 1024;

  /** The maximum size of a row in the service. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  /** The error of a row with a longer one. */
  static final String TOO_LONG =
      "has a text, a name or a number of more than %d characters".formatted(MAX_TOKEN);

  private static final String TOO_LARGE = "has more than %d bytes".formatted(MAX_BYTES);

  /** A row that can be sent, unless it is larger than the service takes. */
  static Row of(long line, String text, String original, Long key) {
    return isTooLarge(text) ? tooLarge(line, original) : new Row(line, text, original, key, null);
  }

  static Row invalid(long line, String original, String error) {
    return invalid(original, Reason.ofRow(line, RowError.MALFORMED, error));
  }

  static Row invalid(String original, Reason error) {
    return new Row(error.line(), "", original, null, error);
  }

  static Row tooLarge(long line, String original) {
    return invalid(line, original, TOO_LARGE);
  }

  private static boolean isTooLarge(String text) {
    int bytes = text.length();
    if (3L * bytes <= MAX_BYTES) {
      return false;
    }
    for (int i = 0; i < text.length() && bytes <= MAX_BYTES; i++) {
      char c = text.charAt(i);
      // A pair of surrogates is two characters of two bytes each.
      bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes > MAX_BYTES;
  }
}
