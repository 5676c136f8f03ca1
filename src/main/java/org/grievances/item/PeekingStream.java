package org.grievances.item;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose {@code available()} tells reliably whether more data follows, blocking if
 * necessary. The JDK's gzip reader relies on this to detect another member (RFC 1952, section 2.2).
 */
public final class PeekingStream extends BufferedInputStream {

  public PeekingStream(InputStream in) {
    super(in);
  }

  @Override
  public synchronized int available() throws IOException {
    int known = super.available();
    if (known > 0) {
      return known;
    }
    mark(1);
    int next = read();
    reset();
    return next < 0 ? 0 : 1;
  }
}
