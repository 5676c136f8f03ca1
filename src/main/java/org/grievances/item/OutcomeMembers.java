package org.grievances.item;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
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

  private static final Set<String> ALL = Set.of(LINE, STATUS, BODY);

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

  /** The positions of members or columns that the service has not added: it adds the last ones. */
  static int[] othersIn(List<String> names) {
    if (!areIn(names)) {
      return IntStream.range(0, names.size()).toArray();
    }
    Set<String> added = new HashSet<>(ALL);
    Set<Integer> positions = new TreeSet<>();
    for (int position = names.size() - 1; position >= 0; position--) {
      if (!added.remove(names.get(position).toLowerCase(Locale.ROOT))) {
        positions.add(position);
      }
    }
    return positions.stream().mapToInt(Integer::intValue).toArray();
  }
}
