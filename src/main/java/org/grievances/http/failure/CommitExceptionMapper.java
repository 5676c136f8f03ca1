package org.grievances.http.failure;

import jakarta.ejb.EJBException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.DatabaseFailures;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** Maps a failed commit, which no service method can catch, to a response. */
@Provider
public class CommitExceptionMapper implements ExceptionMapper<EJBException> {
  private static final Logger LOGGER = Logger.getLogger(CommitExceptionMapper.class.getName());

  @Context private Request request;
  @Context private Providers providers;

  @Override
  public Response toResponse(EJBException exception) {
    return DatabaseFailures.atCommit(exception, request.getMethod().equals(HttpMethod.GET))
        .map(failure -> response(failure, exception))
        .orElseGet(() -> mapper(Throwable.class).toResponse(exception));
  }

  private Response response(FailureException failure, EJBException exception) {
    if (failure.type() == ProblemType.OUTCOME_UNKNOWN) {
      Activity.log(LOGGER, Level.SEVERE, "The outcome of a commit is not known.", exception);
    }
    return mapper(FailureException.class).toResponse(failure);
  }

  private <T extends Throwable> ExceptionMapper<T> mapper(Class<T> type) {
    return providers.getExceptionMapper(type);
  }
}
