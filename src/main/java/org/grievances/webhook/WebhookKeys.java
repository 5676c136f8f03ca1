package org.grievances.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.grievances.settings.ConfiguredKeys;

/**
 * The secrets of webhooks, and the signatures by them (Standard Webhooks, symmetric signatures). A
 * secret is derived from a key that all servers have ({@code grievances.webhooks.keys}) and from
 * the id of the webhook, so that none is stored. The first key makes the secret that a client is
 * shown; deliveries are signed with the secrets of all keys, so that a key can be replaced.
 */
@ApplicationScoped
public class WebhookKeys {
  static final String PROPERTY = "grievances.webhooks.keys";
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PURPOSE = "webhook ";
  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";

  private List<byte[]> keys;

  @Inject
  WebhookKeys(Config config) {
    this(config.getOptionalValue(PROPERTY, String.class).orElse(""));
  }

  /**
   * @param configured keys, separated by commas
   */
  WebhookKeys(String configured) {
    keys = ConfiguredKeys.read(PROPERTY, configured);
  }

  /** For the CDI proxy. */
  protected WebhookKeys() {}

  /** Whether there is a key; without one there are no webhooks. */
  boolean areConfigured() {
    return !keys.isEmpty();
  }

  /** The secret of a webhook, in the form that libraries for receivers take. */
  String secret(String webhook) {
    return PREFIX + base64(secretOf(keys.get(0), webhook));
  }

  /**
   * The header {@code webhook-signature}.
   *
   * @param timestamp of the attempt, in seconds since 1970
   */
  String sign(String webhook, String message, long timestamp, String body) {
    byte[] signed = (message + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> VERSION + base64(hmac(secretOf(key, webhook), signed)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] secretOf(byte[] key, String webhook) {
    return hmac(key, (PURPOSE + webhook).getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
