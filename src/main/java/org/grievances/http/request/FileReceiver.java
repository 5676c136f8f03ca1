package org.grievances.http.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.grievances.body.Body;
import org.grievances.body.Spool;
import org.grievances.digest.Sha256;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.request.BodyReceiver.StreamLimit;
import org.grievances.settings.BatchSettings;

/**
 * Receives files, sent as the part {@code file} of a form (RFC 7578), or as they are with their
 * name in {@code Content-Disposition} (RFC 6266). Large ones go to the spool.
 */
@ApplicationScoped
public class FileReceiver {
  /** The room of a form for its headers, and for fields before the file. */
  private static final int FORM_BYTES = 64 * 1024;

  @Inject private BodyReceiver receiver;
  @Inject private Spool spool;
  @Inject private BatchSettings settings;

  /**
   * Receives a file to its end. It then belongs to the caller, who closes it.
   *
   * @throws FailureException {@code TOO_LARGE}, {@code OVERLOADED}, {@code REQUEST_TIMEOUT}, or
   *     {@code MALFORMED_REQUEST} if it has no name, is empty, or does not arrive completely
   */
  public ReceivedFile receive(RequestParameters call, InputStream in, long maxBytes) {
    MediaType type = call.headers().getMediaType();
    boolean isForm = type != null && type.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE);
    long limit = isForm ? maxBytes + FORM_BYTES : maxBytes;
    try {
      return receiver.read(
          call,
          in,
          new StreamLimit(limit, settings.receiveTimeout()),
          Sha256.begin(),
          body -> isForm ? ofForm(call, body, type, maxBytes) : whole(call, body, maxBytes));
    } catch (FailureException e) {
      throw e.type() == ProblemType.TOO_LARGE ? tooLarge(maxBytes) : e;
    }
  }

  private static FailureException tooLarge(long maxBytes) {
    return new FailureException(
        ProblemType.TOO_LARGE, "The file has more than " + maxBytes + " bytes.");
  }

  private ReceivedFile whole(RequestParameters call, InputStream content, long maxBytes) {
    String disposition = call.headers().getHeaderString(HttpHeaders.CONTENT_DISPOSITION);
    return file(call, FileName.of(disposition), content, maxBytes);
  }

  private ReceivedFile ofForm(
      RequestParameters call, InputStream body, MediaType type, long maxBytes) {
    try {
      FormFile file = FormFile.in(body, type.getParameters().get("boundary"));
      return file(call, file.name(), file.content(), maxBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ReceivedFile file(
      RequestParameters call, String name, InputStream content, long maxBytes) {
    if (name == null) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The file has no name: send it in Content-Disposition, as in attachment;"
              + " filename=\"letter.pdf\".");
    }
    MessageDigest digest = Sha256.begin();
    Body file = new Body(spool.share(call.author().client()));
    try {
      file.receive(new DigestInputStream(content, digest), maxBytes);
      if (file.size() == 0) {
        throw new FailureException(ProblemType.MALFORMED_REQUEST, "The file is empty.");
      }
      return new ReceivedFile(name, file, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      file.close();
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }
}
