package org.grievances.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The meaning of an SQL exception for a batch, by its SQL state. */
public enum SqlErrorKind {
  /** A row violates a rule of the database: a constraint, a column's range, a trigger. */
  REFUSED,
  /**
   * A deadlock, a lock timeout or a serialization failure: the transaction is over, and a retry may
   * succeed.
   */
  CONTENTION,
  /** The database cannot be reached, is out of resources or is shutting down. */
  UNAVAILABLE,
  /** An operator, or a timeout set by the database itself, cancelled the statement. */
  CANCELLED,
  /**
   * Derby: over this connection no trigger can run any more, since each that failed has cost it one
   * of 16 levels.
   */
  EXHAUSTED,
  /** The statement exceeded a time limit of this service. */
  TIMED_OUT,
  /** The table does not match the migrations, so no row could be written. */
  SCHEMA,
  /** Anything else; attributed to the row. */
  UNEXPECTED;

  private static final Set<String> REFUSING = Set.of("22", "23", "44", "P0");
  private static final String TRANSACTION_ROLLED_BACK = "40";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** Derby: others are taking keys from the sequence. */
  private static final String SEQUENCE_CONTENTION = "X0Y84";

  private static final String NESTED_TRIGGERS = "54038";
  private static final String QUERY_CANCELLED = "57014";

  /** Reported by a server that has become a standby of another. */
  private static final String READ_ONLY = "25006";

  private static final Set<String> ABSENT = Set.of("08", "53", "57", "58", "28");
  private static final Set<String> DERBY_SHUT_DOWN = Set.of("XJ004", "XJ015", "XJ040", "XJ041");
  private static final Set<String> MISFITTING = Set.of("42", "3D", "3F", "0A", "25");

  /** Classifies the first SQL exception among the causes of an error; empty when there is none. */
  public static Optional<SqlErrorKind> in(Throwable exception) {
    return causeOf(exception).map(SqlErrorKind::of);
  }

  /** The first SQL exception among the causes of an error. */
  static Optional<SQLException> causeOf(Throwable exception) {
    return sqlExceptions(exception).findFirst();
  }

  public static SqlErrorKind of(SQLException exception) {
    if (isConnectionLoss(exception)) {
      return UNAVAILABLE;
    }
    if (exception instanceof SQLTimeoutException) {
      return TIMED_OUT;
    }
    String state = state(exception);
    String category = state.substring(0, Math.min(2, state.length()));
    if (category.equals(TRANSACTION_ROLLED_BACK)
        || state.equals(LOCK_NOT_AVAILABLE)
        || state.equals(SEQUENCE_CONTENTION)) {
      return CONTENTION;
    }
    if (REFUSING.contains(category)) {
      return REFUSED;
    }
    if (state.equals(QUERY_CANCELLED)) {
      return CANCELLED;
    }
    if (state.equals(NESTED_TRIGGERS)) {
      return EXHAUSTED;
    }
    if (ABSENT.contains(category) || state.equals(READ_ONLY) || DERBY_SHUT_DOWN.contains(state)) {
      return UNAVAILABLE;
    }
    return MISFITTING.contains(category) ? SCHEMA : UNEXPECTED;
  }

  /** Whether only a row is wrong, so that the transaction can continue without it. */
  public boolean isOfRow() {
    return this == REFUSED || this == UNEXPECTED;
  }

  /** Explains to a person why the database refused a row; names no column and shows no value. */
  public static String reason(SQLException exception) {
    return switch (state(exception)) {
      case "23502" -> "a value that it requires is missing";
      case "23503" -> "it refers to a record that does not exist, or one refers to it";
      case "23505" -> "a value that must be unique is already there";
      case "23513", "23514" -> "a value does not pass a check";
      case "22001" -> "a text is longer than its column";
      default -> "a value breaks one of its rules";
    };
  }

  private static boolean isConnectionLoss(SQLException exception) {
    return exception instanceof SQLTransientConnectionException
        || exception instanceof SQLNonTransientConnectionException
        || exception instanceof SQLRecoverableException;
  }

  private static String state(SQLException exception) {
    return Objects.requireNonNullElse(exception.getSQLState(), "");
  }

  private static Stream<SQLException> sqlExceptions(Throwable exception) {
    return Stream.iterate(exception, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast);
  }
}
