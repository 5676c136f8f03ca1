package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.grievances.demo.YearOfGrievances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.chrome.ChromeDriver;

/** What a browser without any file of the console asks the server for until a page is there. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleFirstViewIT {
  private static final String LIST = "/alpha/grievances";
  private static final String SCRIPTS = requested("path.endsWith('.js')");
  private static final String FIRST_DATA = requested("path.startsWith('/vbasoftware/')");

  private static String requested(String condition) {
    return """
        return performance.getEntriesByType("resource")
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => %s);
        """
        .formatted(condition);
  }

  @SuppressWarnings("unchecked")
  private static List<String> requests(Console console, String script) {
    return (List<String>) console.browser().driver().executeScript(script);
  }

  private static void openAnew(Console console, String place) {
    ChromeDriver driver = console.browser().driver();
    driver.get("about:blank");
    console.browser().clearCache();
    console.open(place);
  }

  @ParameterizedTest
  @CsvSource({
    "grievances, /alpha/grievances",
    "grievance, /alpha/grievances/" + YearOfGrievances.FIRST_KEY,
    "deadlines, /alpha/deadlines",
    "charts, /alpha/charts"
  })
  void pageNeedsThreeFilesOfScripts(String page, String place, Console console) {
    console.signIn("writer", LIST);
    openAnew(console, place);
    console.page().settle();
    List<String> files =
        requests(console, SCRIPTS).stream()
            .filter(path -> !path.contains("/lib/"))
            .map(path -> path.replaceFirst("/console/[0-9a-f]{16}/", ""))
            .sorted()
            .toList();
    assertEquals(List.of("app.js", "pages/" + page + ".js", "start.js"), files);
  }

  @ParameterizedTest
  @CsvSource({
    "/vbasoftware/grievances, /alpha/grievances",
    "/vbasoftware/grievances, /",
    "/vbasoftware/grievances/100001, /alpha/grievances/100001",
    "/vbasoftware/deadlines, /alpha/deadlines",
    "/vbasoftware/grievance-statistics, /alpha/charts"
  })
  void firstDataIsAskedForBeforeThePageIsThere(String data, String place, Console console) {
    console.signIn("writer", LIST);
    console.page().settle();
    console.browser().expect("ERR_BLOCKED_BY_CLIENT");
    console.browser().block("*/app.js", "*/pages/*");
    openAnew(console, place);
    console
        .page()
        .until(
            "the session and the data",
            () ->
                requests(console, FIRST_DATA)
                    .containsAll(List.of("/vbasoftware/console-session", data)));
  }

  @Test
  void firstDataIsAskedForOnce(Console console) {
    console.signIn("writer", LIST);
    openAnew(console, LIST);
    console.page().settle();
    List<String> data = requests(console, FIRST_DATA);
    for (String path : List.of("/vbasoftware/console-session", "/vbasoftware/grievances")) {
      assertEquals(1, data.stream().filter(path::equals).count(), data.toString());
    }
  }

  @Test
  void nothingIsAskedForAfterSigningOut(Console console) {
    console.signIn("writer", LIST);
    console.page().settle();
    console.page().click("button", "writer");
    console.page().click("button", "Sign out");
    console.page().awaitHeading("Sign in");
    openAnew(console, LIST);
    console.page().awaitHeading("Sign in");
    assertEquals(List.of("/vbasoftware/console-session"), requests(console, FIRST_DATA));
  }

  @Test
  void secondViewLoadsNoFileAgain(Console console) {
    console.signIn("writer", LIST);
    console.page().settle();
    console.browser().driver().get("about:blank");
    console.open(LIST);
    console.page().settle();
    Object sent =
        console
            .browser()
            .driver()
            .executeScript(
                """
                return performance.getEntriesByType("resource")
                  .filter(({ name, transferSize }) => name.includes("/console/") && transferSize > 0)
                  .map(({ name }) => name);
                """);
    assertEquals(List.of(), sent);
  }

  @Test
  void missingPartIsReportedAndCanBeLoadedLater(Console console) {
    console.signIn("writer", LIST);
    Page page = console.page();
    page.settle();
    console.browser().expect("ERR_BLOCKED_BY_CLIENT");
    console.browser().block("*/pages/deadlines.js");
    page.click("link", "Deadlines");
    page.find("alert", ".*could not be loaded.*");
    console.browser().block();
    page.click("link", "Grievances");
    page.click("link", "Deadlines");
    page.awaitHeading("Deadlines");
  }

  /** An upgraded server has another folder, and none with the name of the former one. */
  @Test
  void openPageIsReloadedOnceItsVersionIsGone(Console console) {
    console.signIn("writer", LIST);
    Page page = console.page();
    page.settle();
    ChromeDriver driver = console.browser().driver();
    driver.executeScript(
        """
        window.isOld = true;
        const loaded = window.fetch;
        window.fetch = (address, options) => address === "/console/"
          ? Promise.resolve(new Response("<script src='/console/0123456789abcdef/start.js'></script>"))
          : loaded(address, options);
        """);
    console.browser().expect("ERR_BLOCKED_BY_CLIENT");
    console.browser().block("*/pages/deadlines.js");
    page.click("link", "Deadlines");
    page.until("a new page", () -> driver.executeScript("return window.isOld ?? null") == null);
    console.browser().block();
    driver.navigate().refresh();
    page.awaitHeading("Deadlines");
    assertEquals("/alpha/deadlines", console.place());
  }
}
