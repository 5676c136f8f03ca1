package org.grievances.browser;

import static org.awaitility.Awaitility.await;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.grievances.demo.YearOfGrievances;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Measures how long a user of the console waits for a page over a slow line, from entering its
 * address until the browser shows its first data, with an empty cache and with a full one. A small
 * file of the same server is the floor.
 */
public final class ConsoleBenchmark {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  /** Notes when the first element is painted that a selector names. */
  private static final String WATCH =
      """
      const found = (paint) => document.querySelector("%s") ? paint() : setTimeout(found, 2, paint);
      found(() => requestAnimationFrame(() => { window.shownAt = performance.now(); }));
      """;

  private static final String REQUESTS =
      """
      return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter(({ transferSize, startTime }) => transferSize > 0 && startTime < window.shownAt).length;
      """;

  private final int rounds;
  private final PrintStream out;

  /** A page, and the selector of its first data. */
  private record View(String name, String address, String data) {}

  /** What a user waits for, and what goes over the line until then. */
  private record Load(double millis, long requests, long kilobytes, int connections) {}

  private static final List<View> VIEWS =
      List.of(
          new View("floor: a file of 300 bytes", "/console/icon.svg", "svg"),
          new View("list", "/console/#/alpha/grievances", "tbody a"),
          new View(
              "record",
              "/console/#/alpha/grievances/" + YearOfGrievances.FIRST_KEY,
              "main form, main dl"),
          new View("deadlines", "/console/#/alpha/deadlines", "tbody a"),
          new View("charts", "/console/#/alpha/charts", "main canvas"));

  public ConsoleBenchmark(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  public void run() throws Exception {
    try (ConsoleServer server = ConsoleServer.start();
        Console console = Console.of(server)) {
      measure(console);
    }
  }

  void measure(Console console) throws Exception {
    try (SlowLine line = new SlowLine(URI.create(console.server().url()).getPort())) {
      console.browser().driver().executeCdpCommand("Network.enable", Map.of());
      console.signIn("writer", "/alpha/grievances");
      console.page().settle();
      out.printf(
          "%nThe console with a round trip of %d ms and %d bytes a second: medians of %d%n%n",
          SlowLine.ROUND_TRIP_MILLIS, SlowLine.BYTES_PER_SECOND, rounds);
      out.println(
          "| page | cache | ms | requests | kB | connections | ms, without handshakes (DevTools) |");
      out.println("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
      for (View view : VIEWS) {
        for (boolean isCold : new boolean[] {true, false}) {
          print(view, isCold, console, line);
        }
      }
    }
  }

  private void print(View view, boolean isCold, Console console, SlowLine line) throws Exception {
    ChromeDriver driver = console.browser().driver();
    String watch =
        (String)
            driver
                .executeCdpCommand(
                    "Page.addScriptToEvaluateOnNewDocument",
                    Map.of("source", WATCH.formatted(view.data())))
                .get("identifier");
    List<Load> loads = new ArrayList<>();
    List<Load> emulated = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      loads.add(load("https://localhost:" + line.port() + view.address(), isCold, driver, line));
      emulate(driver, true);
      emulated.add(load(console.server().url() + view.address(), isCold, driver, line));
      emulate(driver, false);
    }
    driver.executeCdpCommand(
        "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", watch));
    Load load = median(loads);
    out.printf(
        "| %s | %s | %,.0f | %d | %d | %d | %,.0f |%n",
        view.name(),
        isCold ? "empty" : "full",
        load.millis(),
        load.requests(),
        load.kilobytes(),
        load.connections(),
        median(emulated).millis());
  }

  private static Load median(List<Load> loads) {
    return loads.stream()
        .sorted(Comparator.comparing(Load::millis))
        .skip(loads.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private static Load load(String address, boolean isCold, ChromeDriver driver, SlowLine line) {
    driver.get("about:blank");
    if (isCold) {
      driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }
    line.reset();
    driver.get(address);
    Number millis =
        await(address)
            .atMost(TIMEOUT)
            .pollInterval(POLL)
            .until(
                () -> (Number) driver.executeScript("return window.shownAt ?? null"),
                Objects::nonNull);
    long requests = ((Number) driver.executeScript(REQUESTS)).longValue();
    return new Load(millis.doubleValue(), requests, line.bytesDown() / 1_000, line.connections());
  }

  /** A delay of each request, which spares it the handshakes. */
  private static void emulate(ChromeDriver driver, boolean isSlow) {
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            false,
            "latency",
            isSlow ? SlowLine.ROUND_TRIP_MILLIS : 0,
            "downloadThroughput",
            isSlow ? SlowLine.BYTES_PER_SECOND : -1,
            "uploadThroughput",
            isSlow ? SlowLine.BYTES_PER_SECOND : -1));
  }
}
