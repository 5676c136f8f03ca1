package org.grievances.http;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * The preconditions that a record must meet for a request to be carried out (RFC 9110, section 13).
 */
abstract class Preconditions {
  @Context private Request request;

  /**
   * @return the response to send instead of the record, if the caller already has its current state
   * @throws ProblemException {@code PRECONDITION_FAILED}
   */
  Optional<Response> check(EntityTag current) {
    Response.ResponseBuilder instead = request.evaluatePreconditions(current);
    if (instead == null) {
      return Optional.empty();
    }
    Response response = instead.tag(current).build();
    if (response.getStatusInfo().toEnum() == Response.Status.PRECONDITION_FAILED) {
      throw new ProblemException(
          ProblemType.PRECONDITION_FAILED,
          "The record is not as the headers If-Match and If-None-Match say; its ETag is "
              + response.getHeaderString(HttpHeaders.ETAG)
              + ".");
    }
    return Optional.of(response);
  }
}
