package org.grievances.loader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipException;
import org.grievances.gzip.GzipStream;

/** A file to be loaded, or the standard input, packed or not. */
final class Source {
  private static final String STANDARD_INPUT = "-";
  private static final int BUFFER = 64 * 1024;
  private static final int HEAD = 1024 * 1024;
  private static final int SNIFFED = 1024;
  private static final int GZIP_MAGIC = 0x1f8b;

  /** Null for the standard input. */
  private final Path file;

  private BufferedInputStream looked;
  private final AtomicLong read = new AtomicLong();

  private Source(Path file) {
    this.file = file;
  }

  static Source of(String name) {
    if (name.equals(STANDARD_INPUT)) {
      return new Source(null);
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw StopException.usage("There is no file that can be read: " + name);
    }
    return new Source(file);
  }

  boolean isFile() {
    return file != null;
  }

  Path file() {
    return file;
  }

  /** Its text in bytes, unpacked. */
  BufferedInputStream open() throws IOException {
    if (looked != null) {
      BufferedInputStream again = looked;
      looked = null;
      return again;
    }
    BufferedInputStream in = openBytes();
    return isGzip(in) ? new BufferedInputStream(new GzipStream(in), BUFFER) : in;
  }

  private BufferedInputStream openBytes() throws IOException {
    read.set(0);
    InputStream bytes = file == null ? System.in : Files.newInputStream(file);
    return new BufferedInputStream(new CountedStream(bytes, read), BUFFER);
  }

  private static boolean isGzip(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean gzip = (in.read() << 8 | in.read()) == GZIP_MAGIC;
    in.reset();
    return gzip;
  }

  boolean isGzipFile() throws IOException {
    if (file == null) {
      return false;
    }
    try (BufferedInputStream in = openBytes()) {
      return isGzip(in);
    }
  }

  /**
   * Uncompresses a gzip file once to its end, so that a damaged one is refused before any of it is
   * sent.
   */
  void checkGzip() throws IOException {
    try (InputStream in = new GzipStream(openBytes())) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (ZipException e) {
      throw StopException.usage(e.getMessage() + " Nothing was loaded; gunzip -t tests a file.");
    }
  }

  /** Gives back what was opened only to look at its beginning. */
  void pushBack(BufferedInputStream in) {
    looked = in;
  }

  /** How the text begins, which is then still to be read. */
  static String beginning(BufferedInputStream in) throws IOException {
    in.mark(SNIFFED);
    byte[] bytes = in.readNBytes(SNIFFED);
    in.reset();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** How many bytes of it have been read, packed if it is. */
  long read() {
    return read.get();
  }

  /** -1 when nobody knows. */
  long size() throws IOException {
    return file == null ? -1 : Files.size(file);
  }

  /** Another one when the file has changed: its size, its time, and its beginning. */
  String fingerprint() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.readNBytes(HEAD);
      }
      return "%d bytes, %s, %s"
          .formatted(
              Files.size(file),
              Files.getLastModifiedTime(file),
              HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
