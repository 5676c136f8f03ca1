package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.grievances.demo.YearOfGrievances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The table of grievances: found, sorted and leafed through by the service. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleListIT {
  private static final String LIST = "/alpha/grievances";
  private static final int LAST_KEY = YearOfGrievances.FIRST_KEY + YearOfGrievances.COUNT - 1;

  @Test
  void aFilterIsPartOfTheAddressAndHoldsForAllRows(Console console) {
    console.signIn("reader", LIST);
    Page page = console.page();
    page.choose("Status", "In Review");
    page.until("only those", () -> statuses(page).equals(List.of("In Review")));
    assertTrue(console.place().contains("grievance_Status=In"), console.place());
    console.browser().driver().navigate().refresh();
    page.until("only those", () -> statuses(page).equals(List.of("In Review")));
    assertEquals("In Review", page.value("Status"));
    page.click("button", "Clear filters");
    page.until("all again", () -> statuses(page).size() > 1);
  }

  @Test
  void grievancesAreFoundByWordsOfTheirTexts(Console console) {
    String grievance =
        "[{\"grievance_Key\":7701,\"issue\":\"Zeppelin denied.\"},"
            + "{\"grievance_Key\":7702,\"resolution\":\"zeppelins\"}]";
    console.server().send("PUT", "beta", "grievances-batch", grievance);
    console.signIn("reader", "/beta/grievances");
    Page page = console.page();
    page.type("Words in the texts", "denied ZEPPELIN");
    page.click("button", "Filter");
    page.until(
        "that one", () -> page.column("Grievance no.").size() == 1 && firstKey(page) == 7701);
    assertTrue(console.place().contains("q=denied"), console.place());
    page.click("button", "Clear filters");
    page.until("all again", () -> page.column("Grievance no.").size() > 1);
  }

  @Test
  void numbersOfMyWorkOpenTheirLists(Console console) {
    console
        .server()
        .send(
            "PUT",
            "beta",
            "grievances-batch",
            "[{\"grievance_Key\":7711},{\"grievance_Key\":7712},{\"grievance_Key\":7713}]");
    console
        .server()
        .send(
            "PUT",
            "beta",
            "grievance-cases-batch",
            "[{\"grievance_Key\":7711,\"owner\":\"reader\"},"
                + "{\"grievance_Key\":7712,\"owner\":\"reader\"},"
                + "{\"grievance_Key\":7713,\"owner\":\"writer\"}]");
    console.signIn("reader", "/beta/work");
    Page page = console.page();
    page.click("link", "2 My open grievances");
    page.until("mine", () -> page.column("Grievance no.").equals(List.of("7712", "7711")));
    assertEquals("owner=me", page.value("Assigned"));
    page.choose("Assigned", "To nobody");
    page.until("nobody's", () -> page.column("Owner").stream().allMatch(String::isEmpty));
    assertTrue(console.place().contains("owner.absent=true"), console.place());
    page.click("button", "Clear filters");
    page.until("all again", () -> !console.place().contains("owner"));
  }

  @Test
  void selectedGrievancesAreAssignedTogether(Console console) {
    String grievances =
        "[{\"grievance_Key\":7721},{\"grievance_Key\":7722},{\"grievance_Key\":7723}]";
    console.server().send("PUT", "beta", "grievances-batch", grievances);
    console.signIn("writer", "/beta/grievances?keyFrom=7721&keyTo=7724");
    Page page = console.page();
    page.until("three rows", () -> page.column("Grievance no.").size() == 3);
    page.click("field", "Select grievance 7721");
    page.click("field", "Select grievance 7723");
    page.awaitText("2 selected");
    page.click("button", "Assign…");
    page.awaitHeading("Assign 2 grievances");
    page.type("Owner", "sam");
    console.server().send("DELETE", "beta", "grievances/7723", "");
    page.click("button", "Assign");
    page.awaitText("1 assigned, 1 rejected");
    page.awaitText("Grievance 7723: Does not exist");
    page.click("button", "Cancel");
    page.until("the owner", () -> page.column("Owner").equals(List.of("", "sam")));
    page.click("field", "Select all on this page");
    page.awaitText("2 selected");
  }

  @Test
  void keysLeadThroughTheListAndToTheNextGrievance(Console console) throws IOException {
    console.signIn("writer", LIST + "?sortBy=grievance_Key");
    Page page = console.page();
    String first = String.valueOf(YearOfGrievances.FIRST_KEY);
    page.until("the lowest first", () -> page.column("Grievance no.").get(0).equals(first));
    page.press("j");
    page.press("j");
    page.press("k");
    page.press("j");
    assertEquals(String.valueOf(YearOfGrievances.FIRST_KEY + 1), page.focused().getText());
    page.press("?");
    page.awaitHeading("Keyboard shortcuts");
    console.assertIsUsable("shortcuts");
    page.click("button", "Close");
    page.click("link", String.valueOf(YearOfGrievances.FIRST_KEY + 1));
    page.click("link", "Next grievance");
    page.awaitHeading("Grievance " + (YearOfGrievances.FIRST_KEY + 2));
    page.click("link", "Previous grievance");
    page.awaitHeading("Grievance " + (YearOfGrievances.FIRST_KEY + 1));
    page.find("field", "Subscriber ID");
    page.press("e");
    assertEquals("Subscriber ID", page.focused().getAccessibleName());
  }

  private static List<String> statuses(Page page) {
    return page.column("Status").stream().distinct().toList();
  }

  @Test
  void aColumnIsSortedOneWayAndTheOther(Console console) {
    console.signIn("reader", LIST);
    Page page = console.page();
    page.click("button", "Grievance no.");
    page.until("the lowest first", () -> firstKey(page) == YearOfGrievances.FIRST_KEY);
    assertEquals("ascending", sortOf(page, "Grievance no."));
    page.click("button", "Grievance no.");
    page.until("the highest first", () -> firstKey(page) == LAST_KEY);
    assertEquals("descending", sortOf(page, "Grievance no."));
    page.click("button", "Category");
    page.until("by category", () -> page.column("Category").get(0).equals("Access"));
    assertEquals("none", sortOf(page, "Grievance no."));
  }

  private static String sortOf(Page page, String column) {
    WebElement head = page.find("button", column).findElement(By.xpath("ancestor::th"));
    return head.getDomAttribute("aria-sort");
  }

  private static int firstKey(Page page) {
    return Integer.parseInt(page.column("Grievance no.").get(0));
  }

  @Test
  void theNextPagesFollowOneAnotherAndComeBack(Console console) {
    console.signIn("reader", LIST);
    Page page = console.page();
    page.awaitText("1–50 of 4\\d\\d");
    for (int first = 51; first < YearOfGrievances.COUNT; first += 50) {
      page.click("button", "Next");
      page.awaitText(first + "–\\d+ of 4\\d\\d");
      assertTrue(console.place().contains("after="), console.place());
    }
    page.click("button", "Previous");
    page.awaitText("301–350 of 4\\d\\d");
    console.browser().driver().navigate().back();
    page.until(
        "the last page",
        () -> page.column("Grievance no.").contains("" + YearOfGrievances.FIRST_KEY));
    page.click("button", "First");
    page.until("the first page", () -> firstKey(page) >= LAST_KEY);
    assertEquals("true", page.find("button", "Previous").getDomAttribute("aria-disabled"));
  }

  @Test
  void emptyResultIsReported(Console console) {
    console.signIn("reader", LIST + "?subscriber_ID=nobody");
    console.page().awaitText("No grievances match these filters");
  }

  @Test
  void timesAreThoseOfTheZoneOfTheDatabase(Console console) {
    String grievance = "[{\"grievance_Key\":7200,\"grievance_Received\":\"2026-03-02T20:30:00Z\"}]";
    console.server().send("PUT", "beta", "grievances-batch", grievance);
    console.browser().in("Asia/Tokyo");
    console.signIn("reader", "/beta/grievances?grievance_Key=7200");
    console.page().awaitText("Mar 2, 2026, 8:30\\sPM");
    WebElement time = console.browser().driver().findElement(By.cssSelector("tbody time"));
    assertEquals("2026-03-02 20:30:00 UTC", time.getDomAttribute("title"));
  }

  @Test
  void grievanceIsFoundByItsKey(Console console) {
    console.signIn("reader", LIST);
    console.page().type("Grievance no.", LAST_KEY + "\n");
    console.page().awaitHeading(".*" + LAST_KEY + ".*");
  }
}
