package org.grievances.loader;

/** Ends the program; the message tells the user why. */
final class ExitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private final boolean resumable;

  private ExitException(int exitCode, boolean resumable, String message) {
    super(message);
    this.exitCode = exitCode;
    this.resumable = resumable;
  }

  /** An invalid command, option or file. */
  static ExitException usage(String message) {
    return new ExitException(ExitCodes.USAGE, false, message);
  }

  /**
   * A failure of the server, the network or the credentials; the same load may be resumed later.
   */
  static ExitException stopped(String message) {
    return new ExitException(ExitCodes.STOPPED, true, message);
  }

  /** A failure that the same load would meet again; the message says what to do instead. */
  static ExitException ended(String message) {
    return new ExitException(ExitCodes.STOPPED, false, message);
  }

  /** Whether the same load can be resumed. */
  boolean isResumable() {
    return resumable;
  }

  int exitCode() {
    return exitCode;
  }
}
