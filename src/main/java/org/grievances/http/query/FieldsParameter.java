package org.grievances.http.query;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.failure.FailureException;
import org.grievances.http.request.RequestParameters;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.schema.Truncation;
import org.grievances.scope.Scope;

/** The query parameter that chooses the members of records in a response. */
public class FieldsParameter {
  private static final int MAX_QUOTED_NAME = 64;

  @QueryParam("fields")
  private String fields;

  /**
   * The chosen fields of all that is stored with a table, each once, in the requested order; those
   * of the table itself if none are chosen.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} if the table has no such field
   */
  public List<Field> of(Table table) {
    return fields == null
        ? Scope.current().visible(table)
        : Stream.of(fields.split(",", -1)).map(name -> field(table, name)).distinct().toList();
  }

  private static Field field(Table table, String name) {
    return find(table, name.strip())
        .orElseThrow(
            () ->
                RequestParameters.malformed(
                    "The parameter fields names a member that is not there: "
                        + Truncation.of(name, MAX_QUOTED_NAME)
                        + "."));
  }

  /** The stored field of a member that the caller may see; letter case is ignored. */
  static Optional<Field> find(Table table, String member) {
    return Scope.current().visible(table.stored()).stream()
        .filter(each -> each.name().equalsIgnoreCase(member))
        .findFirst();
  }
}
