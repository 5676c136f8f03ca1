package org.grievances.security.client;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.grievances.digest.Sha256;
import org.grievances.security.user.DatabaseScope;

/**
 * A client's API key and the codes with which it lets users sign in, stored only as SHA-256 hashes,
 * with the databases that the key covers, its limits and its rate.
 */
public record ApiKey(
    String client,
    List<KeyHash> hashes,
    List<byte[]> codeHashes,
    DatabaseScope databases,
    ClientLimits limits,
    RateLimit rate) {

  /** The {@linkplain KeyHash#id id} of the key that was presented, which matches. */
  public Optional<String> keyId(String presented) {
    byte[] hash = Sha256.of(presented);
    return hashes.stream().filter(each -> each.matches(hash)).findFirst().map(KeyHash::id);
  }

  /** Compares with every hash even after a match. */
  boolean matches(byte[] hash) {
    boolean matches = false;
    for (KeyHash each : hashes) {
      matches |= each.matches(hash);
    }
    return matches;
  }

  /** Whether this is the key of the client with this ID and code. */
  public boolean isOf(String id, String code) {
    return matches(codeHashes, Sha256.of(code)) & client.equals(id);
  }

  /** Compares in constant time, with every hash even after a match. */
  private static boolean matches(List<byte[]> hashes, byte[] hash) {
    boolean matches = false;
    for (byte[] each : hashes) {
      matches |= MessageDigest.isEqual(each, hash);
    }
    return matches;
  }
}
