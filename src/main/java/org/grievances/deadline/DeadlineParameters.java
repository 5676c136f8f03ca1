package org.grievances.deadline;

import static java.util.stream.Collectors.joining;

import jakarta.ws.rs.QueryParam;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.database.Database;
import org.grievances.grievance.GrievanceFilters;
import org.grievances.http.query.Cursor;
import org.grievances.http.query.PageSizeParameters;
import org.grievances.schema.Condition;
import org.grievances.schema.Position;
import org.grievances.settings.DeadlineKind;

/** The requested page of the queue, and which grievances are in it. */
public class DeadlineParameters extends PageSizeParameters {
  private static final String KINDS =
      Stream.of(DeadlineKind.values()).map(Enum::name).collect(joining(", "));

  @QueryParam("after")
  private String after;

  @QueryParam("kind")
  private String kind;

  List<Condition> conditions(Database database) {
    return GrievanceFilters.OF_DEADLINES.conditions(this, database);
  }

  /** The time before which deadlines end. */
  Optional<LocalDateTime> dueBefore(Database database) {
    return GrievanceFilters.OF_DEADLINES
        .value(GrievanceFilters.DUE_BEFORE, this, database)
        .map(LocalDateTime.class::cast);
  }

  /** The only kind that is shown; empty for all. */
  Optional<DeadlineKind> kind() {
    return Optional.ofNullable(kind)
        .map(
            text ->
                Stream.of(DeadlineKind.values())
                    .filter(each -> each.name().equals(text))
                    .findFirst()
                    .orElseThrow(
                        () -> malformed("The parameter kind must be one of " + KINDS + ".")));
  }

  /** The place after which the page begins; see {@link Deadline#place}. */
  Optional<Place> after() {
    return Optional.ofNullable(after).map(DeadlineParameters::place);
  }

  private static Place place(String text) {
    List<Object> values = Cursor.parse(text, Deadline.placeFields());
    if (values.stream().anyMatch(Objects::isNull)) {
      throw malformed("The parameter after is not from a link to this list.");
    }
    return new Place(
        (LocalDateTime) values.get(0),
        (Integer) values.get(1),
        (LocalDateTime) values.get(2),
        new Position(values.subList(2, values.size())));
  }

  /**
   * A place in the queue.
   *
   * @param kind its number
   * @param inGroup the place in a list that is sorted by the date from which the time counts
   */
  record Place(LocalDateTime due, int kind, LocalDateTime from, Position inGroup) {}
}
