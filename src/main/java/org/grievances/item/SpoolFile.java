package org.grievances.item;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A temporary file. Only the server's user can read it, and it has no name, so that it disappears
 * with the request however the request ends.
 */
final class SpoolFile implements AutoCloseable {
  private static final FileAttribute<?> ONLY_OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final FileChannel file;

  private SpoolFile(FileChannel file) {
    this.file = file;
  }

  /** Creates an empty file. On POSIX systems its name is removed as soon as it is open. */
  static SpoolFile create() {
    Path path = Path.of(System.getProperty("java.io.tmpdir"), "batch-" + UUID.randomUUID());
    try {
      return new SpoolFile(
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE),
              ONLY_OURS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends the first bytes of an array. */
  void append(byte[] bytes, int length) {
    try {
      ByteBuffer part = ByteBuffer.wrap(bytes, 0, length);
      while (part.hasRemaining()) {
        file.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the file at its start; only one stream may be read at a time. */
  InputStream open() {
    try {
      return new FilterInputStream(Channels.newInputStream(file.position(0))) {
        /** Keeps the file open so that it can be read again. */
        @Override
        public void close() {}
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
