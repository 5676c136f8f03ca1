package org.grievances.activity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes exceptions in a form that may be logged: types, SQL states and stack frames, never
 * messages, since databases quote record values in them. The same exception from the same place
 * shows its stack once a minute, so that one kind of request cannot fill the log.
 */
final class ExceptionReport {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int MAX_REMEMBERED = 1_000;
  private static final int CAUSES = 10;
  private static final int FRAMES = 25;

  private final Ticker clock;
  private final Cache<String, Shown> shown =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /**
   * When an exception last showed its stack, and how often it came since.
   *
   * @param before how often it came without its stack until then
   */
  private record Shown(long nanos, int since, int before) {}

  /**
   * @param clock supplies nanoseconds
   */
  ExceptionReport(Ticker clock) {
    this.clock = clock;
  }

  String of(Throwable exception) {
    Shown now = shown.asMap().compute(place(exception), (place, last) -> next(last));
    if (now.since() > 0) {
      return describe(exception, 1) + "\n  (its stack was logged less than a minute ago)";
    }
    String all =
        causes(exception)
            .map(cause -> describe(cause, FRAMES))
            .collect(Collectors.joining("\ncaused by "));
    return now.before() == 0 ? all : all + "\n  (" + now.before() + " times without its stack)";
  }

  private Shown next(Shown last) {
    long now = clock.read();
    if (last == null) {
      return new Shown(now, 0, 0);
    }
    return now - last.nanos() < INTERVAL.toNanos()
        ? new Shown(last.nanos(), last.since() + 1, last.before())
        : new Shown(now, 0, last.since());
  }

  /** The types of an exception and its causes, and where each was thrown. */
  private static String place(Throwable exception) {
    return causes(exception).map(cause -> describe(cause, 1)).collect(Collectors.joining());
  }

  private static Stream<Throwable> causes(Throwable exception) {
    return Stream.iterate(exception, cause -> cause != null, Throwable::getCause).limit(CAUSES);
  }

  private static String describe(Throwable exception, int frames) {
    String state =
        exception instanceof SQLException sql ? " (SQL state " + sql.getSQLState() + ")" : "";
    return Stream.of(exception.getStackTrace())
        .limit(frames)
        .map(frame -> "\n  at " + frame)
        .collect(Collectors.joining("", exception.getClass().getName() + state, ""));
  }
}
