package org.grievances.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Uncompresses gzip data (RFC 1952) of one or more members. It accepts exactly what {@code gunzip
 * -t} accepts without a warning, and throws a {@link ZipException} for anything else, whose message
 * says what is wrong and at which byte. The verdict is known when the end of the stream is reached.
 *
 * <p>The JDK's stream ends at whatever does not look like a member and calls itself for each empty
 * one; Commons Compress neither checks the checksums of headers nor accepts the zeros with which
 * tapes and blocks are padded.
 */
public final class GzipStream extends InputStream {
  private enum State {
    BEFORE_FIRST_MEMBER,
    IN_MEMBER,
    BETWEEN_MEMBERS,
    ENDED
  }

  private final GzipBytes bytes;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private State state = State.BEFORE_FIRST_MEMBER;

  public GzipStream(InputStream in) {
    this.bytes = new GzipBytes(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (state != State.ENDED) {
      if (state == State.IN_MEMBER) {
        int read = inflate(buffer, offset, length);
        if (read > 0) {
          return read;
        }
        endMember();
      } else {
        state = beginMember() ? State.IN_MEMBER : State.ENDED;
      }
    }
    return -1;
  }

  /** Returns 0 at the end of the member's data. */
  private int inflate(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = 0;
      while (read == 0 && !inflater.finished()) {
        if (inflater.needsInput()) {
          bytes.feed(inflater);
        }
        read = inflater.inflate(buffer, offset, length);
      }
      checksum.update(buffer, offset, read);
      return read;
    } catch (DataFormatException e) {
      throw bytes.damaged("the compressed data cannot be read");
    }
  }

  /** Returns false if there are no more members. */
  private boolean beginMember() throws IOException {
    if (state == State.BETWEEN_MEMBERS && bytes.endHere()) {
      return false;
    }
    MemberHeader.skip(bytes);
    inflater.reset();
    checksum.reset();
    return true;
  }

  private void endMember() throws IOException {
    bytes.takeBack(inflater);
    if (bytes.nextInt() != (int) checksum.getValue()) {
      throw bytes.damaged("the checksum of the uncompressed data is wrong");
    }
    if (bytes.nextInt() != (int) inflater.getBytesWritten()) {
      throw bytes.damaged("the length of the uncompressed data is wrong");
    }
    state = State.BETWEEN_MEMBERS;
  }

  @Override
  public void close() throws IOException {
    state = State.ENDED;
    inflater.end();
    bytes.close();
  }
}
