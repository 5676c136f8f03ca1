package org.grievances.failure;

/** Why a whole request fails; nothing was applied, unless stated otherwise. */
public enum Failure {
  /** The request or its body is malformed. */
  INVALID_REQUEST,
  /** The body has more bytes or more items than allowed. */
  TOO_LARGE,
  /** The body did not arrive in time. */
  REQUEST_TIMEOUT,
  /** There is no record with the key. */
  RECORD_UNKNOWN,
  /** The key is taken, or the database refuses the record. */
  CONFLICT,
  /** A request with the same idempotency key is still running. */
  REQUEST_IN_PROGRESS,
  /** A different request has already used the idempotency key. */
  KEY_REUSED,
  /** The limit of concurrent requests is reached. */
  OVERLOADED,
  /** The database cannot be reached or has no free connection. */
  DATABASE_UNAVAILABLE,
  /** Several attempts conflicted with other transactions on the same records. */
  DATABASE_BUSY,
  /** A statement of the request was cancelled in the database. */
  CANCELLED,
  /** The database was lost at the commit: the request was applied completely or not at all. */
  OUTCOME_UNKNOWN,
  /** The transaction exceeded its time limit. */
  TIMED_OUT,
  /** A query took longer than reading may take. */
  READ_TIMED_OUT,
  /** An unexpected error. */
  UNEXPECTED
}
