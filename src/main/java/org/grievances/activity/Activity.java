package org.grievances.activity;

import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The request that the current thread works for, named by a UUID that stands in its response and in
 * every log line written for it.
 */
public final class Activity {
  private static final ThreadLocal<UUID> CURRENT = new ThreadLocal<>();

  private Activity() {}

  /** Begins the request that the thread works for from now on. */
  public static void begin(UUID id) {
    CURRENT.set(id);
  }

  /** Ends it. */
  public static void end() {
    CURRENT.remove();
  }

  /** The current request's id; a new one where the container has not let it begin. */
  public static UUID id() {
    UUID id = CURRENT.get();
    return id == null ? UUID.randomUUID() : id;
  }

  /** Logs a message, which must not hold anything of a record or a credential. */
  public static void log(Logger logger, Level level, String message) {
    UUID id = CURRENT.get();
    logger.log(level, id == null ? message : "[activity " + id + "] " + message);
  }

  /** Logs what went wrong and where, without the messages of the exceptions. */
  public static void log(Logger logger, Level level, String message, Throwable fault) {
    log(logger, level, message + "\n" + FaultReport.of(fault));
  }
}
