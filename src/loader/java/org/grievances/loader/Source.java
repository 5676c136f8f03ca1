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

/** A file to be loaded, or what can be read only once, packed or not. */
final class Source {
  private static final String STANDARD_INPUT = "-";
  private static final int BUFFER = 64 * 1024;
  private static final int HEAD = 1024 * 1024;
  private static final int SNIFFED = 1024;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] OLD_WORKBOOK = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

  /** Null for what can be read only once. */
  private final Path file;

  /** What can be read only once. */
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
      throw StopException.usage("It is a directory, not a file: " + name);
    }
    if (!Files.isReadable(file)) {
      throw StopException.usage("There is no file that can be read: " + name);
    }
    return Files.isRegularFile(file)
        ? new Source(file, null)
        : new Source(null, new FileInputStream(file.toFile()));
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw StopException.usage("A file cannot have such a name: " + name);
    }
  }

  /** Whether it is a file, which can be read more than once. */
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
    if (beginsWith(in, GZIP)) {
      in = new BufferedInputStream(new GzipStream(in), BUFFER);
    }
    if (beginsWith(in, ZIP) || beginsWith(in, OLD_WORKBOOK)) {
      throw StopException.usage(
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
   * Reads a file once to its end, so that one that is damaged or not in its charset is refused
   * before any of it is sent.
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
      throw StopException.usage(e.getMessage() + " Nothing was loaded; gunzip -t tests a file.");
    }
  }

  /** Gives back what was opened only to look at its beginning. */
  void pushBack(BufferedInputStream in) {
    looked = in;
  }

  /** How the text begins, which is then still to be read. */
  static String beginning(BufferedInputStream in, Charset charset) throws IOException {
    Charset known = FileText.charset(in, charset);
    in.mark(SNIFFED);
    byte[] bytes = in.readNBytes(SNIFFED);
    in.reset();
    return new String(bytes, known);
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
  String fingerprint() {
    return fingerprint;
  }

  /**
   * @throws StopException when the file has changed since the program began
   */
  void checkUnchanged() {
    try {
      if (file != null && !fingerprint.equals(takeFingerprint())) {
        throw StopException.ended(
            "The file has changed since the load began. When it is complete, load it again with --restart: "
                + file);
      }
    } catch (IOException e) {
      throw StopException.ended("The file is no longer there: " + file);
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
