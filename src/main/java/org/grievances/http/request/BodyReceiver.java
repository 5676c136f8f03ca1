package org.grievances.http.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.grievances.body.Body;
import org.grievances.body.Spool;
import org.grievances.body.StreamedBody;
import org.grievances.body.TimedStream;
import org.grievances.csv.Charsets;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.gzip.GzipStream;
import org.grievances.http.problem.ProblemException;
import org.grievances.item.BodyFormat;
import org.grievances.metrics.Metrics;
import org.grievances.settings.BatchSettings;
import org.grievances.tracing.Tracing;

/** Receives request bodies in the charset and encoding that their headers declare. */
@ApplicationScoped
public class BodyReceiver {
  /** Two names for the same encoding (RFC 9110, section 8.4.1.3). */
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

  @Inject private BatchSettings settings;

  @Inject private Spool spool;
  @Inject private Metrics metrics;
  @Inject private Tracing tracing;

  /**
   * Receives a body to its end. It then belongs to the caller, who closes it.
   *
   * @throws ProblemException {@code UNSUPPORTED_MEDIA_TYPE} for a charset other than UTF-8 or an
   *     encoding other than gzip
   * @throws FailureException {@code TOO_LARGE}, {@code OVERLOADED} if there is no room for it,
   *     {@code REQUEST_TIMEOUT}, or {@code MALFORMED_REQUEST} if the body does not arrive
   *     completely or is not gzip
   */
  public Body receive(RequestParameters call, InputStream in) {
    HttpHeaders headers = call.headers();
    charset(headers.getMediaType());
    Spool.Share share = spool.share(call.author().client());
    checkLength(length(headers), share);
    Body body = new Body(share);
    try (InputStream contents = decode(headers, in, settings.receiveTimeout())) {
      receive(body, contents, call.database());
      return body;
    } catch (IOException e) {
      body.close();
      throw unreadable(e);
    } catch (Throwable e) {
      body.close();
      throw e;
    }
  }

  /**
   * Reads a body that is not kept, as it arrives.
   *
   * @param limit how many bytes it may have uncompressed, and how long it may take
   * @param reader does all that the body is read for
   * @throws FailureException as {@link #receive}
   */
  public <T> T read(
      RequestParameters call,
      InputStream in,
      StreamLimit limit,
      MessageDigest digest,
      Function<StreamedBody, T> reader) {
    HttpHeaders headers = call.headers();
    if (length(headers) > limit.bytes()) {
      throw Body.tooLarge(limit.bytes());
    }
    try (InputStream contents = decode(headers, in, limit.time());
        StreamedBody body = new StreamedBody(contents, limit.bytes(), digest)) {
      T result = reader.apply(body);
      metrics.received(call.database(), body.size(), false);
      return result;
    } catch (IOException e) {
      throw unreadable(e);
    } catch (StreamedBody.UnreadableException e) {
      throw unreadable(e.getCause());
    }
  }

  /** How many bytes a body may have uncompressed, and how long it may take to arrive. */
  public record StreamLimit(long bytes, Duration time) {}

  private static InputStream decode(HttpHeaders headers, InputStream in, Duration time) {
    InputStream timed = new TimedStream(in, time);
    return isGzip(headers) ? new GzipStream(timed) : timed;
  }

  /**
   * Receives the beginning of a small body.
   *
   * @throws FailureException {@code REQUEST_TIMEOUT}, or {@code MALFORMED_REQUEST} if the body does
   *     not arrive completely
   */
  public static byte[] read(InputStream in, int maxBytes) {
    try {
      return in.readNBytes(maxBytes);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The server closes a connection on which nothing arrives for a minute. */
  private static FailureException unreadable(IOException e) {
    if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
      return new FailureException(
          ProblemType.REQUEST_TIMEOUT, "The sender of the body paused for too long.");
    }
    String detail = e instanceof ZipException ? e.getMessage() : "The body did not arrive whole.";
    return new FailureException(ProblemType.MALFORMED_REQUEST, detail);
  }

  private void receive(Body body, InputStream in, String database) throws IOException {
    tracing.<Void, IOException>during(
        "receive body",
        database,
        receiving -> {
          body.receive(in, settings.maxBytes());
          receiving.setCount(body.size());
          return null;
        });
    metrics.received(database, body.size(), body.isSpooled());
  }

  /** Refuses a body whose declared length is too large before any of it is received. */
  private void checkLength(long length, Spool.Share share) {
    if (length > settings.maxBytes()) {
      throw Body.tooLarge(settings.maxBytes());
    }
    if (length > Body.MEMORY_BYTES) {
      share.check(length);
    }
  }

  /**
   * The charset of a body. JSON is UTF-8 (RFC 8259, section 8.1) and would be misread in another
   * one that is declared.
   *
   * @throws ProblemException {@code UNSUPPORTED_MEDIA_TYPE} if the declared one cannot be read
   */
  static Charset charset(MediaType type) {
    String charset = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset == null || charset.toLowerCase(Locale.ROOT).matches("utf-?8")) {
      return StandardCharsets.UTF_8;
    }
    if (MediaTypes.format(type) != BodyFormat.CSV) {
      throw new FailureException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "The only charset supported is utf-8.");
    }
    try {
      return Charsets.of(charset);
    } catch (IllegalArgumentException e) {
      throw new FailureException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "This charset is not known here.");
    }
  }

  private static boolean isGzip(HttpHeaders headers) {
    String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    List<String> encodings = encodings(encoding == null ? "" : encoding);
    if (encodings.isEmpty()) {
      return false;
    }
    if (encodings.size() == 1 && GZIP.contains(encodings.get(0))) {
      return true;
    }
    throw new ProblemException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "The only content encoding supported is gzip, once.",
        Map.of(HttpHeaders.ACCEPT_ENCODING, "gzip"));
  }

  /** A list may have empty elements (RFC 9110, section 5.6.1). */
  private static List<String> encodings(String list) {
    return Stream.of(list.split(","))
        .map(each -> each.strip().toLowerCase(Locale.ROOT))
        .filter(each -> !each.isEmpty() && !each.equals("identity"))
        .toList();
  }

  /** The declared length of the body; -1 if none is declared. */
  private static long length(HttpHeaders headers) {
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null || !length.matches("\\d{1,18}") ? -1 : Long.parseLong(length);
  }
}
