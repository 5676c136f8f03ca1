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
 * Works once more over another connection. Reads do if one is lost at once: while the server reads
 * its configuration, it closes connections that are in use, also to databases that have not
 * changed.
 */
public final class LostConnection {
  /** A database that cannot be reached takes longer, and is not asked twice. */
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  private static final RetryPolicy ONCE_MORE =
      RetryPolicy.of(LostConnection::isLost, 2).within(AT_ONCE);

  private static final RetryPolicy UNTIL_NOT_EXHAUSTED =
      RetryPolicy.of(
          ExhaustedConnectionException.class::isInstance,
          ExhaustedConnectionException.MAX_ATTEMPTS);

  private LostConnection() {}

  /**
   * Reads, and reads again if the connection was lost.
   *
   * @param read in a transaction of its own
   */
  public static <T> T readAgain(Supplier<T> read) {
    return ONCE_MORE.run(attempt -> read.get());
  }

  /**
   * Writes, and writes again as long as the connection can run no trigger any more.
   *
   * @param write in a transaction of its own
   */
  public static <T> T writeAgain(Supplier<T> write) {
    return UNTIL_NOT_EXHAUSTED.run(attempt -> write.get());
  }

  private static boolean isLost(Exception e) {
    return e instanceof FailureException failure
        ? failure.type() == ProblemType.DATABASE_UNAVAILABLE
        : e instanceof EJBException
            && SqlErrorKind.in(e).filter(SqlErrorKind.UNAVAILABLE::equals).isPresent();
  }
}
