package org.grievances.http;

import jakarta.ws.rs.QueryParam;

/** The parameters of a request for records that the caller chooses; see {@link Filters}. */
public class FilteredParameters extends ListParameters {
  @QueryParam("raw")
  private String raw;

  /** Whether texts in CSV are as they are, even if a spreadsheet runs them. */
  boolean isRaw() {
    return BatchParameters.flag("raw", raw);
  }
}
