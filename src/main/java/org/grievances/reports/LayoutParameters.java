package org.grievances.reports;

import jakarta.ws.rs.QueryParam;
import java.util.Set;
import org.grievances.http.request.RequestParameters;

/** How the files of a layout are written. */
public class LayoutParameters extends RequestParameters {
  private static final Set<String> SEPARATORS = Set.of(",", ";", "|", "\t");

  @QueryParam("header")
  private String header;

  @QueryParam("separator")
  private String separator;

  /** With a header and commas unless the request says otherwise. */
  LayoutForm form() {
    if (separator != null && !SEPARATORS.contains(separator)) {
      throw malformed(
          "The parameter separator must be a comma, a semicolon, a vertical bar or a tab.");
    }
    return new LayoutForm(
        separator == null ? ',' : separator.charAt(0), header == null || flag("header", header));
  }
}
