package org.grievances.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.grievances.faults.Draft.Ending;

/**
 * One request that no well-made client sends.
 *
 * @param number by which it is made again, with the seed
 * @param head whether its answer has no body, whatever its length
 */
record BadRequest(
    long number, List<Harm> harms, String line, byte[] bytes, boolean head, Ending ending) {
  private static final Pattern HTTP_1 =
      Pattern.compile("[^ \\r\\n]+ [^ \\r\\n]+ HTTP/1\\.\\d\\r?\\n");

  /** Whether its first line is not one of HTTP/1.1, which the server may say (505). */
  boolean isOtherHttp() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return !HTTP_1.matcher(text).lookingAt();
  }

  @Override
  public String toString() {
    return "request " + number + " " + harms + " (" + line + ")";
  }
}
