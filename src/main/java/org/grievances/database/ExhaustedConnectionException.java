package org.grievances.database;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** Ends work whose connection can run no trigger any more; over another one it may succeed. */
@ApplicationException(rollback = true)
public class ExhaustedConnectionException extends FailureException {
  private static final long serialVersionUID = 1L;

  /** Several connections of a pool may be exhausted; each attempt discards one. */
  public static final int MAX_ATTEMPTS = 10;

  ExhaustedConnectionException(String database) {
    super(
        ProblemType.DATABASE_BUSY,
        "Triggers of database "
            + database
            + " failed too often over one connection; send the request again, a batch in smaller"
            + " ones.",
        Duration.ofSeconds(1));
  }
}
