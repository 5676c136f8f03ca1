package org.grievances.security;

import java.security.MessageDigest;
import java.util.List;

/** A client's API key, known only by its SHA-256 hash, and the databases that it opens. */
record ApiKey(String client, List<byte[]> hashes, DatabaseScope databases) {

  /** Compares in constant time, with every hash whichever fits. */
  boolean matches(byte[] hash) {
    boolean matches = false;
    for (byte[] each : hashes) {
      matches |= MessageDigest.isEqual(each, hash);
    }
    return matches;
  }
}
