package org.grievances.http.query;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;
import org.grievances.http.request.RequestParameters;

/** The requested size of a page of a list. */
public class PageSizeParameters extends RequestParameters {
  private static final int MAX_PAGE_SIZE = 1000;
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final Pattern NO_CACHE =
      Pattern.compile("(^|,)\\s*no-cache\\s*(,|$)", Pattern.CASE_INSENSITIVE);

  @QueryParam("pageSize")
  private String pageSize;

  /** The requested number of records per page. */
  public int size() {
    return number("pageSize", pageSize, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  }

  /** Whether the caller refuses a cached response (RFC 9111, section 5.2.1.4). */
  public boolean isLatestWanted() {
    String control = headers().getHeaderString(HttpHeaders.CACHE_CONTROL);
    return control != null && NO_CACHE.matcher(control).find();
  }
}
