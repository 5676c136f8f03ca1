package org.grievances.loader;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Set;
import org.grievances.loader.client.Grievance;

/** The columns of CSV that the service has written, whose texts are guarded. */
final class ServiceColumns {
  private static final List<String> OUTCOME = List.of("status", "body");
  private static final Set<String> MEMBERS =
      Set.of(Grievance.class.getAnnotation(JsonPropertyOrder.class).value());

  private ServiceColumns() {}

  /** Whether they are those of rows with their outcomes, or of an export. */
  static boolean match(List<String> columns) {
    int status = columns.indexOf(OUTCOME.get(0));
    boolean haveOutcomes =
        status >= 0 && columns.subList(status, columns.size()).indexOf(OUTCOME.get(1)) == 1;
    return haveOutcomes || columns.size() == MEMBERS.size() && MEMBERS.containsAll(columns);
  }
}
