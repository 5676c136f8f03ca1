package org.grievances.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.core.MediaType;

/** The parameters of a request for items that are sent one a line. */
public class ExportParameters extends RequestParameters {
  @BeanParam private LinesParameters lines;

  MediaType type() {
    return lines.typeOrDefault();
  }
}
