package org.grievances.security.client;

import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.grievances.digest.Sha256;

/**
 * The SHA-256 of an API key, as it is configured.
 *
 * @param ends when the key counts no more; empty if it has no end
 */
public record KeyHash(byte[] sha256, Optional<Instant> ends) {
  private static final String END = "\\s+until\\s+";

  /**
   * @param text 64 hexadecimal digits, and an end or none: {@code … until 2026-12-31T00:00:00Z}
   * @throws IllegalArgumentException if it is nothing like that; the message does not quote it
   */
  static KeyHash parse(String text) {
    String[] parts = text.split(END, 2);
    try {
      return new KeyHash(
          Sha256.parse(parts[0]),
          parts.length == 1 ? Optional.empty() : Optional.of(Instant.parse(parts[1].strip())));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the end of a key is no date-time in UTC", e);
    }
  }

  /** Tells it from others without telling the key or all of its hash. */
  public String id() {
    return HexFormat.of().formatHex(Sha256.of(HexFormat.of().formatHex(sha256))).substring(0, 32);
  }

  /** The hash alone of a configured text. */
  static String withoutEnd(String text) {
    return text.split(END, 2)[0];
  }

  /** Compares in constant time. */
  boolean matches(byte[] hash) {
    return MessageDigest.isEqual(sha256, hash) & ends.map(Instant.now()::isBefore).orElse(true);
  }
}
