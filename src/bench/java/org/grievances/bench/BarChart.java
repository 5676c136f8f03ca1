package org.grievances.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.grievances.bench.BatchBenchmark.Result;

/** Draws records a second of the service and of plain JDBC, by target and size, as SVG. */
final class BarChart {
  private static final int BAR = 18;
  private static final int GROUP = 2 * BAR + 8;
  private static final int LABEL = 190;
  private static final int WIDTH = 620;

  private BarChart() {}

  static String of(Map<Target, List<Result>> resultsByTarget) {
    double max =
        resultsByTarget.values().stream()
            .flatMap(List::stream)
            .flatMap(
                result ->
                    Stream.concat(result.service().values().stream(), Stream.of(result.floor())))
            .mapToDouble(Series::perSecond)
            .max()
            .orElse(1);
    StringBuilder bars = new StringBuilder();
    int y = 30;
    for (Map.Entry<Target, List<Result>> results : resultsByTarget.entrySet()) {
      Target target = results.getKey();
      bars.append(text(10, y, target.product() + ", records a second", "bold"));
      y += 12;
      for (Result result : results.getValue()) {
        String label = "%,d items, %s".formatted(result.size().batch(), result.outcome());
        bars.append(text(10, y + BAR, label, "normal"));
        bars.append(bar(y, result.at(target).perSecond(), max, "#1f6fb4"));
        bars.append(bar(y + BAR, result.floor().perSecond(), max, "#b8c4cf"));
        y += GROUP;
      }
      y += 30;
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" \
    font-size="12">
    %s%s</svg>
    """
        .formatted(
            LABEL + WIDTH + 90,
            y + 20,
            bars,
            text(
                10, y, "Blue: the service, over HTTP. Grey: plain JDBC, the same rows.", "normal"));
  }

  private static String bar(int y, double value, double max, String color) {
    int width = (int) Math.max(1, value / max * WIDTH);
    return "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n"
            .formatted(LABEL, y, width, BAR - 3, color)
        + text(LABEL + width + 6, y + BAR - 6, "%,.0f".formatted(value), "normal");
  }

  private static String text(int x, int y, String text, String weight) {
    return "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n".formatted(x, y, weight, text);
  }
}
