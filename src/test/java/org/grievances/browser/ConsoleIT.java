package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.grievances.demo.YearOfGrievances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Who may see what in the console, and for how long. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleIT {
  private static final String LIST = "/alpha/grievances";
  private static final String GRIEVANCE = LIST + "/" + YearOfGrievances.FIRST_KEY;

  @Test
  void aWrongPasswordIsRefusedAndTheRightOneLetsIn(Console console) {
    console.browser().expect("401");
    console.open("/");
    console.enter("writer", "wrong");
    console.page().find("alert", ".*password.*");
    console.enter("writer", console.server().password());
    console.page().awaitHeading("Grievances");
    assertEquals(LIST, console.place());
  }

  @Test
  void userOfTheIdentityProviderIsSignedInAndReturnsToTheAddress(Console console) {
    console
        .server()
        .provider()
        .next(
            "jo@plan.example",
            Map.of("groups", List.of("grievance-reader", "grievance-all-databases")));
    console.open(GRIEVANCE);
    console.page().click("link", "Sign in with your organization");
    console.page().awaitHeading(".*" + YearOfGrievances.FIRST_KEY + ".*");
    console.page().find("button", "jo@plan.example");
    assertEquals(GRIEVANCE, console.place());
  }

  @Test
  void whomTheIdentityProviderGivesNoRoleIsToldSo(Console console) {
    console.server().provider().next("jo@plan.example", Map.of("groups", List.of("staff")));
    console.open("/");
    console.page().click("link", "Sign in with your organization");
    console.page().find("alert", ".*Sign-in failed.*");
  }

  @Test
  void anAddressIsKeptUntilOneHasSignedIn(Console console) {
    console.signIn("reader", GRIEVANCE);
    console.page().awaitHeading(".*" + YearOfGrievances.FIRST_KEY + ".*");
    assertEquals(GRIEVANCE, console.place());
  }

  @Test
  void aReaderIsShownNothingThatChangesAnything(Console console) {
    console.signIn("reader", LIST);
    Page page = console.page();
    page.find("link", Integer.toString(YearOfGrievances.FIRST_KEY + YearOfGrievances.COUNT - 1));
    for (String link : new String[] {"New grievance", "Load", "Codes", "Databases"}) {
      assertFalse(page.shows("link", link), link);
    }
    console.open(GRIEVANCE);
    page.awaitHeading(".*" + YearOfGrievances.FIRST_KEY + ".*");
    page.awaitText("Subscriber ID");
    for (String button : new String[] {"Edit.*", "Save.*", "Delete.*", "History.*"}) {
      assertFalse(page.shows("button", button) || page.shows("link", button), button);
    }
  }

  @Test
  void forbiddenPageIsNotShownByItsAddressEither(Console console) {
    console.signIn("reader", "/alpha/load");
    console.page().awaitText("Grievances");
    assertFalse(console.page().shows("button", "Load the file"));
    assertFalse(console.page().shows("heading", "Load grievances"));
  }

  @Test
  void afterSigningOutBackShowsNothing(Console console) {
    console.signIn("writer", LIST);
    Page page = console.page();
    page.awaitHeading("Grievances");
    console.open(GRIEVANCE);
    page.awaitText("Subscriber ID");
    page.click("button", "writer");
    page.click("button", "Sign out");
    page.awaitHeading("Sign in");
    console.browser().driver().navigate().back();
    assertNothingIsShown(page);
    console.browser().driver().get("about:blank");
    console.browser().driver().navigate().back();
    assertNothingIsShown(page);
    console.open(GRIEVANCE);
    assertNothingIsShown(page);
  }

  private static void assertNothingIsShown(Page page) {
    page.awaitHeading("Sign in");
    assertFalse(page.text().contains("Subscriber ID"), page.text());
    assertFalse(page.shows("table", ".*"));
  }

  @Test
  void signInAfterTheEndOfASessionReturnsToThePage(Console console) {
    console.browser().expect("401");
    console.signIn("writer", LIST);
    Page page = console.page();
    page.find("link", Integer.toString(YearOfGrievances.FIRST_KEY + YearOfGrievances.COUNT - 1));
    console.browser().driver().manage().deleteAllCookies();
    console.open(GRIEVANCE);
    console.enter("writer", console.server().password());
    page.awaitText("Subscriber ID");
    assertEquals(GRIEVANCE, console.place());
  }

  @Test
  void theFirstTabLeadsPastTheHead(Console console) {
    console.signIn("reader", LIST);
    console.browser().driver().navigate().refresh();
    Page page = console.page();
    page.settle();
    page.press(Keys.TAB);
    assertEquals("Skip to main content", page.focused().getText());
    page.press(Keys.ENTER);
    assertEquals("main", page.focused().getTagName());
  }

  @Test
  void afterAChangeOfPageTheFocusIsOnItsHeading(Console console) {
    console.signIn("reader", LIST);
    Page page = console.page();
    page.settle();
    page.click("link", "Deadlines");
    page.until("the heading", () -> page.focused().getText().equals("Deadlines"));
    assertEquals("h1", page.focused().getTagName());
  }
}
