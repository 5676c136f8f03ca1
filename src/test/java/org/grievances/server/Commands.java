package org.grievances.server;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Runs a program to its end. */
final class Commands {
  private Commands() {}

  /**
   * @throws IOException when the program cannot be run, or fails
   */
  static void run(ProcessBuilder builder) throws IOException {
    try {
      int status = builder.start().waitFor();
      if (status != 0) {
        throw new IOException(builder.command().get(0) + " ended with status " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
