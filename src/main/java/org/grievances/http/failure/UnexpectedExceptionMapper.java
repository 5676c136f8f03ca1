package org.grievances.http.failure;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.failure.ProblemType;

/**
 * Maps an unexpected exception to a response; the log shows where it occurred, the response does
 * not.
 */
@Provider
public class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOGGER = Logger.getLogger(UnexpectedExceptionMapper.class.getName());

  @Context private HttpServletRequest request;
  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(Throwable exception) {
    Activity.log(LOGGER, Level.SEVERE, "A request met an unexpected error.", exception);
    ProblemType type = ProblemType.INTERNAL_ERROR;
    return ProblemResponse.of(type, type.remedy(), Map.of(), request, headers);
  }
}
