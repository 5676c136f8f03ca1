package org.grievances.http.query;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.grievances.records.PageQuery;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/** The requested page of a table, its sort order, and which members its records have. */
public class ListParameters extends PageParameters {
  @QueryParam("sortBy")
  private String sortBy;

  @BeanParam private FieldsParameter fields;

  /** The fields of a table that are requested. */
  public List<Field> fields(Table table) {
    return fields.of(table);
  }

  /**
   * Sorts in the requested order and finally by the key, so that pages never overlap. The key is
   * sorted in the direction of the field before it, so that one index serves both.
   */
  public PageQuery query(Table table, List<Condition> conditions) {
    List<Sort> sorts = new ArrayList<>(sortBy == null ? order(table) : requested(table));
    boolean descending = !sorts.isEmpty() && sorts.get(sorts.size() - 1).descending();
    sorts.add(new Sort(table.keyField(), descending));
    return query(fields(table), conditions, sorts);
  }

  /** The order if none is requested, besides that of the keys. */
  protected List<Sort> order(Table table) {
    return List.of();
  }

  private List<Sort> requested(Table table) {
    return Stream.of(sortBy.split(",", -1))
        .map(text -> sort(table, text.strip().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static Sort sort(Table table, String text) {
    String[] parts = text.split(":", 2);
    Field field =
        FieldsParameter.find(table, parts[0])
            .orElseThrow(() -> malformed("The parameter sortBy names a member that is not there."));
    return switch (parts.length == 1 ? "asc" : parts[1]) {
      case "asc" -> new Sort(field, false);
      case "desc" -> new Sort(field, true);
      default -> throw malformed("The parameter sortBy sorts by :asc or :desc.");
    };
  }
}
