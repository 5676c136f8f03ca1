package org.grievances.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;

/** The state that a record must be in to be changed (RFC 9110, section 13.1.1). */
public class IfMatch extends Preconditions {
  @HeaderParam(HttpHeaders.IF_MATCH)
  private String tags;

  boolean isGiven() {
    return tags != null;
  }
}
