package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/**
 * Every page keeps nobody out and fits a phone, and those around the grievances show what is so.
 */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsolePagesIT {

  @ParameterizedTest
  @CsvSource({
    "grievances, /alpha/grievances, Grievances",
    "grievance, /alpha/grievances/100100, Grievance 100100",
    "new, /alpha/grievances/new, New grievance",
    "work, /alpha/work, My work",
    "deadlines, /alpha/deadlines, Deadlines",
    "charts, /alpha/charts, Charts",
    "load, /alpha/load, Load grievances",
    "jobs, /alpha/jobs, Jobs",
    "codes, /alpha/codes/grievance-statuses, Codes.*",
    "databases, /databases, Databases"
  })
  void aPageIsForEverybody(String name, String place, String heading, Console console)
      throws IOException {
    console.signIn("admin", place);
    console.page().awaitHeading(heading);
    console.assertIsUsable(name);
    console.browser().onAPhone();
    console.browser().driver().navigate().refresh();
    console.assertFitsAPhone(name);
  }

  @Test
  void soIsTheOneToSignIn(Console console) throws IOException {
    console.open("/");
    console.page().awaitHeading("Sign in");
    console.assertIsUsable("sign-in");
  }

  @Test
  void grievancesAreSortedByDeadline(Console console) {
    console.signIn("reader", "/alpha/deadlines");
    Page page = console.page();
    page.settle();
    List<Instant> due =
        console.browser().driver().findElements(By.cssSelector("tbody time")).stream()
            .map(time -> Instant.parse(time.getDomAttribute("datetime")))
            .toList();
    assertEquals(due.stream().sorted(Comparator.naturalOrder()).toList(), due);
    assertTrue(page.column("Time left").get(0).contains("overdue"), page.text());
    assertTrue(page.column("Rule").contains("expedited"), page.text());
    assertTrue(page.column("For").stream().allMatch("Decision"::equals), page.text());
    page.awaitText("compliance officer");
    page.choose("Due", "Overdue");
    page.until(
        "only those that are overdue",
        () -> page.column("Time left").stream().allMatch(left -> left.contains("overdue")));
  }

  @Test
  void behindEachChartIsATableOfItsNumbers(Console console) {
    console.signIn("reader", "/alpha/charts");
    Page page = console.page();
    page.awaitHeading("Received and resolved by month");
    List<WebElement> charts = console.browser().driver().findElements(By.tagName("canvas"));
    List<WebElement> numbers = page.all("button", "Show data");
    assertEquals(charts.size(), numbers.size());
    numbers.get(0).click();
    WebElement table = page.find("region", "Received and resolved by month: data");
    assertEquals(12, page.all(table, "row", ".*").size());
    for (WebElement chart : charts) {
      page.until("that it is drawn: " + chart.getAccessibleName(), () -> isDrawn(console, chart));
    }
  }

  private static boolean isDrawn(Console console, WebElement canvas) {
    return (Boolean)
        console
            .browser()
            .driver()
            .executeScript(
                """
                const [canvas] = arguments;
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                return data.some((byte) => byte !== 0);
                """,
                canvas);
  }

  @Test
  void aCodeIsAddedChangedAndDeletedUnlessItIsInUse(Console console) {
    console.signIn("admin", "/alpha/codes/grievance-types");
    Page page = console.page();
    page.click("button", "Add code");
    page.type("Code", "Broker");
    page.type("Description", "Through a broker");
    page.click("button", "Save");
    page.until("the new code", () -> page.column("Code").contains("Broker"));
    page.click("button", "Edit Broker");
    page.type("Description", "Through an agent");
    page.click("button", "Save");
    page.until("the change", () -> page.column("Description").contains("Through an agent"));
    page.click("button", "Delete Broker");
    page.find(page.find("dialog", ".*"), "button", "Delete").click();
    page.until("that it is gone", () -> !page.column("Code").contains("Broker"));
    page.click("button", "Delete Expedited");
    page.find("alert", ".*in use.*");
  }

  @Test
  void theDatabasesAndWhatTheyHoldAreShown(Console console) {
    console.signIn("admin", "/databases");
    Page page = console.page();
    List<String> all = List.of("alpha", "beta", "kolkata", "york");
    page.until("all", () -> page.column("Database").equals(all));
    page.until(
        "that all are up", () -> page.column("State").equals(Collections.nCopies(4, "✓ Up")));
    assertEquals(
        List.of("UTC", "UTC", "Asia/Kolkata", "America/New_York"), page.column("Time zone"));
    assertTrue(page.column("Grievances").get(0).matches("4\\d\\d"), page.text());
    page.click("link", "beta");
    page.until("its list", () -> console.place().equals("/beta/grievances"));
  }
}
