package org.grievances.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.core.MediaType;

/** The parameters of an export, which is sent one item a line. */
public class ExportParameters extends RequestParameters {
  @BeanParam private LinesParameters lines;

  MediaType type() {
    return lines.typeOrDefault();
  }
}
