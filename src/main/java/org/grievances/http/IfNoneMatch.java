package org.grievances.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;

/** The state that a reader has a record in (RFC 9110, section 13.1.2). */
public class IfNoneMatch extends Preconditions {
  /** Described here; read by JAX-RS. */
  @HeaderParam(HttpHeaders.IF_NONE_MATCH)
  @SuppressWarnings("unused")
  private String tags;
}
