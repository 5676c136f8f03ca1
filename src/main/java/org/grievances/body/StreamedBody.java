package org.grievances.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;

/** A body that is read as it arrives: its bytes are counted and digested. */
public final class StreamedBody extends FilterInputStream {
  private final long maxBytes;
  private final MessageDigest digest;
  private long size;

  /** Reading from the client failed, as opposed to an error of the code that reads the body. */
  public static final class UnreadableException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(IOException cause) {
      super(cause);
    }
  }

  public StreamedBody(InputStream in, long maxBytes, MessageDigest digest) {
    super(in);
    this.maxBytes = maxBytes;
    this.digest = digest;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int read = next(buffer, offset, length);
    if (read > 0) {
      digest.update(buffer, offset, read);
      size += read;
    }
    if (size > maxBytes) {
      throw Body.tooLarge(maxBytes);
    }
    return read;
  }

  private int next(byte[] buffer, int offset, int length) {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  /** The number of bytes that were read. */
  public long size() {
    return size;
  }
}
