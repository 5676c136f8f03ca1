package org.grievances.http.request;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.body.Body;
import org.grievances.database.Database;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.idempotency.Fingerprint;
import org.grievances.idempotency.IdempotencyKeys;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.item.BodyFormat;
import org.grievances.item.CsvForm;
import org.grievances.scope.Scope;

/**
 * The parameters of a request that may be repeated with the same {@code Idempotency-Key}
 * (draft-ietf-httpapi-idempotency-key-header, section 2).
 */
public class IdempotentParameters extends WriteParameters {
  /** A string as defined in RFC 9651, section 3.3.3; many clients omit the quotes. */
  private static final Pattern KEY =
      Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\]){1,255})\"|([!#-\\[\\]-~]{1,255})");

  @HeaderParam("Idempotency-Key")
  private String idempotencyKey;

  @Context private Request request;
  @Context private UriInfo uri;

  /** Begins the request, which is in progress until the returned object is closed. */
  public IdempotentRequest begin(IdempotencyKeys keys, Database database, Body body) {
    return keys.begin(database, owner(), key(), () -> fingerprint(body));
  }

  /** The same for a body that was not kept. */
  public IdempotentRequest begin(
      IdempotencyKeys keys, Database database, MessageDigest fingerprint) {
    return keys.begin(database, owner(), key(), () -> Fingerprint.of(fingerprint, form()));
  }

  /** Whose the key is: what one caller of a client got may be hidden from another. */
  private String owner() {
    return author().client() + Scope.current().text();
  }

  /** Checks the key before the body is received, where that takes long. */
  public void checkKey() {
    key();
  }

  /**
   * The key, if any.
   *
   * @throws ProblemException {@code MALFORMED_REQUEST} if it is not 1 to 255 printable characters
   */
  private Optional<String> key() {
    if (idempotencyKey == null) {
      return Optional.empty();
    }
    Matcher key = KEY.matcher(idempotencyKey.strip());
    if (!key.matches()) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The header Idempotency-Key must be 1 to 255 printable ASCII characters, in double"
              + " quotes.");
    }
    return Optional.of(key.group(1) == null ? key.group(2) : key.group(1));
  }

  /** Distinguishes this request from any other. */
  private Fingerprint fingerprint(Body body) {
    MessageDigest digest = beginFingerprint();
    try (InputStream in = new DigestInputStream(body.open(), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Fingerprint.of(digest, form());
  }

  /** Begins with what distinguishes this request from any other besides its body. */
  public MessageDigest beginFingerprint() {
    return Fingerprint.begin(request.getMethod(), uri.getRequestUri(), preferences().isAsync());
  }

  /** The format of the body. */
  public BodyFormat format() {
    return MediaTypes.format(headers().getMediaType());
  }

  /** How CSV is written, as the type of the body says. */
  CsvForm csv() {
    MediaType type = headers().getMediaType();
    return new CsvForm(
        BodyReceiver.charset(type),
        MediaTypes.separator(type),
        MediaTypes.isGuarded(type),
        MediaTypes.hasEmptyTexts(type));
  }

  /** How the request is read: the same bytes can have different meanings. */
  private String form() {
    return (preferences().isStrict() ? "strict " : "lenient ")
        + switch (format()) {
          case JSON -> "json";
          case NDJSON -> "ndjson";
          case CSV -> "csv " + csvForm(csv());
        };
  }

  private static String csvForm(CsvForm csv) {
    return csv.charset().name()
        + (csv.separator() == null ? "" : " separator=" + (int) csv.separator())
        + (csv.isGuarded() ? " guarded" : csv.hasEmptyTexts() ? " raw" : "");
  }
}
