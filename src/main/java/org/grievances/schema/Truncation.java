package org.grievances.schema;

/** The start of a text, with no character cut in half. */
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
