package org.grievances.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;

/** The state of a record that the reader already has (RFC 9110, section 13.1.2). */
public class IfNoneMatch extends Preconditions {
  /** Declared here for the API description; evaluated by JAX-RS. */
  @HeaderParam(HttpHeaders.IF_NONE_MATCH)
  @SuppressWarnings("unused")
  private String tags;
}
