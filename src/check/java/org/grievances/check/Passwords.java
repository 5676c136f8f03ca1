package org.grievances.check;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Passwords in the forms of Open Liberty's {@code securityUtility}. */
final class Passwords {
  private static final String XOR = "{xor}";
  private static final byte MASK = '_';

  private Passwords() {}

  /** The password; empty if only the server can decode it. */
  static Optional<String> decode(String configured) {
    if (!configured.startsWith("{")) {
      return Optional.of(configured);
    }
    if (!configured.startsWith(XOR)) {
      return Optional.empty();
    }
    byte[] bytes = Base64.getDecoder().decode(configured.substring(XOR.length()));
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] ^= MASK;
    }
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
