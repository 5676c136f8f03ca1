package org.grievances.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Signs what a browser keeps for the servers, with a key that they share (HMAC-SHA-256). The first
 * key signs, and all verify; without any, a server has a random one of its own.
 */
@ApplicationScoped
public class CookieSigner {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final char SEPARATOR = '.';

  private final List<SecretKeySpec> keys;

  @Inject
  CookieSigner(@ConfigProperty(name = "grievances.sessions.keys") Optional<List<String>> keys) {
    List<SecretKeySpec> configured =
        keys.orElse(List.of()).stream()
            .map(String::strip)
            .filter(key -> key.length() >= KEY_BYTES)
            .map(key -> key(key.getBytes(StandardCharsets.UTF_8)))
            .toList();
    this.keys = configured.isEmpty() ? List.of(key(random())) : configured;
  }

  /** For the CDI proxy. */
  protected CookieSigner() {
    this.keys = List.of();
  }

  private static byte[] random() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private static SecretKeySpec key(byte[] bytes) {
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * A text and its signature.
   *
   * @param purpose for which alone the signature counts
   */
  String sign(String purpose, String text) {
    return text + SEPARATOR + signature(keys.get(0), purpose, text);
  }

  /** The text that was signed for a purpose; empty if it was not. */
  Optional<String> verify(String purpose, String signed) {
    int end = signed.lastIndexOf(SEPARATOR);
    if (end < 0) {
      return Optional.empty();
    }
    String text = signed.substring(0, end);
    byte[] signature = signed.substring(end + 1).getBytes(StandardCharsets.UTF_8);
    boolean valid = false;
    for (SecretKeySpec key : keys) {
      byte[] expected = signature(key, purpose, text).getBytes(StandardCharsets.UTF_8);
      valid |= MessageDigest.isEqual(expected, signature);
    }
    return valid ? Optional.of(text) : Optional.empty();
  }

  private static String signature(SecretKeySpec key, String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] signature = mac.doFinal((purpose + "\n" + text).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
