package org.grievances.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.SearchTimeoutException;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;

/** Chooses the failure of a request whose database reports an error that no row caused. */
public final class DatabaseFailures {
  private static final Logger LOGGER = Logger.getLogger(DatabaseFailures.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final String database;
  private final Runnable checkSoon;

  /**
   * @param checkSoon run for each request that finds the database unavailable
   */
  DatabaseFailures(String database, Runnable checkSoon) {
    this.database = database;
    this.checkSoon = checkSoon;
  }

  FailureException of(SqlErrorKind kind, Exception exception) {
    return switch (kind) {
      case CONTENTION -> busy();
      case UNAVAILABLE -> unavailable();
      case CANCELLED -> cancelled();
      case EXHAUSTED -> new ExhaustedConnectionException(database);
      case TIMED_OUT -> queryTimeout(exception);
      case REFUSED, SCHEMA, UNEXPECTED -> unexpected(exception);
    };
  }

  /** The failure for a request while the database is unavailable. */
  FailureException unavailable() {
    checkSoon.run();
    return new FailureException(
        ProblemType.DATABASE_UNAVAILABLE,
        "Database "
            + database
            + " cannot be used now; try again in "
            + RETRY.toSeconds()
            + " seconds.",
        RETRY);
  }

  /** The failure for a request whose answer may not be shown, since that cannot be recorded. */
  FailureException unrecorded(SQLException exception) {
    if (SqlErrorKind.in(exception).filter(SqlErrorKind.UNAVAILABLE::equals).isPresent()) {
      checkSoon.run();
    }
    return new FailureException(
        ProblemType.READ_UNRECORDED,
        "Database "
            + database
            + " cannot record now who reads its records, and so nothing of it is shown; try again"
            + (" in " + RETRY.toSeconds() + " seconds."),
        RETRY);
  }

  /** The failure for a request that lost to others on the same records. */
  FailureException busy() {
    return busy("Database " + database);
  }

  private static FailureException busy(String database) {
    return new FailureException(
        ProblemType.DATABASE_BUSY,
        database
            + " rolled this request back because other requests change the same records; try"
            + " again.",
        Duration.ofSeconds(1));
  }

  private static FailureException cancelled() {
    return new FailureException(
        ProblemType.REQUEST_CANCELLED,
        "The database cancelled this request, or it ran longer than the database allows.",
        RETRY);
  }

  /**
   * The failure of a request whose commit failed, whatever its database is; empty for an unexpected
   * error. If the connection was lost, the changes may or may not be committed; if the database
   * rolled back, they are not.
   *
   * @param isReading whether the request changes nothing
   */
  public static Optional<FailureException> atCommit(Exception exception, boolean isReading) {
    return SqlErrorKind.causeOf(exception).flatMap(cause -> atCommit(cause, isReading));
  }

  private static Optional<FailureException> atCommit(SQLException cause, boolean isReading) {
    return switch (SqlErrorKind.of(cause)) {
      case CONTENTION -> Optional.of(busy("The database"));
      case UNAVAILABLE -> Optional.of(isReading ? lost() : outcomeUnknown());
      case CANCELLED, EXHAUSTED, TIMED_OUT -> Optional.of(cancelled());
      case REFUSED -> Optional.of(refused(cause));
      case SCHEMA, UNEXPECTED -> Optional.empty();
    };
  }

  /** The failure of a request whose record breaks a rule of the database. */
  public static FailureException refused(SQLException cause) {
    String reason = "Refused by the database: " + SqlErrorKind.reason(cause);
    return FailureException.of(ProblemType.CONFLICT, RequestError.of(ErrorCode.REFUSED, reason));
  }

  private static FailureException lost() {
    return new FailureException(
        ProblemType.DATABASE_UNAVAILABLE, "The database was lost; try again.", RETRY);
  }

  private static FailureException outcomeUnknown() {
    return new FailureException(
        ProblemType.OUTCOME_UNKNOWN,
        "The database was lost at the commit; send the same request again to be sure.");
  }

  private FailureException queryTimeout(Exception exception) {
    if (exception instanceof SearchTimeoutException) {
      return new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "Database "
              + database
              + " has no index for this choice, and took too long to look at each record. Choose fewer"
              + " records by another parameter.");
    }
    return new FailureException(
        ProblemType.QUERY_TIMEOUT,
        "Database " + database + " took too long to read this, and was stopped.");
  }

  private FailureException unexpected(Exception exception) {
    Activity.log(
        LOGGER, Level.SEVERE, "Database " + database + " reported an unexpected error.", exception);
    return new FailureException(
        ProblemType.INTERNAL_ERROR, "The database reported an unexpected error.");
  }
}
