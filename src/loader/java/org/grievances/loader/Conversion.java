package org.grievances.loader;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Converts values of a file to those that are sent, as a profile says. */
final class Conversion {
  static final Conversion NONE = new Conversion(Profile.NONE);

  private static final int DIGEST_LENGTH = 12;

  private final Profile profile;
  private final Map<String, Map<String, String>> codes =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final DateFormats dates;

  /**
   * @throws ExitException when the profile cannot be used
   */
  Conversion(Profile profile) {
    this.profile = profile;
    this.dates = profile.dates() == null ? null : new DateFormats(profile.dates());
    profile.codes().forEach(this::addCodes);
  }

  private void addCodes(String member, Map<String, String> translations) {
    if (!ServiceColumns.isMember(member)) {
      throw ExitException.usage("The profile has codes of what is no member: " + member);
    }
    if (translations == null
        || translations.containsValue(null)
        || codes.put(member, translations) != null) {
      throw ExitException.usage(
          "The profile has codes twice, or one that is no text, for %s; \"\" is for no value."
              .formatted(member));
    }
  }

  /**
   * Converts a value; null for none.
   *
   * @param errors to which the reason is added if the value cannot be sent
   */
  String convert(String member, String value, List<RowError> errors) {
    String text = profile.trim() ? trim(value) : value;
    Map<String, String> translations = codes.getOrDefault(member, Map.of());
    if (translations.containsKey(text)) {
      text = translations.get(text);
      if (text.isEmpty()) {
        return null;
      }
    }
    if (dates == null || text.isBlank() || !ServiceColumns.isDate(member)) {
      return text;
    }
    try {
      return dates.toIso(text);
    } catch (DateTimeException e) {
      errors.add(new RowError(RowError.NOT_A_DATE, member, e.getMessage(), null));
      return text;
    }
  }

  /** Drops all blanks, also those that a keyboard does not have, and invisible marks. */
  private static String trim(String value) {
    int begin = 0;
    int end = value.length();
    while (begin < end && isBlank(value.charAt(begin))) {
      begin++;
    }
    while (begin < end && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(begin, end);
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || Character.isSpaceChar(c) || c >= '\u200B' && c <= '\u200F' || c == '\uFEFF';
  }

  /**
   * A fingerprint of the profile: runs with the same one send the same values; empty without a
   * profile.
   */
  @Override
  public String toString() {
    if (profile.equals(Profile.NONE)) {
      return "";
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(profile.toString().getBytes(StandardCharsets.UTF_8));
      return "profile " + HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
