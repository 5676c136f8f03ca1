package org.grievances.server;

/** How much the tests do that break things: little in each build, much with {@code -Pfaults}. */
public final class LongForm {
  public static final boolean REQUESTED = Boolean.getBoolean("faults.long");

  private LongForm() {}

  /**
   * @param property in which another number can be given
   */
  public static int number(String property, int usual, int inLongForm) {
    return Integer.getInteger(property, REQUESTED ? inLongForm : usual);
  }
}
