package org.grievances.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.grievances.digest.Sha256;

/**
 * A file of the console.
 *
 * @param tag what browsers know its content by
 * @param caching its {@code Cache-Control}
 */
record ConsoleFile(String type, byte[] content, byte[] gzipped, String tag, String caching) {

  /** RFC 8246; the address of another content is another one. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final String ASK_ALWAYS = "no-cache";

  /** RFC 9110, section 12.5.3, without a weight of zero. */
  private static final Pattern GZIP =
      Pattern.compile("(?i)\\s*(?:x-)?gzip\\s*(?:;\\s*q=(?:1.*|0\\.\\d*[1-9]\\d*))?\\s*");

  /** A file whose address stays when its content changes. */
  static ConsoleFile of(String type, byte[] content) throws IOException {
    return of(type, content, ASK_ALWAYS);
  }

  /** A file whose address has the version of the console. */
  ConsoleFile versioned() {
    return new ConsoleFile(type, content, gzipped, tag, FOR_EVER);
  }

  private static ConsoleFile of(String type, byte[] content, String caching) throws IOException {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(content);
    }
    String hash =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.begin().digest(content));
    // Weak, because the content may be sent compressed (RFC 9110, section 8.8.1).
    return new ConsoleFile(type, content, gzipped.toByteArray(), "W/\"" + hash + '"', caching);
  }

  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Cache-Control", caching);
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader("ETag", tag);
    if (isKnown(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    boolean isGzipped = has(request.getHeader("Accept-Encoding"), GZIP);
    if (isGzipped) {
      response.setHeader("Content-Encoding", "gzip");
    }
    byte[] sent = isGzipped ? gzipped : content;
    response.setContentType(type);
    response.setContentLength(sent.length);
    response.getOutputStream().write(sent);
  }

  /** Weak comparison (RFC 9110, section 13.1.2); no tag of a file has a comma. */
  private boolean isKnown(String tags) {
    return Stream.ofNullable(tags)
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .anyMatch(each -> each.equals("*") || each.equals(tag) || ("W/" + each).equals(tag));
  }

  private static boolean has(String list, Pattern element) {
    return list != null
        && Stream.of(list.split(",")).anyMatch(each -> element.matcher(each).matches());
  }
}
