package org.grievances.security.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.grievances.settings.ConfiguredKeys;

/**
 * Signs what is stored of sessions, or kept by browsers, with keys that the servers share (HMAC
 * with SHA-256, RFC 2104), so that nobody else can make it up or change it. {@code
 * grievances.sessions.keys} lists the keys; the first one signs and all verify, so that a key can
 * be replaced. Without any, a server has a random key of its own until it stops.
 */
@ApplicationScoped
public class SessionKeys {
  private static final Logger LOGGER = Logger.getLogger(SessionKeys.class.getName());
  private static final String PROPERTY = "grievances.sessions.keys";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;

  /** After which a changed key counts. */
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private static final char SEPARATOR = '.';

  private final Supplier<String> property;
  private final SecretKeySpec own = key(random());
  private volatile Keys current;

  @Inject
  SessionKeys(Config config) {
    this(() -> config.getOptionalValue(PROPERTY, String.class).orElse(""));
  }

  SessionKeys(Supplier<String> property) {
    this.property = property;
  }

  /** For the CDI proxy. */
  protected SessionKeys() {
    this(() -> "");
  }

  /**
   * The current keys.
   *
   * @param configured the configured text
   * @param read when, by {@link System#nanoTime}
   */
  private record Keys(String configured, List<SecretKeySpec> all, long read) {

    boolean isFresh() {
      return System.nanoTime() - read < REFRESH.toNanos();
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static SecretKeySpec key(byte[] bytes) {
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  private List<SecretKeySpec> keys() {
    Keys keys = current;
    if (keys == null || !keys.isFresh()) {
      keys = read(keys);
      current = keys;
    }
    return keys.all();
  }

  private Keys read(Keys before) {
    String configured = property.get();
    boolean isSame = before != null && before.configured().equals(configured);
    return new Keys(configured, isSame ? before.all() : parse(configured), System.nanoTime());
  }

  private List<SecretKeySpec> parse(String configured) {
    List<SecretKeySpec> usable =
        ConfiguredKeys.read(PROPERTY, configured).stream().map(SessionKeys::key).toList();
    if (usable.isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          "Without {0}, sessions end when this server stops, and no other server knows them.",
          PROPERTY);
      return List.of(own);
    }
    return usable;
  }

  /**
   * The signature of some texts.
   *
   * @param purpose for which alone it counts
   * @param texts in an order of their own; null differs from an empty text
   */
  String sign(String purpose, List<String> texts) {
    return signature(keys().get(0), purpose, texts);
  }

  /** Whether a signature is that of these texts, by any of the keys. */
  boolean isSigned(String signature, String purpose, List<String> texts) {
    if (signature == null) {
      return false;
    }
    byte[] bytes = signature.getBytes(StandardCharsets.UTF_8);
    boolean isSigned = false;
    for (SecretKeySpec key : keys()) {
      byte[] expected = signature(key, purpose, texts).getBytes(StandardCharsets.UTF_8);
      isSigned |= MessageDigest.isEqual(expected, bytes);
    }
    return isSigned;
  }

  /** A text with its signature. */
  public String attach(String purpose, String text) {
    return text + SEPARATOR + sign(purpose, List.of(text));
  }

  /** The text that was signed for a purpose; empty if it was not. */
  public Optional<String> detach(String purpose, String signed) {
    int end = signed.lastIndexOf(SEPARATOR);
    if (end < 0) {
      return Optional.empty();
    }
    String text = signed.substring(0, end);
    return isSigned(signed.substring(end + 1), purpose, List.of(text))
        ? Optional.of(text)
        : Optional.empty();
  }

  private static String signature(SecretKeySpec key, String purpose, List<String> texts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      add(mac, purpose);
      texts.forEach(text -> add(mac, text));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With its length before it, so that no two lists of texts are the same. */
  private static void add(Mac mac, String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    mac.update(((text == null ? "-" : bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
    mac.update(bytes);
  }
}
