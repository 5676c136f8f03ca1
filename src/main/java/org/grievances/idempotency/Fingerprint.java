package org.grievances.idempotency;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.grievances.digest.Sha256;

/**
 * Distinguishes a request from others with its key, whichever version of the service was the first
 * to get it and whichever gets it again.
 *
 * @param sha256 of the method, the address and the body; each version makes it in the same way
 * @param form how the request is read, in words that begin with the {@link #FORMAT} of these words
 */
public record Fingerprint(String sha256, String form) {
  /** Becomes another one with each change of the words, also by one that is only added. */
  private static final String FORMAT = "1";

  /**
   * A digest to update with the body. Never change what is in it: the next version would take a
   * request that is sent again for another one. What distinguishes requests from now on belongs to
   * their form.
   *
   * @param address of which the name of the server does not count, which has several
   * @param isAsync whether the response is that of a job
   */
  public static MessageDigest begin(String method, URI address, boolean isAsync) {
    MessageDigest digest = Sha256.begin();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    String line = method + " " + address.getRawPath() + query + (isAsync ? " async" : "") + "\n";
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    return digest;
  }

  /**
   * @param digest begun by {@link #begin}, and updated with the body
   * @param form how the request is read
   */
  public static Fingerprint of(MessageDigest digest, String form) {
    return new Fingerprint(HexFormat.of().formatHex(digest.digest()), FORMAT + " " + form);
  }

  /** Whether a request is the same. A form in the words of another version is not compared. */
  boolean isOf(Fingerprint other) {
    return sha256.equals(other.sha256)
        && (form.equals(other.form) || !format(form).equals(format(other.form)));
  }

  private static String format(String form) {
    return form.split(" ", 2)[0];
  }
}
