package org.grievances.http;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.grievances.item.Integers;
import org.grievances.item.InvalidValueException;
import org.grievances.records.PageQuery;
import org.grievances.schema.Condition;
import org.grievances.schema.Sort;

/** The requested page of a list. */
public class PageParameters extends RequestParameters {
  private static final int MAX_PAGE_SIZE = 1000;
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final Pattern NO_CACHE =
      Pattern.compile("(^|,)\\s*no-cache\\s*(,|$)", Pattern.CASE_INSENSITIVE);

  @QueryParam("page")
  private String page;

  @QueryParam("pageSize")
  private String pageSize;

  /** The requested page of a list that has a fixed order. */
  PageQuery query() {
    return query(List.of(), List.of());
  }

  PageQuery query(List<Condition> conditions, List<Sort> sorts) {
    return new PageQuery(
        conditions,
        sorts,
        Optional.empty(),
        number("page", page, 1, Integer.MAX_VALUE),
        size(),
        OptionalLong.empty());
  }

  /** The requested number of records per page. */
  public int size() {
    return number("pageSize", pageSize, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  }

  boolean hasNumber() {
    return page != null;
  }

  /** Whether the caller takes no copy, however new (RFC 9111, section 5.2.1.4). */
  boolean isLatestWanted() {
    String control = headers().getHeaderString(HttpHeaders.CACHE_CONTROL);
    return control != null && NO_CACHE.matcher(control).find();
  }

  static int number(String name, String text, int otherwise, int max) {
    if (text == null) {
      return otherwise;
    }
    int number = integer(text);
    if (number < 1 || number > max) {
      throw malformed("The parameter " + name + " must be a number from 1 to " + max + ".");
    }
    return number;
  }

  /** The number that a text says; 0 if it says none. */
  private static int integer(String text) {
    try {
      return Integers.parse(text.strip());
    } catch (InvalidValueException e) {
      return 0;
    }
  }

  /** The failure of a request with a parameter that cannot be read. */
  public static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
