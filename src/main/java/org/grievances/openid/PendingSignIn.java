package org.grievances.openid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.grievances.digest.Sha256;

/**
 * A sign-in that waits for the provider's answer. The browser keeps its secret, and all that is
 * sent to the provider is a hash of it, so that any server can take the answer and none remembers
 * it.
 */
public record PendingSignIn(String secret) {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static PendingSignIn begin() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new PendingSignIn(HexFormat.of().formatHex(secret));
  }

  /** The sign-in of a browser's secret; empty if it is malformed. */
  public static Optional<PendingSignIn> of(String secret) {
    return secret.length() == 2 * BYTES ? Optional.of(new PendingSignIn(secret)) : Optional.empty();
  }

  /** Proves that a response is for this browser (RFC 6749, section 10.12). */
  String state() {
    return derived("state");
  }

  /** Proves that an ID token is for this sign-in (OpenID Connect Core 1.0, 3.1.2.1). */
  String nonce() {
    return derived("nonce");
  }

  /** Proves to the provider that whoever redeems a code has requested it (RFC 7636). */
  String codeVerifier() {
    return derived("code verifier");
  }

  private String derived(String purpose) {
    return Sha256.hex(purpose + " " + secret);
  }

  /**
   * Whether an answer is for this sign-in.
   *
   * @param answer the parameters that the browser came back with
   */
  public boolean isAnsweredBy(Map<String, List<String>> answer) {
    List<String> states = answer.getOrDefault("state", List.of());
    return states.size() == 1 && isAwaiting(states.get(0));
  }

  boolean isAwaiting(String answered) {
    return answered != null && MessageDigest.isEqual(bytes(state()), bytes(answered));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "a sign-in";
  }
}
