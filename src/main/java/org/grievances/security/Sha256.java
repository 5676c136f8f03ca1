package org.grievances.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Secrets as they are kept: by their hash alone. */
final class Sha256 {
  private static final int BYTES = 32;

  private Sha256() {}

  static byte[] of(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }

  /**
   * @throws IllegalArgumentException when the digits are not those of a hash
   */
  static byte[] parse(String digits) {
    if (digits.length() != 2 * BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("a sha256 is not 64 hexadecimal digits");
    }
    return HexFormat.of().parseHex(digits);
  }
}
