package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** Files loaded with the console, from foreign columns to the last mended row. */
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

  @TempDir private Path directory;

  @Test
  void aFileWithForeignColumnsIsMappedTriedLoadedAndMended(Console console) throws IOException {
    console.signIn("writer", "/beta/load");
    Page page = console.page();
    choose(page, "cases.csv", FILE);
    page.awaitText("No column is for grievance_Key");
    page.choose("Member for the column Case No", "grievance_Key");
    page.choose("Member for the column Kind", "grievance_Category");
    page.choose("Member for the column Member", "member_Seq");
    page.choose("Member for the column Complaint", "issue");
    page.awaitText("2 would be created, 0 updated and 3 refused");
    page.awaitText("3 characters, at most 2");
    console.assertIsUsable("load-preview");
    page.click("button", "Load the file");
    page.until("the job's page", () -> console.place().startsWith("/beta/jobs/"));
    page.awaitText("Completed with faults");
    console.browser().driver().navigate().refresh();
    page.awaitText("Completed with faults");
    console.assertIsUsable("job");
    mend(page);
    assertIsFound(console);
  }

  /** One is mended wrongly at first. */
  private static void mend(Page page) {
    page.type("member_Seq, row 1", "0001");
    page.type("grievance_Received, row 2", "2026-03-04");
    page.type("grievance_Category, row 3", "Billing");
    page.click("button", "Send 3 rows that you mended");
    page.awaitText("2 rows applied. 1 row refused again");
    page.awaitText("4 characters, at most 2");
    page.type("member_Seq, row 1", "01");
    page.click("button", "Send 1 row that you mended");
    page.awaitText("1 row applied");
    page.awaitText("No rows are left here");
  }

  private static void assertIsFound(Console console) {
    console.open("/beta/grievances?keyFrom=7001&keyTo=7006&sortBy=grievance_Key");
    Page page = console.page();
    page.until(
        "all five",
        () -> page.column("Key").equals(List.of("7001", "7002", "7003", "7004", "7005")));
    assertEquals(
        List.of("Billing", "Access", "Billing", "Billing", "Pharmacy"), page.column("Category"));
    assertEquals("000111223-01", page.column("Subscriber ID").get(1));
  }

  private void choose(Page page, String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, content);
    page.find("field", "Choose a file.*").sendKeys(file.toAbsolutePath().toString());
  }

  @Test
  void aFileThatIsOnlyCheckedChangesNothing(Console console) throws IOException {
    console.signIn("writer", "/beta/load");
    Page page = console.page();
    choose(page, "checked.csv", "grievance_Key,issue\n7101,Checked\n");
    page.awaitText("1 would be created");
    page.click("button", "Only check the whole file");
    page.until("the job's page", () -> console.place().startsWith("/beta/jobs/"));
    page.awaitText("Nothing was stored. All rows can be loaded");
    assertEquals(404, console.server().send("GET", "beta", "grievances/7101", "").statusCode());
  }

  @Test
  void aFileThatIsNoTableIsToldInPlainWords(Console console) throws IOException {
    console.signIn("writer", "/beta/load");
    choose(console.page(), "broken.json", "{ not json");
    WebElement alert = console.page().find("alert", ".*");
    assertTrue(alert.getText().length() > 20, alert.getText());
  }
}
