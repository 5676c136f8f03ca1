package org.grievances.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), used to store secrets and to compare contents. */
public final class Sha256 {
  private static final int BYTES = 32;

  private Sha256() {}

  public static byte[] of(String text) {
    return begin().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A digest to update with the data to be hashed. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }

  /**
   * @throws IllegalArgumentException when the digits are not a SHA-256 hash
   */
  public static byte[] parse(String digits) {
    if (digits.length() != 2 * BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("a sha256 is not 64 hexadecimal digits");
    }
    return HexFormat.of().parseHex(digits);
  }
}
