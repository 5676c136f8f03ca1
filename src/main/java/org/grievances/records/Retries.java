package org.grievances.records;

import jakarta.ejb.EJBException;
import java.time.Duration;
import java.util.function.Supplier;
import org.grievances.database.ExhaustedConnectionException;
import org.grievances.database.SqlErrorKind;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RetryPolicy;

/**
 * Reads or writes records again if the first attempt failed for a reason that has nothing to do
 * with them: the database chose it to end a deadlock, or its connection was lost or worn out.
 */
public final class Retries {
  /** A database that cannot be reached takes longer, and is not asked twice. */
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  /**
   * While the server reads its configuration, it closes connections that are in use, also to
   * databases that have not changed.
   */
  private static final RetryPolicy AFTER_LOSS = RetryPolicy.of(Retries::isLost, 2).within(AT_ONCE);

  private static final RetryPolicy AFTER_CONTENTION = RetryPolicy.of(Retries::maxAttempts);

  private static final int MAX_ATTEMPTS = 5;

  private Retries() {}

  /**
   * Reads, and reads again if the database was busy or the connection was lost.
   *
   * @param read in a transaction of its own
   */
  public static <T> T read(Supplier<T> read) {
    return AFTER_CONTENTION.run(attempt -> AFTER_LOSS.run(again -> read.get()));
  }

  /**
   * Writes, and writes again if the database was busy. A lost connection may have written.
   *
   * @param write in a transaction of its own
   */
  public static <T> T write(Supplier<T> write) {
    return AFTER_CONTENTION.run(attempt -> write.get());
  }

  private static int maxAttempts(Exception e) {
    if (e instanceof ExhaustedConnectionException) {
      return ExhaustedConnectionException.MAX_ATTEMPTS;
    }
    return isOf(SqlErrorKind.CONTENTION, ProblemType.DATABASE_BUSY, e) ? MAX_ATTEMPTS : 1;
  }

  private static boolean isLost(Exception e) {
    return isOf(SqlErrorKind.UNAVAILABLE, ProblemType.DATABASE_UNAVAILABLE, e);
  }

  /** Whether it is a failure of this type, or an SQL exception of this kind ended the commit. */
  private static boolean isOf(SqlErrorKind kind, ProblemType type, Exception e) {
    return e instanceof FailureException failure
        ? failure.type() == type
        : e instanceof EJBException && SqlErrorKind.in(e).filter(kind::equals).isPresent();
  }
}
