package org.grievances.http.request;

/** The roles that a token's {@code groups} may contain. */
public final class Roles {
  /** Reads records. */
  public static final String READER = "grievance-reader";

  /** Reads and writes grievances. */
  public static final String WRITER = "grievance-writer";

  /** Does everything. */
  public static final String ADMIN = "grievance-admin";

  private Roles() {}
}
