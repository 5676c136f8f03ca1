package org.grievances.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end of a run how long each class of tests took, the longest first. */
public final class ClassCosts implements TestExecutionListener {
  private final Map<String, Instant> begun = new ConcurrentHashMap<>();
  private final Map<String, Duration> costs = new ConcurrentHashMap<>();

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isClass(test)) {
      begun.put(test.getDisplayName(), Instant.now());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (isClass(test)) {
      String name = test.getDisplayName();
      costs.put(name, Duration.between(begun.get(name), Instant.now()));
    }
  }

  private static boolean isClass(TestIdentifier test) {
    return test.getSource().filter(ClassSource.class::isInstance).isPresent();
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    StringBuilder table = new StringBuilder("Seconds that each class took:\n");
    costs.entrySet().stream()
        .sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
        .forEach(
            cost ->
                table.append(
                    "%7.1f %s%n".formatted(cost.getValue().toMillis() / 1e3, cost.getKey())));
    System.out.print(table);
  }
}
