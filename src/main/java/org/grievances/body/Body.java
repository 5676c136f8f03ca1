package org.grievances.body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * A request body that can be read again for each attempt. It is held in memory up to 8 MiB while
 * there is room, otherwise in a temporary file. It is created empty, owns all memory and disk space
 * that it takes from then on, and gives them back when it is closed, however receiving it ended.
 * File upload libraries neither share a limit of the heap and the disk between requests nor do
 * without a file name.
 */
public final class Body implements AutoCloseable {
  public static final int MEMORY_BYTES = 8 * 1024 * 1024;
  private static final int BUFFER_BYTES = 16 * 1024;

  /** The heap that all bodies together may use; a body that does not fit goes to a file. */
  private static final ByteBudget MEMORY = new ByteBudget(Runtime.getRuntime().maxMemory() / 16);

  private final Spool.Share share;
  private byte[] bytes = {};
  private int takenMemory;

  /** Null while the body is in memory. */
  private SpoolFile file;

  /**
   * Creates an empty body, which takes nothing yet.
   *
   * @param share the spool space that the body takes if it goes to a file
   */
  public Body(Spool.Share share) {
    this.share = share;
  }

  /**
   * Receives the body to its end.
   *
   * @throws FailureException {@code TOO_LARGE} if it has more than {@code maxBytes}, {@code
   *     OVERLOADED} if the disk is full, or as described in {@link Spool.Share#take}
   * @throws IOException if the sender fails
   */
  public void receive(InputStream in, long maxBytes) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    if (receiveInMemory(in, buffer, maxBytes)) {
      return;
    }
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      checkSize(share.taken() + read, maxBytes);
      append(buffer, read);
    }
  }

  /** Returns false if there is no room for the body; then what has arrived is in the file. */
  private boolean receiveInMemory(InputStream in, byte[] buffer, long maxBytes) throws IOException {
    ByteArrayOutputStream memory = new ByteArrayOutputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      memory.write(buffer, 0, read);
      checkSize(memory.size(), maxBytes);
      if (memory.size() > MEMORY_BYTES || !takeMemory(read)) {
        file = SpoolFile.create();
        append(memory.toByteArray(), memory.size());
        giveMemoryBack();
        return false;
      }
    }
    bytes = memory.toByteArray();
    return true;
  }

  private void append(byte[] buffer, int length) {
    share.take(length);
    file.append(buffer, length);
  }

  private boolean takeMemory(int count) {
    if (!MEMORY.take(count)) {
      return false;
    }
    takenMemory += count;
    return true;
  }

  private void giveMemoryBack() {
    MEMORY.giveBack(takenMemory);
    takenMemory = 0;
  }

  private static void checkSize(long size, long maxBytes) {
    if (size > maxBytes) {
      throw tooLarge(maxBytes);
    }
  }

  /** The failure of a request whose body is longer than allowed. */
  public static FailureException tooLarge(long maxBytes) {
    return new FailureException(
        ProblemType.TOO_LARGE,
        "The body has more than " + maxBytes + " bytes, uncompressed; split the batch.");
  }

  /** The size of the body in bytes. */
  public long size() {
    return isSpooled() ? share.taken() : bytes.length;
  }

  /** Whether it is in a file. */
  public boolean isSpooled() {
    return file != null;
  }

  /** Opens the body at its start; only one stream may be read at a time. */
  public InputStream open() {
    return isSpooled() ? file.open() : new ByteArrayInputStream(bytes);
  }

  /** The heap that all bodies together use. */
  static long memoryTaken() {
    return MEMORY.taken();
  }

  @Override
  public void close() {
    giveMemoryBack();
    share.close();
    if (isSpooled()) {
      file.close();
    }
  }
}
