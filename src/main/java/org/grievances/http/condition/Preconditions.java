package org.grievances.http.condition;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.http.problem.ProblemException;

/**
 * The preconditions that a record must meet for a request to be carried out (RFC 9110, section 13).
 * JAX-RS itself compares a weak tag with none, although caches and proxies make tags weak.
 */
abstract class Preconditions {
  @Context private HttpHeaders headers;

  /**
   * The tags of a header; empty if there is none.
   *
   * @throws ProblemException {@code MALFORMED_REQUEST} if it cannot be read
   */
  Optional<EntityTags> tags(String header) {
    return Optional.ofNullable(headers.getHeaderString(header))
        .map(value -> EntityTags.parse(header, value));
  }

  boolean mayMatch(EntityTag current) {
    return tags(HttpHeaders.IF_MATCH).map(tags -> tags.hasStrongly(current)).orElse(true);
  }

  /** Whether the caller has the current state, or requires that the record does not exist. */
  boolean isExcluded(EntityTag current) {
    return tags(HttpHeaders.IF_NONE_MATCH).map(tags -> tags.hasWeakly(current)).orElse(false);
  }

  static FailureException failed(EntityTag current) {
    return FailureException.of(
        ProblemType.PRECONDITION_FAILED,
        RequestError.of(
            ErrorCode.CHANGED,
            "The record is not as the headers If-Match and If-None-Match say; its ETag is \""
                + current.getValue()
                + "\""));
  }
}
