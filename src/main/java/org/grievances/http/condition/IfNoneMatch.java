package org.grievances.http.condition;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.grievances.http.problem.ProblemException;

/** The state of a record that the reader already has (RFC 9110, section 13.1.2). */
public class IfNoneMatch extends Preconditions {

  /**
   * @return the response to send instead of the record, if the caller already has its current state
   * @throws ProblemException {@code PRECONDITION_FAILED}
   */
  public Optional<Response> check(EntityTag current) {
    if (!mayMatch(current)) {
      throw failed(current);
    }
    return isExcluded(current)
        ? Optional.of(Response.notModified(current).build())
        : Optional.empty();
  }
}
