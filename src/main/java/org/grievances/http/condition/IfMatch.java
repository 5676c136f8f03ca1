package org.grievances.http.condition;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import org.grievances.http.problem.ProblemException;

/** The state that a record must be in to be changed (RFC 9110, section 13.1.1). */
public class IfMatch extends Preconditions {

  public boolean isGiven() {
    return tags(HttpHeaders.IF_MATCH).isPresent() || tags(HttpHeaders.IF_NONE_MATCH).isPresent();
  }

  /**
   * @throws ProblemException {@code PRECONDITION_FAILED}
   */
  public void check(EntityTag current) {
    if (!mayMatch(current) || isExcluded(current)) {
      throw failed(current);
    }
  }
}
