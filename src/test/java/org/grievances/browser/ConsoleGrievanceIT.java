package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.grievances.demo.YearOfGrievances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** One grievance: filed, changed, changed by two at once, and what its history tells of it. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleGrievanceIT {
  private static final String FILLED = ConsoleServer.FILLED;
  private static final int KEY = YearOfGrievances.FIRST_KEY;

  @TempDir private Path directory;

  @Test
  void aChangeIsStoredForAll(Console console) {
    int key = KEY + 10;
    open(console, "writer", key);
    Page page = console.page();
    page.type("Subscriber ID", "987654321");
    page.choose("Status", "In Review");
    page.awaitText("Unsaved changes");
    page.click("button", "Save");
    page.awaitText("Saved");
    JsonObject stored = stored(console, key);
    assertEquals("987654321", stored.getString("subscriber_ID"));
    assertEquals("In Review", stored.getString("grievance_Status"));
    assertEquals("writer", stored.getString("update_User"));
  }

  private static void open(Console console, String user, int key) {
    console.signIn(user, "/alpha/grievances/" + key);
    console.page().find("field", "Subscriber ID");
  }

  private static JsonObject stored(Console console, int key) {
    String answer = console.server().send("GET", FILLED, "grievances/" + key, "").body();
    return Json.createReader(new StringReader(answer)).readObject().getJsonObject("data");
  }

  private static void changeElsewhere(Console console, int key, String member, String value) {
    JsonValue sent = value == null ? JsonValue.NULL : Json.createValue(value);
    String body =
        Json.createObjectBuilder(stored(console, key)).add(member, sent).build().toString();
    assertEquals(200, console.server().send("PUT", FILLED, "grievances/" + key, body).statusCode());
  }

  @Test
  void caseIsChangedWithItsGrievance(Console console) {
    int key = KEY + 20;
    open(console, "writer", key);
    Page page = console.page();
    page.type("Queue", "Appeals");
    page.choose("Line of business", "Medicaid");
    page.choose("Quality of care", "Yes");
    page.type("Provider ID", "P-1");
    page.click("button", "Save");
    page.awaitText("Saved");
    assertEquals("P-1", stored(console, key).getString("provider_ID"));
    JsonObject stored = storedCase(console, key);
    assertEquals("Appeals", stored.getString("queue"));
    assertEquals("MEDICAID", stored.getString("line_Of_Business"));
    assertTrue(stored.getBoolean("quality_Of_Care"));
    page.choose("Line of business", "Not known");
    page.click("button", "Save");
    page.awaitText("Saved");
    assertTrue(storedCase(console, key).isNull("line_Of_Business"));
  }

  @Test
  void userBecomesTheOwnerAndKeepsWhatIsEntered(Console console) {
    int key = KEY + 21;
    changeElsewhere(console, key, "grievance_Resolved", null);
    open(console, "writer", key);
    Page page = console.page();
    page.awaitText("Nobody works on it");
    page.type("Provider ID", "P-2");
    page.click("button", "Assign to me");
    page.awaitText("Owner: you");
    assertEquals("writer", storedCase(console, key).getString("owner"));
    assertEquals("P-2", page.value("Provider ID"));
    page.awaitText("Unsaved changes");
    page.click("button", "Save");
    page.awaitText("Saved");
    assertEquals("writer", storedCase(console, key).getString("owner"));
  }

  @Test
  void openGrievanceIsResolvedInADialog(Console console) throws IOException {
    int key = KEY + 22;
    changeElsewhere(console, key, "grievance_Resolved", null);
    open(console, "writer", key);
    Page page = console.page();
    page.type("Provider ID", "P-3");
    page.click("button", "Resolve…");
    page.awaitHeading("Resolve the grievance");
    console.assertIsUsable("resolve");
    WebElement dialog = page.find("dialog", "Resolve the grievance");
    page.all(dialog, "field", "Resolution").get(0).sendKeys("Called the member.");
    page.click("button", "Resolve");
    page.awaitText("✓ Resolved");
    JsonObject stored = stored(console, key);
    assertFalse(stored.isNull("grievance_Resolved"));
    assertTrue(stored.getString("resolution").contains("Called the member."));
    assertEquals("P-3", stored.getString("provider_ID"));
    assertFalse(page.shows("button", "Resolve…"));
  }

  @Test
  void eventIsAddedAndStruckOut(Console console) throws IOException {
    int key = KEY + 23;
    changeElsewhere(console, key, "grievance_Resolved", null);
    open(console, "writer", key);
    Page page = console.page();
    page.awaitText("No events yet.");
    page.type("Provider ID", "P-4");
    page.click("button", "Add an event");
    page.choose("Kind of event", "Receipt acknowledged");
    page.type("Text", "Letter 17.");
    page.click("button", "Add");
    page.awaitText("Letter 17.");
    assertEquals("P-4", page.value("Provider ID"));
    page.click("button", "Save");
    page.awaitText("Saved");
    page.click("button", "Files");
    page.awaitText("No files.");
    Path letter = Files.writeString(directory.resolve("letter ä.txt"), "Dear member");
    page.find("field", "Attach a file").sendKeys(letter.toString());
    page.awaitText("letter ä.txt");
    page.awaitText("11 B");
    console.assertIsUsable("events");
    page.click("button", "Strike out");
    page.awaitHeading("Strike out the event.");
    page.type("Reason", "Wrong letter.");
    WebElement dialog = page.find("dialog", "Strike out the event.*");
    page.all(dialog, "button", "Strike out").get(0).click();
    page.awaitText("Struck out by writer: Wrong letter.");
    String answer =
        console.server().send("GET", FILLED, "grievances/" + key + "/events", "").body();
    assertTrue(answer.contains("Wrong letter."), answer);
  }

  private static JsonObject storedCase(Console console, int key) {
    String path = "grievances/" + key + "/case";
    String answer = console.server().send("GET", FILLED, path, "").body();
    return Json.createReader(new StringReader(answer)).readObject().getJsonObject("data");
  }

  @Test
  void rejectedValueIsReportedAtItsField(Console console) {
    console.browser().expect("400");
    open(console, "writer", KEY + 11);
    Page page = console.page();
    page.type("Call number", "9999999999");
    page.click("button", "Save");
    page.until(
        "the fault",
        () -> "true".equals(page.find("field", "Call number").getDomAttribute("aria-invalid")));
    WebElement field = page.find("field", "Call number");
    assertFalse(field.getDomAttribute("aria-describedby").isEmpty());
    page.type("Call number", "17");
    page.click("button", "Save");
    page.awaitText("Saved");
  }

  @Test
  void concurrentChangesAreShownAndMerged(Console console) throws IOException {
    int key = KEY + 12;
    console.browser().expect("412");
    open(console, "writer", key);
    changeElsewhere(console, key, "subscriber_ID", "111111111");
    Page page = console.page();
    page.type("Provider ID", "MINE");
    page.click("button", "Save");
    page.awaitHeading("Someone else changed this grievance");
    console.assertIsUsable("conflict");
    page.click("button", "Save with these choices");
    page.awaitText("Saved");
    assertEquals("111111111", stored(console, key).getString("subscriber_ID"));
    assertEquals("MINE", stored(console, key).getString("provider_ID"));
    assertEquals("111111111", page.value("Subscriber ID"));
  }

  @Test
  void conflictingFieldIsResolvedByTheUser(Console console) {
    int key = KEY + 13;
    console.browser().expect("412");
    open(console, "writer", key);
    changeElsewhere(console, key, "provider_ID", "THEIRS");
    Page page = console.page();
    page.type("Provider ID", "MINE");
    page.click("button", "Save");
    page.awaitHeading("Someone else changed this grievance");
    assertEquals("THEIRS", stored(console, key).getString("provider_ID"));
    page.click("field", "Use mine.*");
    page.click("button", "Save with these choices");
    page.awaitText("Saved");
    assertEquals("MINE", stored(console, key).getString("provider_ID"));
  }

  @Test
  void entryDuringAConflictIsSaved(Console console) {
    int key = KEY + 17;
    console.browser().expect("412");
    open(console, "writer", key);
    changeElsewhere(console, key, "provider_ID", "THEIRS");
    Page page = console.page();
    page.type("Provider ID", "MINE");
    page.click("button", "Save");
    page.awaitHeading("Someone else changed this grievance");
    page.type("Subscriber ID", "222222222");
    page.type("Provider ID", "MINE TOO");
    page.find("field", "Use mine.*MINE TOO");
    page.click("button", "Save with these choices");
    page.awaitText("Saved");
    assertEquals("MINE TOO", stored(console, key).getString("provider_ID"));
    assertEquals("222222222", stored(console, key).getString("subscriber_ID"));
    assertEquals("222222222", page.value("Subscriber ID"));
  }

  @Test
  void entryDuringASaveIsKept(Console console) {
    int key = KEY + 18;
    open(console, "writer", key);
    Page page = console.page();
    console
        .browser()
        .driver()
        .executeScript(
            """
            const send = window.fetch;
            window.fetch = async (...request) => {
              await new Promise((resolve) => setTimeout(resolve, 1500));
              return send(...request);
            };
            """);
    page.type("Provider ID", "FIRST");
    page.click("button", "Save");
    page.type("Provider ID", "SECOND");
    page.awaitText("changes made while saving");
    assertEquals("FIRST", stored(console, key).getString("provider_ID"));
    assertEquals("SECOND", page.value("Provider ID"));
    page.click("button", "Save");
    page.until("the second", () -> stored(console, key).getString("provider_ID").equals("SECOND"));
  }

  @Test
  void pastedValueIsCleanedAndNeverCut(Console console) {
    int key = KEY + 19;
    open(console, "writer", key);
    Page page = console.page();
    page.paste("Subscriber ID", " \t\u00a0\u200b987654321\ufeff ");
    assertEquals("987654321", page.value("Subscriber ID"));
    page.paste("Call number", " 17 ");
    page.click("button", "Save");
    page.awaitText("Saved");
    assertEquals("987654321", stored(console, key).getString("subscriber_ID"));
    assertEquals(17, stored(console, key).getInt("call_Key"));

    page.paste("Subscriber ID", "9876543210");
    page.awaitText("Too long \\(10 characters; maximum 9\\)");
    page.paste("Issue", "🏥".repeat(2049));
    page.awaitText("Too long \\(4,098 characters; maximum 4,096\\)");
    page.click("button", "Save");
    assertEquals("true", page.find("field", "Subscriber ID").getDomAttribute("aria-invalid"));
    assertEquals("987654321", stored(console, key).getString("subscriber_ID"));
  }

  @Test
  void closingAGrievanceRequiresItsDateOfResolution(Console console) {
    int key = YearOfGrievances.FIRST_KEY + YearOfGrievances.COUNT - 1;
    open(console, "writer", key);
    Page page = console.page();
    page.choose("Status", "Closed");
    page.awaitText("Enter the date resolved");
    page.click("button", "Save");
    assertEquals("Open", stored(console, key).getString("grievance_Status"));
    page.set("Resolved", "2026-11-20");
    page.click("button", "Save");
    page.awaitText("Saved");
    assertEquals("Closed", stored(console, key).getString("grievance_Status"));
    assertEquals("2026-11-20T00:00:00Z", stored(console, key).getString("grievance_Resolved"));
  }

  @Test
  void closingDuringAConflictRequiresItsDateOfResolution(Console console) {
    int key = KEY + 21;
    changeElsewhere(console, key, "grievance_Status", "Open");
    changeElsewhere(console, key, "grievance_Resolved", null);
    console.browser().expect("412");
    open(console, "writer", key);
    Page page = console.page();
    page.until("its status", () -> page.value("Status").equals("Open"));
    changeElsewhere(console, key, "provider_ID", "THEIRS");
    page.choose("Status", "Closed");
    page.set("Resolved", "2026-11-20");
    page.click("button", "Save");
    page.awaitHeading("Someone else changed this grievance");
    page.set("Resolved", "");
    page.click("button", "Save with these choices");
    page.awaitText("Enter the date resolved");
    assertEquals("Open", stored(console, key).getString("grievance_Status"));
    assertEquals("THEIRS", page.value("Provider ID"));
    page.set("Resolved", "2026-11-21");
    page.click("button", "Save");
    page.awaitText("Saved");
    assertEquals("Closed", stored(console, key).getString("grievance_Status"));
    assertEquals("THEIRS", stored(console, key).getString("provider_ID"));
    assertEquals("2026-11-21T00:00:00Z", stored(console, key).getString("grievance_Resolved"));
  }

  @Test
  void closedGrievanceWithoutADateOfResolutionIsSaidToBeOpen(Console console) {
    String grievance = "[{\"grievance_Key\":7310,\"grievance_Status\":\"Closed\"}]";
    console.server().send("PUT", "beta", "grievances-batch", grievance);
    console.signIn("reader", "/beta/grievances/7310");
    console.page().awaitText("The date resolved is missing");
  }

  @Test
  void letterOfLastWeekIsFiledWithItsDateAndItsNumbers(Console console) {
    console.signIn("admin", "/beta/grievances/new");
    Page page = console.page();
    page.type("Subscriber ID", " 321321321 ");
    page.set("Received", "2026-11-20");
    page.choose("Category", "Billing");
    page.choose("Type", "Member");
    page.type("Issue", "A letter of last week");
    page.type("Authorization number", "AUTH-7");
    page.type("Claim number", "5501234");
    page.type("User ID", "jane.doe");
    page.click("button", "File grievance");
    page.awaitHeading("Grievance -?\\d+");
    page.until("its claim", () -> page.value("Claim number").equals("5501234"));
    assertEquals("2026-11-20", page.value("Received"));
    assertEquals("", page.value("Received, time"));
    assertEquals("A letter of last week", page.value("Issue"));
    assertEquals("Billing", page.value("Category"));

    page.type("Claim number", "5501235");
    page.type("Provider ID", "P-LETTER");
    page.click("button", "Save");
    page.awaitText("Saved");
    page.awaitHeading("History");
    page.until(
        "the change of the claim",
        () -> page.find("region", "History").getText().contains("5501235"));

    console.open("/beta/grievances?claim_Number=5501235");
    page.until("it in the list", () -> page.column("Subscriber ID").equals(List.of("321321321")));
  }

  @Test
  void itsHistoryTellsWhoChangedWhat(Console console) {
    int key = KEY + 14;
    open(console, "admin", key);
    Page page = console.page();
    page.awaitHeading("History");
    page.type("Provider ID", "CHANGED");
    page.click("button", "Save");
    page.awaitText("admin changed it");
    WebElement history = page.find("region", "History");
    assertTrue(history.getText().contains("CHANGED"), history.getText());
    assertTrue(history.getText().contains("other.client created it"), history.getText());
  }

  @Test
  void administratorsSeeWhoHasSeenIt(Console console) {
    int key = KEY + 15;
    open(console, "admin", key);
    console.server().send("GET", FILLED, "grievances/" + key, "");
    Page page = console.page();
    page.awaitHeading("Seen by");
    page.click("button", "Show who has seen it");
    page.awaitText("other.client opened it");
    WebElement reads = page.find("region", "Seen by");
    assertTrue(reads.getText().contains("admin opened it"), reads.getText());
    assertTrue(reads.getText().contains("through console"), reads.getText());
  }

  @Test
  void openGrievancesOfTheMemberAreShownBeforeOneIsFiled(Console console) throws IOException {
    String grievances =
        "[{\"grievance_Key\":7731,\"subscriber_ID\":\"555000111\"},"
            + "{\"grievance_Key\":7732,\"subscriber_ID\":\"555000111\"},"
            + "{\"grievance_Key\":7733,\"subscriber_ID\":\"555000111\","
            + "\"grievance_Resolved\":\"2026-01-01\"}]";
    console.server().send("PUT", "beta", "grievances-batch", grievances);
    console.signIn("writer", "/beta/grievances/new");
    Page page = console.page();
    page.type("Subscriber ID", "555000111");
    page.press(Keys.TAB);
    page.awaitText("2 open for this member");
    page.find("link", "7732");
    assertFalse(page.shows("link", "7733"));
    console.assertIsUsable("new-with-others");
    page.type("Subscriber ID", "");
    page.press(Keys.TAB);
    page.until("no others", () -> !page.shows("link", "7732"));
  }

  @Test
  void grievanceIsFiledForASubscriberOrAProvider(Console console) {
    console.signIn("writer", "/beta/grievances/new");
    Page page = console.page();
    page.click("button", "File grievance");
    page.awaitText("Enter a subscriber ID or a provider ID");
    page.type("Subscriber ID", "123123123");
    page.type("Source", "PHONE");
    page.click("button", "File grievance");
    page.awaitHeading("Grievance -?\\d+");
    assertEquals("123123123", page.value("Subscriber ID"));
    assertEquals("Open", page.value("Status"));
  }

  @Test
  void aDeletedOneIsGone(Console console) {
    String grievance = "[{\"grievance_Key\":7300,\"subscriber_ID\":\"000000001\"}]";
    console.server().send("PUT", "beta", "grievances-batch", grievance);
    console.signIn("writer", "/beta/grievances/7300");
    Page page = console.page();
    page.click("button", "Delete");
    WebElement question = page.find("dialog", ".*");
    page.find(question, "button", "Delete").click();
    page.awaitHeading("Grievances");
    assertEquals(404, console.server().send("GET", "beta", "grievances/7300", "").statusCode());
  }

  @Test
  void aDeletedOneIsRestoredByAnAdministrator(Console console) throws IOException {
    String grievance = "[{\"grievance_Key\":7301,\"subscriber_ID\":\"000000002\"}]";
    console.server().send("PUT", "beta", "grievances-batch", grievance);
    console.server().send("DELETE", "beta", "grievances-batch", grievance);
    console.browser().expect("404");
    console.signIn("admin", "/beta/grievances/7301");
    Page page = console.page();
    page.awaitHeading("Grievance 7301");
    page.awaitText("deleted it");
    console.assertIsUsable("deleted");
    page.click("button", "Restore");
    page.until("the form", () -> page.value("Subscriber ID").equals("000000002"));
    assertEquals(200, console.server().send("GET", "beta", "grievances/7301", "").statusCode());
  }

  @Test
  void unsavedChangesAreNotLostByAccident(Console console) {
    open(console, "writer", KEY + 15);
    Page page = console.page();
    page.type("Provider ID", "UNSAVED");
    page.click("link", "Deadlines");
    page.answer(false);
    assertEquals("UNSAVED", page.value("Provider ID"));
    page.click("link", "Deadlines");
    page.answer(true);
    page.awaitHeading("Deadlines");
  }

  @Test
  void unsavedChangesOutliveTheSession(Console console) {
    int key = KEY + 16;
    console.browser().expect("401");
    open(console, "writer", key);
    Page page = console.page();
    page.type("Provider ID", "OUTLIVES");
    console.browser().driver().manage().deleteAllCookies();
    page.click("button", "Save");
    page.awaitHeading("Sign in");
    console.enter("writer", console.server().password());
    page.until("the form", () -> page.value("Provider ID").equals("OUTLIVES"));
    page.click("button", "Save");
    page.awaitText("Saved");
    assertEquals("OUTLIVES", stored(console, key).getString("provider_ID"));
  }

  @Test
  void contentsOfARecordAreShownAsText(Console console) {
    String markup = "<img src=x onerror=alert(1)><b>bold</b>";
    String grievance =
        "[{\"grievance_Key\":7400,\"issue\":\"%1$s\",\"grievance_Source\":\"<b>MAIL</b>\"}]"
            .formatted(markup);
    console.server().send("PUT", "beta", "grievances-batch", grievance);
    console.signIn("admin", "/beta/grievances?grievance_Key=7400");
    Page page = console.page();
    page.until("it in the list", () -> page.column("Issue").contains(markup));
    console.open("/beta/grievances/7400");
    page.until("it in the form", () -> page.value("Issue").equals(markup));
    page.awaitHeading("History");
    page.click("button", "\\d+ values");
    page.awaitText("onerror=alert");
    assertEquals(0, console.browser().driver().findElements(By.cssSelector("main b")).size());
  }
}
