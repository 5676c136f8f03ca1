package org.grievances.http;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.grievances.records.PageQuery;
import org.grievances.schema.Sort;

/** The requested page of a list. */
public class PageParameters extends RequestParameters {
  private static final int MAX_PAGE_SIZE = 1000;
  private static final int DEFAULT_PAGE_SIZE = 100;

  @QueryParam("page")
  private String page;

  @QueryParam("pageSize")
  private String pageSize;

  /** The requested page of a list that has a fixed order. */
  PageQuery query() {
    return query(List.of());
  }

  PageQuery query(List<Sort> sorts) {
    return new PageQuery(
        sorts,
        number("page", page, 1, Integer.MAX_VALUE),
        number("pageSize", pageSize, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE));
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

  static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
