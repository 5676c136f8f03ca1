package org.grievances.body;

import io.github.bucket4j.Bucket;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * A temporary file that holds one body or export. Only the server's user can read it, and it has no
 * name, so that it disappears with the request however the request ends.
 */
final class SpoolFile implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(SpoolFile.class.getName());
  private static final int PART_BYTES = 16 * 1024;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final FileAttribute<?> ONLY_OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** One warning a minute, however many requests are refused. */
  private static final Bucket WARNINGS =
      Bucket.builder()
          .addLimit(limit -> limit.capacity(1).refillIntervally(1, Duration.ofMinutes(1)))
          .build();

  private final Path directory;
  private final FileChannel file;

  private SpoolFile(Path directory, FileChannel file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * Creates an empty file. On POSIX systems its name is removed as soon as it is open.
   *
   * @throws FailureException {@code OVERLOADED} if the directory cannot be written to
   */
  static SpoolFile create() {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return new SpoolFile(
          directory,
          FileChannel.open(
              directory.resolve("batch-" + UUID.randomUUID()),
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE),
              ONLY_OURS));
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  /**
   * Appends the first bytes of an array. It writes in parts, because the JDK keeps off-heap memory
   * for each thread that is as large as the largest part the thread ever wrote.
   *
   * @throws FailureException {@code OVERLOADED} if the disk is full
   */
  void append(byte[] bytes, int length) {
    try {
      for (int from = 0; from < length; from += PART_BYTES) {
        ByteBuffer part = ByteBuffer.wrap(bytes, from, Math.min(PART_BYTES, length - from));
        while (part.hasRemaining()) {
          file.write(part);
        }
      }
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  private static FailureException notWritable(Path directory, IOException e) {
    if (WARNINGS.tryConsume(1)) {
      Activity.log(
          LOGGER,
          Level.WARNING,
          "Large request bodies and exports are refused with 503, because they cannot be written to the directory "
              + directory
              + (" (" + reason(e) + "). Free space there or make it writable, or set another")
              + " directory with -Djava.io.tmpdir in jvm.options.");
    }
    return new FailureException(
        ProblemType.OVERLOADED,
        "This server has no room for large bodies and exports now; send the request again later, or in"
            + " smaller batches.",
        RETRY_AFTER);
  }

  /**
   * The reason that the operating system gives; the message of a FileSystemException is only a
   * path.
   */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException failed) {
      return failed.getReason() == null ? e.getClass().getSimpleName() : failed.getReason();
    }
    return e.getMessage();
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

  /** Frees the disk space. An error is only logged: the work done with the body stands. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      Activity.log(LOGGER, Level.WARNING, "A temporary file could not be closed.", e);
    }
  }
}
