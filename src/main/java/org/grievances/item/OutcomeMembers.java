package org.grievances.item;

import java.util.Locale;
import java.util.Set;

/**
 * The members, or columns, that the service adds to the items of a job. They are ignored when the
 * items are sent again.
 */
public final class OutcomeMembers {
  /** The line of the file at which the row began. */
  public static final String LINE = "line";

  public static final String STATUS = "status";
  public static final String BODY = "body";

  private static final Set<String> ALL = Set.of(LINE, STATUS, BODY);

  private OutcomeMembers() {}

  /** Whether a member or a column in any letter case is one of them. */
  public static boolean contains(String name) {
    return ALL.contains(name.toLowerCase(Locale.ROOT));
  }
}
