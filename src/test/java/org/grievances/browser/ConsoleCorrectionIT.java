package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Rejected rows that are corrected, in several tabs and in files. */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleCorrectionIT {
  private static final String DOWNLOAD =
      """
      const [id, format, done] = arguments;
      const read = async () => {
      const [{ allItems }, { corrected }] =
        await Promise.all([import("/console/jobs/items.js"), import("/console/jobs/corrected.js")]);
      const file = await allItems({ database: "beta", id, result: "failed", format, without: corrected(id) });
      return file.text();
      };
      read().then(done);
      """;

  @TempDir private Path directory;

  @Test
  void rowsThatWereResubmittedAreGoneFromOtherTabsAndDownloads(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose(
        "rejected.csv",
        "grievance_Key,member_Seq,issue\n8801,001,\"First\n\"\"case\"\"\"\n8802,002,Second\n8803,003,Third\n");
    load.load();
    page.awaitText("0 loaded, 3 rejected");
    ChromeDriver driver = console.browser().driver();
    String job = console.place();
    String first = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    console.open(job);
    page.type("member_Seq, line 2", "01");
    page.click("button", "Resubmit 1 corrected row");
    page.awaitText("1 row loaded");
    driver.close();
    driver.switchTo().window(first);
    page.awaitText("1 row corrected and resubmitted");
    page.awaitText("1–2 of 2");

    driver.navigate().refresh();
    page.awaitText("1 row corrected and resubmitted");
    console.assertIsUsable("job-corrected");
    String id = job.substring(job.lastIndexOf('/') + 1);
    List<String> csv = download(driver, id, "csv").lines().toList();
    assertEquals(3, csv.size(), csv.toString());
    assertEquals("8802", csv.get(1).substring(0, 4));
    assertEquals(2, download(driver, id, "ndjson").lines().count());
  }

  /** A browser reads a number that is too large as infinity, which JSON does not have. */
  @Test
  void rowThatNobodyCorrectedIsResubmittedExactlyAsItWas(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose(
        "numbers.ndjson",
        "{\"grievance_Key\":8811,\"call_Key\":1e999}\n{\"grievance_Key\":8812,\"issue\":\"\\ud800\"}\n");
    load.load();
    page.awaitText("0 loaded, 2 rejected");
    page.click("button", "Resubmit all 2 rows");
    page.awaitText("0 rows loaded. 2 rows rejected again");
    page.type("call_Key, row 1", "17");
    page.click("button", "Resubmit 1 corrected row");
    page.awaitText("1 row loaded");
  }

  /** Its values may be in the wrong columns. */
  @Test
  void rowWithShiftedFieldsIsNotLoadedUntilItIsCorrected(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    Page page = load.page();
    load.choose(
        "shifted.csv",
        "grievance_Key,member_Seq,issue\n8821,01,First,Surplus\n8822,Short\n8823,02,Good\n");
    load.load();
    page.awaitHeading("shifted.csv — 1 loaded, 2 rejected");
    page.awaitText("not in a column: Surplus");
    page.click("button", "Resubmit all 2 rows");
    page.awaitText("0 rows loaded. 2 rows rejected again");
    page.type("issue, line 2", "First, Surplus");
    page.click("button", "Resubmit 1 corrected row");
    page.awaitText("1 row loaded");
    load.assertHas(8821, "issue", "First, Surplus\"");
    console.open("/beta/jobs");
    page.find("link", "shifted.csv");
  }

  private static String download(ChromeDriver driver, String id, String format) {
    return (String) driver.executeAsyncScript(DOWNLOAD, id, format);
  }
}
