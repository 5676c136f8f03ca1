package org.grievances.records;

import jakarta.ws.rs.QueryParam;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.item.RequestParameters;

/** Which page of a list is asked for. */
public class PageParameters extends RequestParameters {
  private static final int MAX_PAGE_SIZE = 1000;
  private static final int DEFAULT_PAGE_SIZE = 100;

  @QueryParam("page")
  private String page;

  @QueryParam("pageSize")
  private String pageSize;

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

  static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
