package org.grievances.database;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

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

  FailureException of(SqlFault kind, Exception exception) {
    return switch (kind) {
      case CONTENTION -> busy();
      case UNAVAILABLE -> unavailable();
      case CANCELLED -> cancelled();
      case TIMED_OUT -> queryTimeout();
      case REFUSED, SCHEMA, UNEXPECTED -> unexpected(exception);
    };
  }

  /** The failure for a request while the database is unavailable. */
  FailureException unavailable() {
    checkSoon.run();
    return new FailureException(
        Failure.DATABASE_UNAVAILABLE,
        "Database "
            + database
            + " cannot be used now; try again in "
            + RETRY.toSeconds()
            + " seconds.",
        RETRY);
  }

  /** The failure for a request that lost to others on the same records. */
  FailureException busy() {
    return new FailureException(
        Failure.DATABASE_BUSY,
        "Database "
            + database
            + " rolled this request back because other requests change the same records; try again.",
        Duration.ofSeconds(1));
  }

  /** The failure for a request whose statement was cancelled. */
  public static FailureException cancelled() {
    return new FailureException(
        Failure.CANCELLED,
        "The database cancelled this request, or it ran longer than the database allows.",
        RETRY);
  }

  private FailureException queryTimeout() {
    return new FailureException(
        Failure.READ_TIMED_OUT,
        "Database " + database + " took too long to read this, and was stopped; ask for less.");
  }

  private FailureException unexpected(Exception exception) {
    Activity.log(
        LOGGER, Level.SEVERE, "Database " + database + " reported an unexpected error.", exception);
    return new FailureException(Failure.UNEXPECTED, "The database reported an unexpected error.");
  }
}
