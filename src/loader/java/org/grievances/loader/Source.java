package org.grievances.loader;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipException;
import org.grievances.gzip.GzipStream;

/** A file or a stream to be loaded, gzipped or not. */
final class Source {
  private static final String STANDARD_INPUT = "-";
  private static final int BUFFER = 64 * 1024;
  private static final int HEAD = 1024 * 1024;
  private static final int SNIFFED = 1024;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] OLD_WORKBOOK = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

  /** Null for a stream. */
  private final Path file;

  /** The stream, which can be read only once. */
  private final InputStream stream;

  private final String fingerprint;
  private BufferedInputStream looked;
  private final AtomicLong read = new AtomicLong();

  private Source(Path file, InputStream stream) throws IOException {
    this.file = file;
    this.stream = stream;
    this.fingerprint = file == null ? "" : takeFingerprint();
  }

  /**
   * @param name of a file or a pipe, or "-" for the standard input
   */
  static Source of(String name) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      return new Source(null, System.in);
    }
    Path file = path(name);
    if (Files.isDirectory(file)) {
      throw ExitException.usage("It is a directory, not a file: " + name);
    }
    if (!Files.isReadable(file)) {
      throw ExitException.usage("There is no file that can be read: " + name);
    }
    return Files.isRegularFile(file)
        ? new Source(file, null)
        : new Source(null, new FileInputStream(file.toFile()));
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw ExitException.usage("A file cannot have such a name: " + name);
    }
  }

  /** Whether it is a file, which can be read more than once. */
  boolean isFile() {
    return file != null;
  }

  Path file() {
    return file;
  }

  /** Opens its text, uncompressed. */
  BufferedInputStream open() throws IOException {
    if (looked != null) {
      BufferedInputStream again = looked;
      looked = null;
      return again;
    }
    BufferedInputStream in = openBytes();
    if (beginsWith(in, GZIP)) {
      in = new BufferedInputStream(new GzipStream(in), BUFFER);
    }
    if (beginsWith(in, ZIP) || beginsWith(in, OLD_WORKBOOK)) {
      throw ExitException.usage(
          "It is a workbook or an archive. Save the sheet as \"CSV UTF-8\", or unpack the archive, and load that file.");
    }
    return in;
  }

  private BufferedInputStream openBytes() throws IOException {
    read.set(0);
    InputStream bytes = file == null ? stream : Files.newInputStream(file);
    return new BufferedInputStream(new CountedStream(bytes, read), BUFFER);
  }

  private static boolean beginsWith(BufferedInputStream in, byte[] magic) throws IOException {
    in.mark(magic.length);
    byte[] first = in.readNBytes(magic.length);
    in.reset();
    return Arrays.equals(first, magic);
  }

  /**
   * Reads a file to its end once, so that a damaged or malformed one is refused before any of it is
   * sent.
   *
   * @param charset of a text without a byte order mark; null for UTF-8
   */
  void check(Charset charset) throws IOException {
    if (file == null) {
      return;
    }
    try (BufferedInputStream in = open()) {
      FileText.check(in, FileText.charset(in, charset));
    } catch (ZipException e) {
      throw ExitException.usage(e.getMessage() + " Nothing was loaded; gunzip -t tests a file.");
    }
  }

  /** Pushes back a stream of which only the beginning was examined. */
  void pushBack(BufferedInputStream in) {
    looked = in;
  }

  /** The beginning of the text, which is not consumed. */
  static String beginning(BufferedInputStream in, Charset charset) throws IOException {
    Charset known = FileText.charset(in, charset);
    in.mark(SNIFFED);
    byte[] bytes = in.readNBytes(SNIFFED);
    in.reset();
    return new String(bytes, known);
  }

  /** The number of bytes read, before they are uncompressed. */
  long read() {
    return read.get();
  }

  /** The size in bytes; -1 if unknown. */
  long size() throws IOException {
    return file == null ? -1 : Files.size(file);
  }

  /** Identifies the contents of the file by its size, its time and its beginning. */
  String fingerprint() {
    return fingerprint;
  }

  /**
   * @throws ExitException when the file has changed since the program began
   */
  void checkUnchanged() {
    try {
      if (file != null && !fingerprint.equals(takeFingerprint())) {
        throw ExitException.ended(
            "The file has changed since the load began. When it is complete, load it again with --restart: "
                + file);
      }
    } catch (IOException e) {
      throw ExitException.ended("The file is no longer there: " + file);
    }
  }

  private String takeFingerprint() throws IOException {
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
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
