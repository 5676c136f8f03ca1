package org.grievances.http;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;

/** The state that a record must be in to be changed (RFC 9110, section 13.1.1). */
public class IfMatch extends Preconditions {

  boolean isGiven() {
    return tags(HttpHeaders.IF_MATCH).isPresent() || tags(HttpHeaders.IF_NONE_MATCH).isPresent();
  }

  /**
   * @throws ProblemException {@code PRECONDITION_FAILED}
   */
  void check(EntityTag current) {
    if (!mayMatch(current) || isExcluded(current)) {
      throw failed(current);
    }
  }
}
