package org.grievances.deadline;

import jakarta.ws.rs.QueryParam;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.grievance.GrievanceFilters;
import org.grievances.http.query.Cursor;
import org.grievances.http.query.PageSizeParameters;
import org.grievances.schema.Condition;
import org.grievances.schema.Position;

/** The requested page of the queue, and which grievances are in it. */
public class DeadlineParameters extends PageSizeParameters {
  @QueryParam("after")
  private String after;

  List<Condition> conditions(Database database) {
    return GrievanceFilters.ALL.conditions(this, database);
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
        (LocalDateTime) values.get(1),
        new Position(values.subList(1, values.size())));
  }

  /**
   * A place in the queue.
   *
   * @param inGroup the place in a list that is sorted by the date from which the time counts
   */
  record Place(LocalDateTime due, LocalDateTime from, Position inGroup) {}
}
