package org.grievances.loader;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.lang.reflect.Method;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.loader.client.Grievance;

/** The members of a grievance, and the columns that the service and this program add to rows. */
final class ServiceColumns {
  static final String STATUS = "status";
  static final String BODY = "body";

  /** The line of the file at which the row begins. */
  static final String LINE = "line";

  /** The errors as data. */
  static final String ERRORS = "errors";

  private static final Set<String> OUTCOME =
      ignoringCase(Stream.of(STATUS, BODY, LINE, ERRORS).collect(Collectors.toSet()));

  private static final Set<String> SET_BY_SERVICE =
      Set.of("entry_Date", "entry_User", "update_Date", "update_User");

  private static final Set<String> MEMBERS =
      Set.of(Grievance.class.getAnnotation(JsonPropertyOrder.class).value());
  private static final Set<String> MEMBERS_IN_ANY_CASE = ignoringCase(MEMBERS);
  private static final Set<String> DATES =
      ignoringCase(
          Stream.of(Grievance.class.getMethods())
              .filter(method -> method.getReturnType() == OffsetDateTime.class)
              .map(ServiceColumns::member)
              .collect(Collectors.toSet()));

  private ServiceColumns() {}

  private static String member(Method getter) {
    return getter.getAnnotation(JsonProperty.class).value();
  }

  private static Set<String> ignoringCase(Collection<String> names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(names);
    return set;
  }

  static boolean isMember(String name) {
    return MEMBERS_IN_ANY_CASE.contains(name);
  }

  /** The members, but those that the service sets, that are not among these. */
  static List<String> missing(List<String> members) {
    Set<String> there = ignoringCase(members);
    return Stream.of(Grievance.class.getAnnotation(JsonPropertyOrder.class).value())
        .filter(member -> !there.contains(member) && !SET_BY_SERVICE.contains(member))
        .toList();
  }

  /** Whether a member is a date-time. */
  static boolean isDate(String member) {
    return DATES.contains(member);
  }

  /** Whether a name is a column of outcomes. */
  static boolean isOfOutcome(String name) {
    return OUTCOME.contains(name);
  }

  /**
   * The positions of the outcome in rows that were not applied: two to four columns side by side.
   * Other columns may have the same names.
   */
  static Set<Integer> outcome(List<String> columns) {
    Set<Integer> positions = new HashSet<>();
    for (int status = 0; status + 1 < columns.size(); status++) {
      if (columns.get(status).equals(STATUS) && columns.get(status + 1).equals(BODY)) {
        positions.add(status);
        positions.add(status + 1);
        int behind = status + 2;
        if (behind < columns.size() && columns.get(behind).equals(ERRORS)) {
          positions.add(behind);
          behind++;
        }
        if (status > 0 && columns.get(status - 1).equals(LINE)) {
          positions.add(status - 1);
        } else if (behind < columns.size() && columns.get(behind).equals(LINE)) {
          positions.add(behind);
        }
        break;
      }
    }
    return positions;
  }

  /** The same if only the last columns can be an outcome. */
  static Set<Integer> lastOutcome(List<String> names) {
    for (int length = Math.min(4, names.size()); length >= 2; length--) {
      int begin = names.size() - length;
      Set<Integer> positions = new HashSet<>();
      outcome(names.subList(begin, names.size())).forEach(index -> positions.add(begin + index));
      if (positions.size() == length) {
        return positions;
      }
    }
    return Set.of();
  }

  /**
   * Whether the columns are those of rows with outcomes or of an export, whose texts are guarded.
   */
  static boolean areGuarded(List<String> columns) {
    return !outcome(columns).isEmpty()
        || columns.size() == MEMBERS.size() && MEMBERS.containsAll(columns);
  }
}
