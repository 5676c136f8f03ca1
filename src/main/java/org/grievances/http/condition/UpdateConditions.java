package org.grievances.http.condition;

import jakarta.ws.rs.core.HttpHeaders;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;

/**
 * The state that a record must be in to be replaced, or the condition that it must not exist yet
 * (RFC 9110, sections 13.1.1 and 13.1.2).
 */
public class UpdateConditions extends IfMatch {
  /** Whether the record may only be created, not replaced. */
  public boolean createsOnly() {
    return tags(HttpHeaders.IF_MATCH).isEmpty()
        && tags(HttpHeaders.IF_NONE_MATCH).filter(EntityTags::any).isPresent();
  }

  public static FailureException alreadyThere() {
    return FailureException.of(
        ProblemType.PRECONDITION_FAILED,
        RequestError.of(
            ErrorCode.EXISTS,
            "There is a record with this key, and the header If-None-Match says that there is none"));
  }
}
