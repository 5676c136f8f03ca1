package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.grievances.csv.FormulaGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
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

  private static final String GUARD = "Take off the apostrophes .*";

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
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Files.write(file, name.endsWith(".gz") ? gzipped(bytes) : bytes);
    page.find("field", "Choose a file.*").sendKeys(file.toAbsolutePath().toString());
  }

  private static byte[] gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
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

  /** Failed rows that were mended in a spreadsheet, packed or not. */
  @ParameterizedTest
  @ValueSource(strings = {"failed.csv", "failed.csv.gz"})
  void guardIsTakenOffFilesOfTheService(String name, Console console) throws IOException {
    console.signIn("writer", "/beta/load");
    Page page = console.page();
    choose(page, name, "grievance_Key,issue,status,body\n7201,'=1+1,400,x\n7202,''=1,400,x\n");
    assertTrue(page.find("field", GUARD).isSelected());
    if (name.endsWith(".csv")) {
      page.awaitText("Of all 2 rows");
      assertEquals(List.of("7201", "=1+1", "400", "x"), values(console).subList(0, 4));
      console.assertIsUsable("load-guarded");
    }
    load(console);

    assertIssue(console, 7201, "=1+1");
    assertIssue(console, 7202, "'=1");
  }

  @Test
  void textsOfOtherFilesAreLoadedAsTheyAreUnlessTheReaderChoosesOtherwise(Console console)
      throws IOException {
    console.signIn("writer", "/beta/load");
    Page page = console.page();
    choose(page, "other.csv", "grievance_Key,issue\n7211,'=1+1\n");
    assertFalse(page.find("field", GUARD).isSelected());
    load(console);
    assertIssue(console, 7211, "'=1+1");

    console.open("/beta/load");
    choose(page, "other.csv", "grievance_Key,issue\n7211,'=1+1\n");
    page.click("field", GUARD);
    load(console);
    assertIssue(console, 7211, "=1+1");
  }

  private static List<String> values(Console console) {
    return console.browser().driver().findElements(By.cssSelector(".trial .value")).stream()
        .map(WebElement::getText)
        .toList();
  }

  private static void load(Console console) {
    console.page().click("button", "Load the file");
    console.page().until("the job's page", () -> console.place().startsWith("/beta/jobs/"));
    console.page().awaitText("Completed");
  }

  private static void assertIssue(Console console, int key, String issue) {
    String path = "grievances/" + key;
    String record = console.server().send("GET", "beta", path, "").body();
    assertTrue(record.contains("\"issue\":\"" + issue + "\""), record);
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
