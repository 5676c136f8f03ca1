package org.grievances.server;

/** The order in which classes of integration tests start. */
public final class ClassOrder {
  /** Of classes that take longest: first, so that none of them runs alone in the end. */
  public static final int LONG = 1;

  private ClassOrder() {}
}
