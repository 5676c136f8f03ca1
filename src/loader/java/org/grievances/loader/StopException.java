package org.grievances.loader;

/** The program cannot go on; the message tells its user why. */
final class StopException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private StopException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command, or what it names, is wrong. */
  static StopException usage(String message) {
    return new StopException(ExitCodes.USAGE, message);
  }

  /** The server, the network, the credentials or the file do not let it go on. */
  static StopException stopped(String message) {
    return new StopException(ExitCodes.STOPPED, message);
  }

  int exitCode() {
    return exitCode;
  }
}
