package org.grievances.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.grievances.faults.RawRequestBuilder.ConnectionUse;

/**
 * A malformed or hostile request.
 *
 * @param number reproduces the request, together with the seed
 * @param responseHasNoBody whether the response has no body because the method is HEAD
 */
record BadRequest(
    long number,
    List<Mutation> mutations,
    String summary,
    byte[] bytes,
    boolean responseHasNoBody,
    ConnectionUse connectionUse) {
  private static final Pattern HTTP_1 =
      Pattern.compile("[^ \\r\\n]+ [^ \\r\\n]+ HTTP/1\\.\\d\\r?\\n");

  /** Whether the request line is not one of HTTP/1, so that the server may respond with 505. */
  boolean isNotHttp1() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return !HTTP_1.matcher(text).lookingAt();
  }

  @Override
  public String toString() {
    return "request " + number + " " + mutations + " (" + summary + ")";
  }
}
