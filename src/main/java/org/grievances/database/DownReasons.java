package org.grievances.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.grievances.activity.Activity;
import org.grievances.activity.LogText;
import org.grievances.database.dialect.UnusableDatabaseException;
import org.grievances.schema.Truncation;

/**
 * Logs why something cannot be used that is checked every few seconds: each reason once, and again
 * after ten minutes while it lasts. Only an unexpected error is logged with its stack trace.
 */
final class DownReasons {
  private static final Duration REMINDER = Duration.ofMinutes(10);

  /** Further reasons count as one. */
  private static final int MAX_REASONS = 8;

  private static final int MAX_LENGTH = 300;

  /** The SQL state, which the server's pool appends to a driver's message. */
  private static final Pattern OF_THE_POOL = Pattern.compile("(?s)\\s*DSRA0010E:.*");

  private final Logger logger;
  private final String statement;
  private final Map<String, Instant> logged = new HashMap<>();

  /**
   * @param statement what a reason explains, such as {@code Database alpha cannot be used}
   */
  DownReasons(Logger logger, String statement) {
    this.logger = logger;
    this.statement = statement;
  }

  synchronized void log(Exception exception) {
    Optional<String> reason = reason(exception);
    String kind = withoutNumbers(reason.orElseGet(() -> exception.getClass().getName()));
    Instant before = logged.get(kind);
    Instant now = Instant.now();
    if (before == null ? logged.size() == MAX_REASONS : now.isBefore(before.plus(REMINDER))) {
      return;
    }
    logged.put(kind, now);
    if (reason.isPresent() || before != null) {
      Level level = exception instanceof UnusableDatabaseException ? Level.SEVERE : Level.WARNING;
      Activity.log(logger, level, statement + reason.map(": "::concat).orElse("."));
    } else {
      Activity.log(logger, Level.WARNING, statement + ".", exception);
    }
  }

  /** Forgets the reasons, since it can be used again. */
  synchronized void clear() {
    logged.clear();
  }

  /** Ports and process ids differ each time. */
  private static String withoutNumbers(String reason) {
    return reason.replaceAll("\\d+", "#");
  }

  /** The reason in words for an operator; empty if the error is unexpected. */
  private static Optional<String> reason(Exception exception) {
    Optional<SQLException> ofDatabase = SqlErrorKind.causeOf(exception);
    if (exception instanceof UnusableDatabaseException unusable) {
      return Optional.of(unusable.getMessage());
    }
    if (exception instanceof FlywayException) {
      if (ofDatabase.filter(DownReasons::isLocked).isPresent()) {
        return Optional.of(
            "its schema cannot be migrated yet: another transaction holds a lock on a table");
      }
      String why = ofDatabase.map(DownReasons::describe).orElseGet(exception::getMessage);
      return Optional.of("its schema cannot be migrated: " + truncated(why));
    }
    return ofDatabase.filter(DownReasons::isExpected).map(DownReasons::describe);
  }

  /** Derby's first exception only refers to the next one. */
  private static SQLException last(SQLException exception) {
    return exception.getNextException() == null ? exception : last(exception.getNextException());
  }

  /**
   * Whether a connection, a permission or a table is missing, so that the message has no record's
   * data.
   */
  private static boolean isExpected(SQLException exception) {
    SqlErrorKind kind = SqlErrorKind.of(exception);
    return kind == SqlErrorKind.UNAVAILABLE || kind == SqlErrorKind.SCHEMA;
  }

  private static boolean isLocked(SQLException exception) {
    return SqlErrorKind.of(exception) == SqlErrorKind.CONTENTION;
  }

  private static String describe(SQLException exception) {
    SQLException last = last(exception);
    String state = last.getSQLState() == null ? "" : " (SQL state " + last.getSQLState() + ")";
    return isExpected(exception) && last.getMessage() != null
        ? truncated(OF_THE_POOL.matcher(last.getMessage()).replaceAll("")) + state
        : "the database reported an error" + state;
  }

  private static String truncated(String message) {
    return Truncation.of(LogText.line(message), MAX_LENGTH);
  }
}
