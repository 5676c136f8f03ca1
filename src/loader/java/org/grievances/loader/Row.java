package org.grievances.loader;

/**
 * A row of a file.
 *
 * @param line of the file at which it begins, from 1
 * @param text as it is sent: a row of CSV or a JSON object, without a line end
 * @param original as it is in the file, without the outcome that a failed row has
 * @param key null when it has none that the service could take
 * @param fault why it cannot be sent; null when it can
 */
record Row(long line, String text, String original, Long key, String fault) {
  /** The longest text, name or number that the service takes. */
  static final int MAX_TOKEN = 1024 * 1024;

  /** The largest row that the service takes. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  /** Why a row with a longer one cannot be sent. */
  static final String TOO_LONG =
      "a text, a name or a number has more than %d characters".formatted(MAX_TOKEN);

  private static final String TOO_LARGE = "more than %d bytes".formatted(MAX_BYTES);

  /** A row that can be sent, unless it is larger than the service takes. */
  static Row of(long line, String text, String original, Long key) {
    return isTooLarge(text) ? tooLarge(line, original) : new Row(line, text, original, key, null);
  }

  static Row faulty(long line, String original, String fault) {
    return new Row(line, "", original, null, "Line " + line + ": " + fault);
  }

  static Row tooLarge(long line, String original) {
    return faulty(line, original, TOO_LARGE);
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
