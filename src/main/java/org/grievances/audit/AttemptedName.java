package org.grievances.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces in logs the name that was typed to sign in, which may be a password in the wrong field.
 * The same name has the same hash until the server restarts; the key of the hash exists in memory
 * only, so that names or passwords cannot be guessed from a log.
 */
public final class AttemptedName {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int HEX_DIGITS = 8;
  private static final SecretKeySpec KEY = key();

  private AttemptedName() {}

  private static SecretKeySpec key() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The hash of a name, ignoring letter case. */
  public static String hash(String name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(KEY);
      byte[] hash = mac.doFinal(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
