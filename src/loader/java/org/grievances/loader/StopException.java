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
    return new StopException(ExitCodes.USAGE, false, message);
  }

  /** The server, the network or the credentials do not let it go on; the same load may, later. */
  static StopException stopped(String message) {
    return new StopException(ExitCodes.STOPPED, true, message);
  }

  /** The same load would end in the same way again; the message tells what to do instead. */
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
