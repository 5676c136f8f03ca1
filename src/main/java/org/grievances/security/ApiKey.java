package org.grievances.security;

import java.security.MessageDigest;
import java.util.List;
import org.grievances.digest.Sha256;

/**
 * A client's API key and the codes by which it lets users sign in, known only by their SHA-256
 * hashes, the databases that the key opens, and how many requests it may send.
 */
record ApiKey(
    String client,
    List<byte[]> hashes,
    List<byte[]> codeHashes,
    DatabaseScope databases,
    RateLimit rate) {

  boolean matches(byte[] hash) {
    return matches(hashes, hash);
  }

  /** Whether it is the key of a client with this id and this code. */
  boolean isOf(String id, String code) {
    return matches(codeHashes, Sha256.of(code)) & client.equals(id);
  }

  /** Compares in constant time, with every hash whichever fits. */
  private static boolean matches(List<byte[]> hashes, byte[] hash) {
    boolean matches = false;
    for (byte[] each : hashes) {
      matches |= MessageDigest.isEqual(each, hash);
    }
    return matches;
  }
}
