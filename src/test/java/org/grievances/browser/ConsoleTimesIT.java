package org.grievances.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writes down how soon the first row of grievances is there; nothing is asserted of it. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleTimesIT {
  private static final int VISITS = 6;
  private static final Path TIMES = Path.of("target/screenshots/times.txt");

  /** In milliseconds since the navigation began. */
  private static final String MEASURE =
      """
      const list = performance.getEntriesByType("resource")
        .find(({ name }) => name.includes("/vbasoftware/grievances?"));
      const paint = performance.getEntriesByName("first-contentful-paint")[0];
      return [paint?.startTime ?? 0, list.requestStart, list.responseEnd, watched.firstRow].map(Math.round);
      """;

  @Test
  void theTimeUntilTheFirstRowIsWrittenDown(Console console) throws IOException {
    console.signIn("reader", "/alpha/grievances");
    List<String> times = new ArrayList<>();
    for (int visit = 0; visit < VISITS; visit++) {
      console.browser().driver().get("about:blank");
      console.open("/alpha/grievances");
      console.page().until("the first row", () -> firstRow(console) != null);
      times.add(line((List<?>) console.browser().driver().executeScript(MEASURE)));
    }
    Files.createDirectories(TIMES.getParent());
    Files.write(TIMES, times);
    times.forEach(System.out::println);
  }

  private static Object firstRow(Console console) {
    return console.browser().driver().executeScript("return window.watched.firstRow");
  }

  private static String line(List<?> measured) {
    long answered = (Long) measured.get(2);
    long shown = (Long) measured.get(3);
    return "Console, first paint %s ms, list asked for at %s ms, answered at %d ms, its first row %d ms after that, at %d ms"
        .formatted(measured.get(0), measured.get(1), answered, shown - answered, shown);
  }
}
