package org.grievances.http.query;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.core.MediaType;
import org.grievances.http.request.RequestParameters;

/** The parameters of a response that is always sent one item a line. */
public class ResultParameters extends RequestParameters {
  @BeanParam private LinesParameters lines;

  public MediaType type() {
    return lines.typeOrDefault();
  }
}
