package org.grievances.activity;

import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An exception in a form that may be logged: types, SQL states and stack frames, never messages,
 * since databases quote record values in them.
 */
final class FaultReport {
  private static final int CAUSES = 10;
  private static final int FRAMES = 25;

  private FaultReport() {}

  static String of(Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
        .limit(CAUSES)
        .map(FaultReport::describe)
        .collect(Collectors.joining("\ncaused by "));
  }

  private static String describe(Throwable fault) {
    String state =
        fault instanceof SQLException sql ? " (SQL state " + sql.getSQLState() + ")" : "";
    return Stream.of(fault.getStackTrace())
        .limit(FRAMES)
        .map(frame -> "\n  at " + frame)
        .collect(Collectors.joining("", fault.getClass().getName() + state, ""));
  }
}
