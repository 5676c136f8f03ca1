package org.grievances.database.dialect;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.time.Duration;

/** The time that the queries of a request may take together; another thread can end it earlier. */
public final class QueryLimit {
  private final long end;
  private PreparedStatement running;
  private Thread runner;
  private boolean isCancelled;
  private boolean isInterrupted;

  /**
   * @param timeout from now
   */
  public QueryLimit(Duration timeout) {
    end = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Runs a query and reads its result.
   *
   * @throws SQLTimeoutException if the time is over, or the database ended the query for it
   */
  <T> T run(PreparedStatement query, TimedQuery.Reader<T> reader) throws SQLException {
    Duration left = begin(query);
    try {
      return TimedQuery.run(query, left, reader);
    } catch (SQLException e) {
      throw isCancelled() ? new SQLTimeoutException("Cancelled", e) : e;
    } finally {
      finish();
    }
  }

  /**
   * Checks that time is left, while a long result is read: Derby limits the time of each row, and
   * notices an interrupt only where it waits or reads from the disk.
   *
   * @throws SQLTimeoutException if the time is over, or another thread has ended it
   */
  void check() throws SQLTimeoutException {
    if (Thread.currentThread().isInterrupted() || end - System.nanoTime() <= 0) {
      throw new SQLTimeoutException("No time is left to read the result");
    }
  }

  private synchronized Duration begin(PreparedStatement query) throws SQLTimeoutException {
    long left = end - System.nanoTime();
    if (isCancelled || left <= 0) {
      throw new SQLTimeoutException("No time is left for another query");
    }
    running = query;
    runner = Thread.currentThread();
    return Duration.ofNanos(left);
  }

  private synchronized void finish() {
    running = null;
    if (isInterrupted) {
      Thread.interrupted();
    }
  }

  private synchronized boolean isCancelled() {
    return isCancelled;
  }

  /**
   * Ends the query that runs, and lets none follow.
   *
   * @throws SQLException if the database does not take it
   */
  public synchronized void cancel() throws SQLException {
    isCancelled = true;
    if (running != null) {
      end(running);
    }
  }

  /** Derby cannot cancel a statement, but ends one whose thread is interrupted. */
  private void end(PreparedStatement query) throws SQLException {
    try {
      query.cancel();
    } catch (SQLFeatureNotSupportedException e) {
      isInterrupted = true;
      runner.interrupt();
    }
  }
}
