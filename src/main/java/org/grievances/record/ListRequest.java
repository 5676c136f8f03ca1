package org.grievances.record;

import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Field;
import org.grievances.database.Sort;
import org.grievances.database.Table;
import org.grievances.item.Call;

/** Which page of a table is asked for, and how it is sorted. */
public class ListRequest extends Call {
  private static final int MAX_PAGE_SIZE = 1000;
  private static final int DEFAULT_PAGE_SIZE = 100;

  @QueryParam("page")
  private String page;

  @QueryParam("pageSize")
  private String pageSize;

  @QueryParam("sortBy")
  private String sortBy;

  int page() {
    return number("page", page, 1, Integer.MAX_VALUE);
  }

  int pageSize() {
    return number("pageSize", pageSize, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  }

  private static int number(String name, String text, int otherwise, int max) {
    if (text == null) {
      return otherwise;
    }
    long number = text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
    if (number < 1 || number > max) {
      throw malformed("The parameter " + name + " must be a number from 1 to " + max + ".");
    }
    return (int) number;
  }

  /**
   * In the order asked for, and by the key at last, so that pages never overlap: in the direction
   * of the one before, so that one index serves both.
   */
  List<Sort> sorts(Table table) {
    List<Sort> sorts = new ArrayList<>();
    boolean descending = false;
    if (sortBy != null) {
      for (String text : sortBy.split(",", -1)) {
        Sort sort = sort(table, text.strip().toLowerCase(Locale.ROOT));
        sorts.add(sort);
        descending = sort.descending();
      }
    }
    sorts.add(new Sort(table.keyField(), descending));
    return sorts;
  }

  private static Sort sort(Table table, String text) {
    String[] parts = text.split(":", 2);
    Field field =
        table.fields().stream()
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(parts[0]))
            .findFirst()
            .orElseThrow(() -> malformed("The parameter sortBy names a member that is not there."));
    return switch (parts.length == 1 ? "asc" : parts[1]) {
      case "asc" -> new Sort(field, false);
      case "desc" -> new Sort(field, true);
      default -> throw malformed("The parameter sortBy sorts by :asc or :desc.");
    };
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
