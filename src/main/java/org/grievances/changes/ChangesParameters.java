package org.grievances.changes;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.grievances.database.history.ChangePlace;
import org.grievances.failure.FailureException;
import org.grievances.http.query.FieldsParameter;
import org.grievances.http.request.RequestParameters;
import org.grievances.item.Integers;
import org.grievances.item.InvalidValueException;
import org.grievances.records.ChangeQuery;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Which changes are requested, and how long the caller would wait for the first one. */
public class ChangesParameters extends RequestParameters {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_SECONDS = 30;

  @QueryParam("from")
  private String from;

  @QueryParam("after")
  private String after;

  @QueryParam("limit")
  private String limit;

  @QueryParam("latest")
  private String latest;

  @BeanParam private FieldsParameter fields;

  /**
   * @throws FailureException {@code MALFORMED_REQUEST} if a parameter cannot be read
   */
  ChangeQuery query() {
    return new ChangeQuery(start(), number("limit", limit, DEFAULT_LIMIT, MAX_LIMIT));
  }

  @Override
  protected Set<String> places() {
    return Set.of("from", "after");
  }

  private ChangeQuery.Start start() {
    if ((from == null) == (after == null)) {
      throw malformed(
          "Changes begin at from=start, at from=now or after a place, such as the link to the next"
              + " page has: name one of them.");
    }
    return after == null ? end() : new ChangeQuery.After(place());
  }

  private ChangeQuery.End end() {
    return switch (from) {
      case "start" -> ChangeQuery.End.OLDEST;
      case "now" -> ChangeQuery.End.NOW;
      default -> throw malformed("The parameter from must be start or now.");
    };
  }

  private ChangePlace place() {
    return ChangePlace.parse(after, database())
        .orElseThrow(
            () ->
                malformed(
                    "The parameter after is no place in the changes of this database; take it from"
                        + " a link to the next page, or from the header changes-after."));
  }

  /** The fields that are requested of the records after the changes. */
  List<Field> fields(Table table) {
    return fields.of(table);
  }

  /** Whether only the last change of each record is requested. */
  boolean isLatest() {
    return flag("latest", latest);
  }

  /**
   * How long the caller would wait for a change (RFC 7240, section 4.3), up to 30 seconds. What is
   * no number of seconds is ignored, as the RFC says.
   */
  Duration patience() {
    return preferences()
        .value("wait")
        .map(ChangesParameters::seconds)
        .map(Duration::ofSeconds)
        .orElse(Duration.ZERO);
  }

  private static long seconds(String text) {
    try {
      return Math.min(Math.max(Integers.parse(text), 0), MAX_SECONDS);
    } catch (InvalidValueException e) {
      return 0;
    }
  }
}
