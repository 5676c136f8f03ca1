package org.grievances.http.query;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.records.PageQuery;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Position;
import org.grievances.schema.Sort;

/**
 * The parameters of a request for filtered records, of which there may be millions; see {@link
 * Filters}.
 */
public class FilteredParameters extends ListParameters {
  @QueryParam("after")
  private String after;

  @QueryParam("countTo")
  private String countTo;

  @Override
  public PageQuery query(List<Field> fields, List<Condition> conditions, List<Sort> sorts) {
    PageQuery page = super.query(fields, conditions, sorts);
    return new PageQuery(
        fields, conditions, sorts, after(sorts), page.number(), page.size(), countTo());
  }

  private Optional<Position> after(List<Sort> sorts) {
    if (after != null && hasNumber()) {
      throw malformed("A page is named by page or by after, not by both.");
    }
    return Optional.ofNullable(after)
        .map(text -> Cursor.parse(text, sorts.stream().map(Sort::field).toList()))
        .map(Position::new);
  }

  /** At which number the counting stops if the request does not say it. */
  protected OptionalLong countUnasked() {
    return OptionalLong.empty();
  }

  private OptionalLong countTo() {
    return countTo == null
        ? countUnasked()
        : OptionalLong.of(number("countTo", countTo, 1, Integer.MAX_VALUE));
  }
}
