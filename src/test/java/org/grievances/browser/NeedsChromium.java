package org.grievances.browser;

import java.io.IOException;
import java.util.stream.Stream;
import org.grievances.server.DebianProgram;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests, and says so, where there is no Chromium; with {@code CI=true} they run, and fail.
 */
final class NeedsChromium implements ExecutionCondition {
  static final DebianProgram CHROMIUM = DebianProgram.of("bin/chromium", "chromium");
  static final DebianProgram DRIVER = DebianProgram.of("bin/chromedriver", "chromium-driver");

  private static final boolean MAY_SKIP = !"true".equals(System.getenv("CI"));

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      CHROMIUM.installed();
      DRIVER.installed();
      return ConditionEvaluationResult.enabled("Chromium is installed");
    } catch (IOException e) {
      return missing(context, e.getMessage());
    }
  }

  private static ConditionEvaluationResult missing(ExtensionContext context, String reason) {
    if (!MAY_SKIP) {
      return ConditionEvaluationResult.enabled(reason);
    }
    if (context.getTestMethod().isEmpty()) {
      Stream.of("", "NOT TESTED: " + context.getDisplayName() + ". " + reason, "")
          .forEach(System.err::println);
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
