package org.grievances.loader;

/** The program cannot go on; the message tells its user why. */
final class StopException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private final boolean resumable;

  private StopException(int exitCode, boolean resumable, String message) {
    super(message);
    this.exitCode = exitCode;
    this.resumable = resumable;
  }

  /** The command, or what it names, is wrong. */
  static StopException usage(String message) {
    return new StopException(ExitCodes.USAGE, true, message);
  }

  /** The server, the network, the credentials or the file do not let it go on. */
  static StopException stopped(String message) {
    return new StopException(ExitCodes.STOPPED, true, message);
  }

  /** It has come to an end that is not the whole; the message tells how to go on. */
  static StopException ended(String message) {
    return new StopException(ExitCodes.STOPPED, false, message);
  }

  /** Whether the same load can go on. */
  boolean isResumable() {
    return resumable;
  }

  int exitCode() {
    return exitCode;
  }
}
