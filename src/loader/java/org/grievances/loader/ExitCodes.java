package org.grievances.loader;

/** The exit codes of the program, for scripts. */
final class ExitCodes {
  static final int ALL_APPLIED = 0;
  static final int SOME_FAILED = 1;
  static final int USAGE = 2;
  static final int STOPPED = 3;

  private ExitCodes() {}
}
