package org.grievances.item;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

/**
 * A completely received request body that can be read again for each attempt. It is held in memory
 * up to 8 MiB while there is room, otherwise in a temporary file. Only the server's user can read
 * that file, and it has no name, so that it disappears with the request however the request ends.
 * File upload libraries neither share a limit of the heap and the disk between requests nor do
 * without a name.
 */
public final class Body implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(Body.class.getName());
  public static final int MEMORY_BYTES = 8 * 1024 * 1024;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final FileAttribute<?> ONLY_OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** The heap that all bodies together may use; a body that does not fit goes to a file. */
  private static final ByteBudget MEMORY = new ByteBudget(Runtime.getRuntime().maxMemory() / 16);

  private final byte[] bytes;
  private final FileChannel file;
  private final Spool.Share share;

  /**
   * @param share the spool space taken by the file
   */
  private Body(byte[] bytes, FileChannel file, Spool.Share share) {
    this.bytes = bytes;
    this.file = file;
    this.share = share;
  }

  /**
   * Receives a body to its end.
   *
   * @param share the spool space that the body takes if it goes to a file
   * @throws FailureException {@code TOO_LARGE} if it has more than {@code maxBytes}, or as
   *     described in {@link Spool.Share#take}
   * @throws IOException if the sender fails
   * @throws UncheckedIOException if the disk fails
   */
  public static Body receive(InputStream in, long maxBytes, Spool.Share share) throws IOException {
    ByteArrayOutputStream memory = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    int taken = 0;
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        memory.write(buffer, 0, read);
        checkSize(memory.size(), maxBytes);
        if (memory.size() > MEMORY_BYTES || !MEMORY.take(read)) {
          return spool(memory, in, buffer, maxBytes, share);
        }
        taken += read;
      }
      Body body = new Body(memory.toByteArray(), null, share);
      taken = 0;
      return body;
    } finally {
      MEMORY.giveBack(taken);
    }
  }

  private static Body spool(
      ByteArrayOutputStream head, InputStream in, byte[] buffer, long maxBytes, Spool.Share share)
      throws IOException {
    FileChannel file = openNameless();
    Body body = new Body(null, file, share);
    try {
      share.take(head.size());
      write(file, head.toByteArray(), head.size());
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checkSize(file.position() + read, maxBytes);
        share.take(read);
        write(file, buffer, read);
      }
      return body;
    } catch (IOException | RuntimeException failed) {
      body.close();
      throw failed;
    }
  }

  /** On POSIX systems the name is removed as soon as the file is open. */
  private static FileChannel openNameless() {
    Path path = Path.of(System.getProperty("java.io.tmpdir"), "batch-" + UUID.randomUUID());
    try {
      return FileChannel.open(
          path,
          Set.of(
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE),
          ONLY_OURS);
    } catch (IOException ours) {
      throw new UncheckedIOException(ours);
    }
  }

  /**
   * Writes in parts, because the JDK keeps off-heap memory for each thread that is as large as the
   * largest part the thread ever wrote.
   */
  private static void write(FileChannel file, byte[] bytes, int length) {
    try {
      for (int from = 0; from < length; from += BUFFER_BYTES) {
        ByteBuffer part = ByteBuffer.wrap(bytes, from, Math.min(BUFFER_BYTES, length - from));
        while (part.hasRemaining()) {
          file.write(part);
        }
      }
    } catch (IOException ours) {
      throw new UncheckedIOException(ours);
    }
  }

  private static void checkSize(long size, long maxBytes) {
    if (size > maxBytes) {
      throw tooLarge(maxBytes);
    }
  }

  /** The failure of a request whose body is longer than allowed. */
  public static FailureException tooLarge(long maxBytes) {
    return new FailureException(
        Failure.TOO_LARGE,
        "The body has more than " + maxBytes + " bytes, unpacked; split the batch.");
  }

  /** How many bytes it has. */
  public long size() {
    return isSpooled() ? share.taken() : bytes.length;
  }

  /** Whether it is in a file. */
  public boolean isSpooled() {
    return file != null;
  }

  /** Opens the body at its start; only one stream may be read at a time. */
  public InputStream open() {
    if (file == null) {
      return new ByteArrayInputStream(bytes);
    }
    try {
      return new FilterInputStream(Channels.newInputStream(file.position(0))) {
        /** Keeps the file open so that it can be read again. */
        @Override
        public void close() {}
      };
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void close() {
    if (file == null) {
      MEMORY.giveBack(bytes.length);
    } else {
      share.close();
      close(file);
    }
  }

  /** A failure is only logged: the work done with the body stands. */
  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException ours) {
      Activity.log(LOGGER, Level.WARNING, "A temporary file could not be closed.", ours);
    }
  }
}
