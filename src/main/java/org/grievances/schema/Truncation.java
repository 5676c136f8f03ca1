package org.grievances.schema;

/** Truncates texts without splitting a surrogate pair. */
public final class Truncation {
  private Truncation() {}

  public static String of(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    boolean inHalf = Character.isHighSurrogate(text.charAt(maxLength - 1));
    return text.substring(0, inHalf ? maxLength - 1 : maxLength);
  }
}
