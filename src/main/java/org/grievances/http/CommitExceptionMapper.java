package org.grievances.http;

import jakarta.ejb.EJBException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.DatabaseFailures;
import org.grievances.database.SqlFault;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

/**
 * Maps a failed commit, which no service method can catch, to a response. If the connection was
 * lost, the changes may or may not be committed; if the database aborted the transaction, they are
 * not.
 */
@Provider
public class CommitExceptionMapper implements ExceptionMapper<EJBException> {
  private static final Logger LOGGER = Logger.getLogger(CommitExceptionMapper.class.getName());

  @Context private Request request;
  @Context private Providers providers;

  @Override
  public Response toResponse(EJBException exception) {
    SqlFault kind = SqlFault.in(exception).orElse(SqlFault.UNEXPECTED);
    return switch (kind) {
      case UNAVAILABLE -> lost(exception);
      case CANCELLED, TIMED_OUT -> answer(DatabaseFailures.cancelled());
      case CONTENTION ->
          answer(
              new FailureException(
                  Failure.DATABASE_BUSY,
                  "The database rolled this request back because other requests change the same records; try again.",
                  Duration.ofSeconds(1)));
      case REFUSED, SCHEMA, UNEXPECTED -> unexpected(exception);
    };
  }

  private Response lost(EJBException exception) {
    if (request.getMethod().equals(HttpMethod.GET)) {
      return answer(
          new FailureException(
              Failure.DATABASE_UNAVAILABLE,
              "The database was lost; try again.",
              Duration.ofSeconds(5)));
    }
    Activity.log(LOGGER, Level.SEVERE, "The outcome of a commit is not known.", exception);
    return answer(
        new FailureException(
            Failure.OUTCOME_UNKNOWN,
            "The database was lost at the commit; send the same request again to be sure."));
  }

  private Response answer(FailureException failure) {
    return providers.getExceptionMapper(FailureException.class).toResponse(failure);
  }

  private Response unexpected(EJBException exception) {
    return providers.getExceptionMapper(Throwable.class).toResponse(exception);
  }
}
