package org.grievances.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExceptionReportTest {
  private long now;
  private final ExceptionReport report = new ExceptionReport(() -> now);

  private static Exception fault(String message) {
    return new IllegalStateException(message, new SQLException(message, "42P01"));
  }

  private static long frames(String text) {
    return text.lines().filter(line -> line.startsWith("  at ")).count();
  }

  @Test
  void messageOfAnExceptionIsNotShown() {
    String text = report.of(fault("Jane Doe"));
    assertFalse(text.contains("Jane"), text);
    assertTrue(text.contains("IllegalStateException"), text);
    assertTrue(text.contains("caused by java.sql.SQLException (SQL state 42P01)"), text);
  }

  @Test
  void stackIsShownOnceAMinute() {
    for (int time = 0; time < 3; time++) {
      String text = report.of(fault("x"));
      assertEquals(time == 0, frames(text) > 1, text);
    }
  }

  @Test
  void stackIsShownAgainAfterAMinute() {
    String last = "";
    for (int time = 0; time < 4; time++) {
      now += time == 3 ? Duration.ofSeconds(61).toNanos() : 0;
      last = report.of(fault("x"));
    }
    assertTrue(frames(last) > 1, last);
    assertTrue(last.endsWith("(2 times without its stack)"), last);
  }

  @Test
  void exceptionFromElsewhereShowsItsStack() {
    report.of(fault("x"));
    assertTrue(frames(report.of(new IllegalStateException())) > 1);
  }

  @Test
  void shortFormIsShort() {
    StackOverflowError overflow = new StackOverflowError();
    report.of(overflow);
    assertTrue(report.of(overflow).length() < 300);
  }
}
