package org.grievances.item;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The members, or columns, that the service adds to the items of a job. They are ignored when the
 * items are sent again.
 */
public final class OutcomeMembers {
  /** The line of the file at which the row began. */
  public static final String LINE = "line";

  public static final String STATUS = "status";
  public static final String BODY = "body";

  /** The errors as data, where they are asked for. */
  public static final String ERRORS = "errors";

  private static final Set<String> ALL = Set.of(LINE, STATUS, BODY, ERRORS);

  private OutcomeMembers() {}

  /** Whether a member or a column in any letter case is one of them. */
  public static boolean contains(String name) {
    return ALL.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether items with such members or columns are those of a job; one alone is the caller's. */
  static boolean areIn(Collection<String> names) {
    return Stream.of(STATUS, BODY)
        .allMatch(name -> names.stream().anyMatch(name::equalsIgnoreCase));
  }

  /**
   * The positions of members or columns that the service has not added. It adds the last status
   * that a body follows directly, with these very names, the line directly before and the errors
   * directly behind.
   */
  public static int[] othersIn(List<String> names) {
    int status = Collections.lastIndexOfSubList(names, List.of(STATUS, BODY));
    if (status < 0) {
      return IntStream.range(0, names.size()).toArray();
    }
    boolean hasLine = status > 0 && names.get(status - 1).equals(LINE);
    int first = hasLine ? status - 1 : status;
    boolean hasErrors = status + 2 < names.size() && names.get(status + 2).equals(ERRORS);
    int last = hasErrors ? status + 2 : status + 1;
    return IntStream.range(0, names.size())
        .filter(position -> position < first || position > last)
        .toArray();
  }
}
