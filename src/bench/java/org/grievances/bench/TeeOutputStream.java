package org.grievances.bench;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to two streams; closing this stream leaves both open. */
final class TeeOutputStream extends OutputStream {
  private final OutputStream one;
  private final OutputStream other;

  TeeOutputStream(OutputStream one, OutputStream other) {
    this.one = one;
    this.other = other;
  }

  @Override
  public void write(int b) throws IOException {
    one.write(b);
    other.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    one.write(bytes, offset, length);
    other.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    one.flush();
    other.flush();
  }
}
