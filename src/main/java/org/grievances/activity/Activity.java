package org.grievances.activity;

import com.github.benmanes.caffeine.cache.Ticker;
import com.ibm.websphere.logging.hpel.LogRecordContext;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The request that the current thread handles, identified by a UUID that appears in its response
 * and in every log line written for it.
 */
public final class Activity {
  /** The names of the fields in JSON logs, where each has the prefix {@code ext_}. */
  private static final String ID = "activityId";

  private static final String TRACE_ID = "traceId";

  private static final ExceptionReport EXCEPTIONS = new ExceptionReport(Ticker.systemTicker());

  private static final ThreadLocal<UUID> CURRENT = new ThreadLocal<>();

  private Activity() {}

  /** Begins the request that the thread handles from now on. */
  public static void begin(UUID id) {
    CURRENT.set(id);
    LogRecordContext.addExtension(ID, id.toString());
  }

  /** Names the trace that the current request belongs to, in what is logged from now on. */
  public static void trace(String traceId) {
    LogRecordContext.addExtension(TRACE_ID, traceId);
  }

  /** Ends the current request. */
  public static void end() {
    CURRENT.remove();
    LogRecordContext.removeExtension(ID);
    LogRecordContext.removeExtension(TRACE_ID);
  }

  /** Whether the thread handles the request with this ID. */
  public static boolean isCurrent(UUID id) {
    return id.equals(CURRENT.get());
  }

  /** The current request's ID; a new one if the container rejected the request before it began. */
  public static UUID id() {
    UUID id = CURRENT.get();
    return id == null ? UUID.randomUUID() : id;
  }

  /**
   * Logs a message as one line, whatever texts of callers are in it; it must not contain record
   * data or credentials.
   */
  public static void log(Logger logger, Level level, String message) {
    logger.log(level, identified(message));
  }

  private static String identified(String message) {
    UUID id = CURRENT.get();
    String line = LogText.line(message);
    return id == null ? line : "[activity " + id + "] " + line;
  }

  /** Logs an error and where it occurred, without the messages of the exceptions. */
  public static void log(Logger logger, Level level, String message, Throwable exception) {
    logger.log(level, identified(message) + "\n" + EXCEPTIONS.of(exception));
  }
}
