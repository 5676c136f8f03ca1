package org.grievances.http.query;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.records.PageQuery;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;

/** The requested page of a list, by its number. */
public class PageParameters extends PageSizeParameters {
  @QueryParam("page")
  private String page;

  /** The requested page of a list that has a fixed order. */
  public PageQuery query() {
    return query(List.of(), List.of(), List.of());
  }

  /** The requested page of a list with these records, in this order. */
  public PageQuery query(List<Field> fields, List<Condition> conditions, List<Sort> sorts) {
    return new PageQuery(
        fields,
        conditions,
        sorts,
        Optional.empty(),
        number("page", page, 1, Integer.MAX_VALUE),
        size(),
        OptionalLong.empty());
  }

  boolean hasNumber() {
    return page != null;
  }
}
