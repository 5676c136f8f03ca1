package org.grievances.browser;

import static org.grievances.server.Gzip.gzip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.csv.FormulaGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** Files loaded with the console, from foreign columns to the last corrected row. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleLoadIT {
  private static final String FILE =
      """
      Case No;Subscriber ID;Member;Date received;Kind;Complaint
      7001;000111222;01;2026-03-02T14:00:00Z;Billing;Charged twice
      7002;000111223;001;2026-03-03;Access;No appointment
      7003;000111224;02;last Tuesday;Billing;Denied
      7004;000111225;03;2026-03-05;Nonsense;Lost letter
      7005;000111226;04;2026-03-06;Pharmacy;Wrong drug
      """;

  private static final String KEEP = "Keep the values of fields that the file does not have";
  private static final String CREATE =
      "All grievances in this file are new; give each one a number";
  private static final String GUARD = "Remove the apostrophes .*";

  @TempDir private Path directory;

  @Test
  void aFileWithForeignColumnsIsMappedTriedLoadedAndCorrected(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    load.choose("cases.csv", FILE);
    page.awaitText("Choose the column that holds the grievance number");
    page.choose("Field for the column Case No", "grievance_Key");
    page.choose("Field for the column Kind", "grievance_Category");
    page.choose("Field for the column Member", "member_Seq");
    page.choose("Field for the column Complaint", "issue");
    page.awaitText("5 rows: 2 new, 0 updates, 3 rejected");
    page.awaitText("Too long \\(3 characters; maximum 2\\)");
    console.assertIsUsable("load-preview");
    load.load();
    page.awaitHeading("cases.csv — 2 loaded, 3 rejected");
    console.browser().driver().navigate().refresh();
    page.awaitText("Completed with errors");
    console.assertIsUsable("job");
    correct(page);
    assertIsFound(console);
  }

  /** One is corrected wrongly at first. */
  private static void correct(Page page) {
    page.type("member_Seq, line 3", "0001");
    page.type("grievance_Received, line 4", "2026-03-04");
    page.type("grievance_Category, line 5", "Billing");
    page.click("button", "Resubmit 3 corrected rows");
    page.awaitText("2 rows loaded. 1 row rejected again");
    page.awaitText("Too long \\(4 characters; maximum 2\\)");
    page.type("member_Seq, line 3", "01");
    page.click("button", "Resubmit 1 corrected row");
    page.awaitText("1 row loaded");
    page.awaitText("No rejected rows left");
  }

  private static void assertIsFound(Console console) {
    console.open("/beta/grievances?keyFrom=7001&keyTo=7006&sortBy=grievance_Key");
    Page page = console.page();
    page.until("the first", () -> page.text().contains("7001"));
    assertEquals(
        List.of("Billing", "Access", "Billing", "Billing", "Pharmacy"), page.column("Category"));
    assertEquals("000111223-01", page.column("Subscriber ID").get(1));
  }

  @Test
  void aFileWithoutNumbersGetsNewOnesAndSoDoItsRejectedRows(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    load.choose(
        "new.csv", "subscriber_ID,issue,member_Seq\nNEW-CONS,First,01\nNEW-CONS,Second,001\n");
    page.awaitText("Choose the column that holds the grievance number");
    page.click("field", CREATE);
    page.awaitText("2 rows: 1 new, 0 updates, 1 rejected");
    assertFalse(page.text().contains(KEEP));
    console.assertIsUsable("load-new");
    load.load();
    page.awaitHeading("new.csv — 1 loaded, 1 rejected");
    page.type("member_Seq, line 3", "02");
    page.click("button", "Resubmit 1 corrected row");
    page.awaitText("1 row loaded");
    console.open("/beta/grievances?subscriber_ID=NEW-CONS&sortBy=grievance_Key");
    page.until("both", () -> page.column("Subscriber ID").size() == 2);
    assertEquals(List.of("NEW-CONS-01", "NEW-CONS-02"), page.column("Subscriber ID"));
  }

  @Test
  void aFileThatIsOnlyCheckedChangesNothing(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    load.choose("checked.csv", "grievance_Key,issue\n7101,Checked\n");
    page.awaitText("1 row: 1 new");
    page.click("button", "Check only .*");
    page.until("the job's page", () -> console.place().startsWith("/beta/jobs/"));
    page.awaitText("Nothing was stored. All rows can be loaded");
    assertEquals(404, console.server().send("GET", "beta", "grievances/7101", "").statusCode());
    page.click("link", "Load the file");
    page.awaitHeading("checked.csv");
  }

  @Test
  void aLoadIsUndoneExceptForWhatWasChangedSince(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    load.choose("undone.csv", "grievance_Key,issue\n7111,Loaded\n7112,Loaded\n7113,Loaded\n");
    page.awaitText("3 rows: 3 new");
    load.load();
    page.awaitHeading("undone.csv — 3 loaded, 0 rejected");
    console
        .server()
        .send("PUT", "beta", "grievances-batch", "[{\"grievance_Key\":7112,\"issue\":\"Later\"}]");
    page.click("button", "Undo the job");
    page.find(page.find("dialog", ".*"), "button", "Undo the job").click();
    page.awaitHeading("Undo of 3 grievances — 2 put back, 1 kept, 0 rejected");
    page.awaitText("Kept: the record was changed after the job");
    page.awaitText("These grievances stay as they are");
    console.assertIsUsable("undo");
    assertEquals(404, console.server().send("GET", "beta", "grievances/7111", "").statusCode());
    assertEquals(200, console.server().send("GET", "beta", "grievances/7112", "").statusCode());
    page.click("link", "another job");
    page.awaitHeading("undone.csv — 3 loaded, 0 rejected");
    page.awaitText("Another job takes it back");
  }

  @Test
  void chosenFileIsKeptWhileItsReaderLooksAtOtherPages(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    load.choose("later.csv", "Case No,issue\n7111,Later\n");
    page.choose("Field for the column Case No", "grievance_Key");
    page.awaitText("1 row: 1 new");
    page.click("link", "Jobs");
    page.awaitHeading("Jobs");
    page.click("link", "Load");
    page.awaitHeading("later.csv");
    page.awaitText("1 row: 1 new");
    load.load();
    page.click("link", "Load");
    page.awaitHeading("Load grievances");
    assertFalse(page.text().contains("later.csv"), page.text());
  }

  @Test
  void aFileThatIsNoTableIsToldInPlainWords(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    load.choose("broken.json", "{ not json");
    WebElement alert = console.page().find("alert", ".*");
    assertTrue(alert.getText().length() > 20, alert.getText());
    load.choose("marked.csv", "\uFEFFgrievance_Key\n1\n".getBytes(Charset.forName("UTF-32LE")));
    load.page().awaitText("This file is in UTF-32");
  }

  /** Rejected rows that were corrected in a spreadsheet, compressed or not. */
  @ParameterizedTest
  @ValueSource(strings = {"failed.csv", "failed.csv.gz"})
  void guardIsTakenOffFilesOfTheService(String name, Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    String text = "grievance_Key,issue,status,body\n7201,'=1+1,400,x\n7202,''=1,400,x\n";
    load.choose(name, name.endsWith(".gz") ? gzip(text) : text.getBytes(StandardCharsets.UTF_8));
    assertTrue(page.find("field", GUARD).isSelected());
    if (name.endsWith(".csv")) {
      page.awaitText("2 rows: ");
      assertEquals(List.of("7201", "=1+1", "400", "x"), values(console).subList(0, 4));
      console.assertIsUsable("load-guarded");
    }
    load.load();

    load.assertHas(7201, "issue", "=1+1\"");
    load.assertHas(7202, "issue", "'=1\"");
  }

  @Test
  void textsOfOtherFilesAreLoadedAsTheyAreUnlessTheReaderChoosesOtherwise(Console console)
      throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    load.choose("other.csv", "grievance_Key,issue\n7211,'=1+1\n");
    assertFalse(page.find("field", GUARD).isSelected());
    load.load();
    load.assertHas(7211, "issue", "'=1+1\"");

    console.open("/beta/load");
    load.choose("other.csv", "grievance_Key,issue\n7211,'=1+1\n");
    page.click("field", GUARD);
    load.load();
    load.assertHas(7211, "issue", "=1+1\"");
  }

  @Test
  void aFileWithTwoColumnsKeepsTheOtherFieldsUnlessTheReaderChoosesOtherwise(Console console)
      throws IOException {
    console
        .server()
        .send(
            "PUT",
            "beta",
            "grievances-batch",
            "[{\"grievance_Key\":7301,\"issue\":\"Old\",\"resolution\":\"Kept\"},{\"grievance_Key\":7302}]");
    LoadPage load = LoadPage.open(console, directory);
    load.choose("two.csv", "grievance_Key,issue\n7301,New\n7302,\n7303,Other\n");
    Page page = console.page();
    page.awaitText("These rows change 2 grievances that exist. Cleared in them:");
    page.awaitText("fields that are blank: Issue \\(1 row\\)");
    assertTrue(page.find("field", KEEP).isSelected());
    assertFalse(page.text().contains("fields without a column"), page.text());
    page.click("field", KEEP);
    page.awaitText("fields without a column: Subscriber ID, .*Category, .*Resolution");
    console.assertIsUsable("load-clears");
    page.click("field", KEEP);
    load.load();
    load.assertHas(7301, "issue", "New");
    load.assertHas(7301, "resolution", "Kept");
    console.open("/beta/load");

    load.choose("new.csv", "grievance_Key,issue\n7304,Other\n");
    page.awaitText("1 row: 1 new");
    assertFalse(page.text().contains("Cleared in"), page.text());
  }

  @Test
  void sessionThatExpiresKeepsTheFileAndItsColumns(Console console) throws IOException {
    console.browser().expect("401");
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    chooseAndExpire(load);
    console.enter("writer", console.server().password());
    page.awaitHeading("kept.csv");
    page.awaitText("1 row: ");
    load.load();
    load.assertHas(7401, "issue", "Kept\"");
  }

  /** The session expires between choices. */
  private static void chooseAndExpire(LoadPage load) throws IOException {
    Page page = load.page();
    load.choose("kept.csv", "Case No,Complaint\n7401,Kept\n");
    page.choose("Field for the column Case No", "grievance_Key");
    page.awaitText("1 row: ");
    load.console().browser().driver().manage().deleteAllCookies();
    page.choose("Field for the column Complaint", "issue");
    page.awaitHeading("Sign in");
    assertFalse(page.text().contains("Kept"), page.text());
  }

  @Test
  void fileIsNotKeptForAnotherUser(Console console) throws IOException {
    console.browser().expect("401");
    LoadPage load = LoadPage.open(console, directory);
    chooseAndExpire(load);
    console.enter("admin", console.server().password());
    console.page().awaitHeading("Load grievances");
    assertFalse(console.page().text().contains("kept.csv"), console.page().text());
  }

  @Test
  void signInAtTheIdentityProviderKeepsTheFile(Console console) throws IOException {
    console.browser().expect("401");
    ChromeDriver driver = console.browser().driver();
    Map<String, Object> writer =
        Map.of("groups", List.of("grievance-writer", "grievance-all-databases"));
    console.server().provider().next("jo@plan.example", writer);
    console.open("/beta/load");
    Page page = console.page();
    page.click("link", "Sign in with your organization");
    page.awaitHeading("Load grievances");
    chooseAndExpire(new LoadPage(console, directory));

    String tab = driver.getWindowHandle();
    console.server().provider().next("jo@plan.example", writer);
    page.click("link", "Sign in with your organization");
    page.until("a new tab", () -> driver.getWindowHandles().size() == 2);
    String other =
        driver.getWindowHandles().stream()
            .filter(each -> !each.equals(tab))
            .findAny()
            .orElseThrow();
    driver.switchTo().window(other);
    page.find("button", "jo@plan.example");
    driver.close();
    driver.switchTo().window(tab);
    page.awaitHeading("kept.csv");
    page.awaitText("1 row: ");
  }

  @Test
  void fileThatWasCheckedIsGoneAfterSigningOut(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = console.page();
    load.choose("gone.csv", "grievance_Key,issue\n7501,Gone\n");
    page.awaitText("1 row: 1 new");
    page.click("button", "Check only .*");
    page.awaitText("All rows can be loaded");
    page.click("button", "writer");
    page.click("button", "Sign out");
    page.awaitHeading("Sign in");
    console.enter("writer", console.server().password());
    page.click("link", "Load");
    page.awaitHeading("Load grievances");
    page.settle();
    assertFalse(page.text().contains("gone.csv"), page.text());
  }

  private static List<String> values(Console console) {
    return console.browser().driver().findElements(By.cssSelector(".trial .value")).stream()
        .map(WebElement::getText)
        .toList();
  }

  @Test
  void guardIsTakenOffAsTheServiceDoes(Console console) {
    Random random = new Random(9);
    String characters = "'=+-@\uFF1D\uFF20;\t\r\n \",\uFEFF\u00A0\u0085\u200B\u2028\u3000\0a5";
    List<String> texts =
        Stream.generate(
                () ->
                    random
                        .ints(random.nextInt(8), 0, characters.length())
                        .mapToObj(index -> characters.substring(index, index + 1))
                        .collect(Collectors.joining()))
            .limit(20_000)
            .flatMap(text -> Stream.of(text, FormulaGuard.guard(text)))
            .toList();
    console.signIn("writer", "/beta/load");

    Object unguarded =
        console
            .browser()
            .driver()
            .executeAsyncScript(
                """
                const [texts, done] = arguments;
                import("/console/load/formula-guard.js").then(({ unguard }) => done(texts.map(unguard)));
                """,
                texts);

    assertEquals(texts.stream().map(FormulaGuard::unguard).toList(), unguarded);
  }
}
