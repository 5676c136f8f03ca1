package org.grievances.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses at the fastest level: items and outcomes repeat the same words, so that this level
 * suffices.
 */
public final class FastGzip extends GZIPOutputStream {

  public FastGzip(OutputStream out) throws IOException {
    super(out);
    def.setLevel(Deflater.BEST_SPEED);
  }
}
