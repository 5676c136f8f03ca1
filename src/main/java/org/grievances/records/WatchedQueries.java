package org.grievances.records;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.database.dialect.QueryLimit;

/** Runs queries that take long, and cancels them once nobody waits for their result. */
@ApplicationScoped
public class WatchedQueries {
  /** Between two checks whether a caller still waits. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private static final Logger LOGGER = Logger.getLogger(WatchedQueries.class.getName());

  @Inject private BackgroundTasks tasks;

  /**
   * @param timeout that all queries have together
   * @param isAbandoned whether nobody waits any more
   * @param work that runs queries within the limit
   */
  public <T> T run(Duration timeout, BooleanSupplier isAbandoned, Function<QueryLimit, T> work) {
    QueryLimit limit = new QueryLimit(timeout);
    Future<?> watch =
        tasks.every(INTERVAL, "cancelling abandoned queries", () -> cancelIf(isAbandoned, limit));
    try {
      return work.apply(limit);
    } finally {
      watch.cancel(false);
    }
  }

  private static void cancelIf(BooleanSupplier isAbandoned, QueryLimit limit) {
    try {
      if (isAbandoned.getAsBoolean()) {
        limit.cancel();
      }
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.WARNING, "A query that nobody waits for still runs.", e);
    }
  }
}
