package org.grievances.loader;

import static org.grievances.loader.LoaderProcess.assertEnds;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.loader.FaultyGateway.Fault;
import org.grievances.loader.LoaderProcess.Ended;
import org.grievances.server.ClassOrder;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them, and what they do with the rows that fail. */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class LoaderFilesIT {
  private static final String DATABASE = "delta";
  private static final String TO_DATABASE = "--database=" + DATABASE;
  private static final AtomicInteger NEXT_KEYS = new AtomicInteger(-1_616_000_000);
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String PROFILE =
      """
      {"columns": {"Nr": "grievance_Key", "Member ID": "subscriber_ID", "Notes": null,
                   "Type": "grievance_Type", "Date": "issue_Date", "Text": "issue"},
       "dates": {"formats": ["MM/dd/yyyy", "M/d/yy H:mm"], "zone": "America/New_York"},
       "trim": true, "codes": {"grievance_Type": {"Billing issue": "BILL", "n/a": ""}}%s}
      """;

  @TempDir private Path directory;
  private final int key = NEXT_KEYS.getAndAdd(20_000);

  private Ended run(RunningServer server, String... arguments)
      throws IOException, InterruptedException {
    return new LoaderProcess(server, directory, arguments).run();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private static ValidatableResponse read(RunningServer server, int key) {
    return server.to(DATABASE).get("/vbasoftware/grievances/" + key).then();
  }

  private static void assertMember(RunningServer server, int key, String name, String value) {
    read(server, key).statusCode(200).body("data." + name, equalTo(value));
  }

  @ParameterizedTest
  @CsvSource({"--parallel=1, ','", "--parallel=1, '\t'", "--job, ','", "--job, ';'"})
  void failedRowsOfCsvAreAsInTheFileAndMendedAreAccepted(
      String way, char separator, RunningServer server) throws IOException, InterruptedException {
    String text =
        """
        grievance_Key,issue,issue_Date,member_Seq
        %d,surplus,2025-03-01,1,more,"and, more"
        %d,short
        %d,"a ""text""
        of two lines",soon,1
        %d,right,2025-03-01,1
        x,'=1+1,2025-03-01,001
        """
            .formatted(key, key + 1, key + 2, key + 3)
            .replace(",more,\"and, more\"", ",more,and more")
            .replace(',', separator);
    write("odd.csv", text);

    assertEnds(
        1, "5 rows: 1 created, 0 updated, 4 failed", run(server, "odd.csv", TO_DATABASE, way));
    String failed = read("odd.csv.failed.csv");
    for (String row :
        List.of(
            "%d;surplus;2025-03-01;1;more;and more\n".formatted(key),
            "%d;short\n".formatted(key + 1),
            "%d;\"a \"\"text\"\"\nof two lines\";soon;1\n".formatted(key + 2),
            "x;''=1+1;2025-03-01;001\n")) {
      assertTrue(failed.contains(separator + row.replace(';', separator)), failed);
    }
    assertTrue(failed.contains("\n7" + separator + "400" + separator), failed);
    Ended uncorrected = run(server, "odd.csv.failed.csv", TO_DATABASE, way);
    assertEnds(1, "4 rows: 0 created, 0 updated, 4 failed", uncorrected);
    String corrected =
        failed
            .replace(separator + "more" + separator + "and more", "")
            .replace("short", "short" + separator + separator)
            .replace("soon", "2025-03-02")
            .replace(separator + "x" + separator, separator + "" + (key + 4) + separator)
            .replace("001", "01");
    write("odd.csv.failed.csv", corrected);

    Ended ended = run(server, "odd.csv.failed.csv", TO_DATABASE, way);

    assertEnds(0, "4 rows: 4 created, 0 updated, 0 failed", ended);
    assertMember(server, key, "issue", "surplus");
    assertMember(server, key + 1, "issue", "short");
    assertMember(server, key + 2, "issue", "a \"text\"\nof two lines");
    assertMember(server, key + 4, "issue", "'=1+1");
  }

  @ParameterizedTest
  @CsvSource({"--parallel=1, ndjson", "--parallel=1, json", "--job, ndjson", "--job, json"})
  void failedObjectsAreAsInTheFileAndMendedAreAccepted(
      String way, String format, RunningServer server) throws IOException, InterruptedException {
    List<String> objects =
        List.of(
            "{\"grievance_Key\":%d, \"issue\":\"a\\/b\", \"member_Seq\":\"001\"}".formatted(key),
            "{\"grievance_Key\":%d,\"issue\":\"right\"}".formatted(key + 1),
            "{\"grievance_Key\":1e2147483648,\"issue\":\"large\"}",
            "{\"grievance_Key\":%d,\"issue\":7}".formatted(key + 3),
            "{\"issue\":\"none\"}",
            "{'grievance_Key': 7}",
            "{\"grievance_Key\":%d,\"issue\":\"\\ud800\"}".formatted(key + 6),
            "{\"grievance_Key\":%d,\"issue\":7,\"issue\":8}".formatted(key + 7));
    write(
        "odd." + format,
        format.equals("json")
            ? "[" + String.join(",\n", objects) + "]\n"
            : String.join("\n", objects));

    assertEnds(
        1,
        "8 rows: 1 created, 0 updated, 7 failed",
        run(server, "odd." + format, TO_DATABASE, way));
    String name = "odd." + format + ".failed.ndjson";
    String failed = read(name);
    for (int row : new int[] {0, 2, 3, 4, 6, 7}) {
      String object = objects.get(row).substring(0, objects.get(row).length() - 1);
      assertTrue(failed.contains(object + ",\"line\":" + (row + 1) + ",\"status\":400,"), failed);
    }
    String corrected =
        failed
            .replace("\"001\"", "\"1\"")
            .replace("1e2147483648", Integer.toString(key + 2))
            .replace("\\ud800", "u")
            .replace("7,\"issue\":8", "7")
            .replace("\"issue\":7", "\"issue\":\"7\"")
            .replace("{\"issue\":\"none\"", "{\"grievance_Key\":%d".formatted(key + 4))
            .replace("\"unreadable\":\"{'grievance_Key': 7}\"", "\"grievance_Key\":" + (key + 5));
    write(name, corrected);

    assertEnds(0, "7 rows: 7 created, 0 updated, 0 failed", run(server, name, TO_DATABASE, way));
    assertMember(server, key, "issue", "a/b");
    assertMember(server, key + 3, "issue", "7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--parallel=1", "--job"})
  void profileLoadsTheNextFileByOneCommand(String way, RunningServer server)
      throws IOException, InterruptedException {
    write(
        "vendor.json", PROFILE.formatted(", \"delimiter\": \";\", \"charset\": \"windows-1252\""));
    String text =
        """
        Nr;Member ID;Notes;Type;Date;Text
        %d; M1 ;;Billing issue;07/01/2025;Kündigung
        %d;M2;x;n/a;1/2/25 8:30;" b "
        %d;M3;;OTHER;01.02.2025;ö
        %d;M4;;OTHER;13/01/2025;d
        %d;M5;;OTHER;03/01/2025;%s
        """
            .formatted(key, key + 1, key + 2, key + 3, key + 4, "e".repeat(5_000));
    Files.writeString(directory.resolve("march.csv"), text, WINDOWS);
    String[] command = {"march.csv", TO_DATABASE, way, "--profile=vendor.json"};

    Ended checked =
        run(server, "march.csv", TO_DATABASE, way, "--profile=vendor.json", "--dry-run");
    assertEnds(1, "5 rows: 2 would be created, 0 would be updated, 3 failed", checked);
    assertTrue(
        checked
            .out()
            .contains("2 × issue_Date: not a date of the format MM/dd/yyyy or M/d/yy H:mm"),
        checked::toString);
    assertEnds(1, "5 rows: 2 created, 0 updated, 3 failed", run(server, command));

    read(server, key)
        .body("data.issue", equalTo("Kündigung"))
        .body("data.subscriber_ID", equalTo("M1"))
        .body("data.grievance_Type", equalTo("BILL"))
        .body("data.issue_Date", equalTo("2025-07-01T04:00:00Z"));
    read(server, key + 1)
        .body("data.issue", equalTo("b"))
        .body("data.grievance_Type", equalTo(null))
        .body("data.issue_Date", equalTo("2025-01-02T13:30:00Z"));
    String failed = Files.readString(directory.resolve("march.csv.failed.csv"), WINDOWS);
    assertTrue(failed.startsWith("line;status;body;Nr;Member ID;Notes;Type;Date;Text\n"), failed);
    assertTrue(failed.contains(";%d;M3;;OTHER;01.02.2025;ö\n".formatted(key + 2)), failed);
    assertTrue(failed.contains(";%d;M5;;OTHER;03/01/2025;eee".formatted(key + 4)), failed);
    String corrected =
        failed.replace("01.02.2025", "02/01/2025").replace("13/01/", "01/13/").replace("eeee", "e");
    Files.writeString(directory.resolve("march.csv.failed.csv"), corrected, WINDOWS);
    command[0] = "march.csv.failed.csv";

    assertEnds(0, "3 rows: 3 created", run(server, command));
    assertMember(server, key + 2, "issue", "ö");
    assertMember(server, key + 3, "issue_Date", "2025-01-13T05:00:00Z");
  }

  @Test
  void profileConvertsObjectsAndManyRows(RunningServer server)
      throws IOException, InterruptedException {
    write("vendor.json", PROFILE.formatted(""));
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 13_000; row++) {
      String date = row % 1_000 == 7 ? "soon" : "03/01/2025";
      text.append(
          "{\"Nr\":%d,\"Type\":\"n/a\",\"Date\":\"%s\",\"Notes\":7}\n".formatted(key + row, date));
    }
    write("many.ndjson", text.toString());
    String[] command = {"many.ndjson", TO_DATABASE, "--job", "--profile=vendor.json"};

    Ended ended = run(server, command);

    assertEnds(1, "13,000 rows: 12,987 created, 0 updated, 13 failed", ended);
    assertTrue(ended.out().contains("(first in lines 8, 1008, 2008)"), ended::toString);
    assertMember(server, key + 12_999, "issue_Date", "2025-03-01T05:00:00Z");
    server
        .to(DATABASE)
        .get("/vbasoftware/jobs?pageSize=100")
        .then()
        .body("data.findAll { it.items == 12987 }.file", hasItem("many.ndjson"));
    String name = "many.ndjson.failed.ndjson";
    write(name, read(name).replace("soon", "03/02/2025"));
    command[0] = name;
    assertEnds(0, "13 rows: 13 created", run(server, command));
    assertMember(server, key + 7, "issue_Date", "2025-03-02T05:00:00Z");
  }

  @Test
  void loadGoesOnWithTheSameProfileAlone(RunningServer server)
      throws IOException, InterruptedException {
    write("vendor.json", PROFILE.formatted(""));
    StringBuilder text = new StringBuilder("Nr,Date\n");
    for (int row = 0; row < 40; row++) {
      text.append("%d,03/01/2025\n".formatted(key + row));
    }
    write(
        "held.csv",
        text.toString()
            .replaceFirst("\n", ",Member ID,Notes,Type,Text\n")
            .replace("2025\n", "2025,,,,\n"));
    try (FaultyGateway gateway =
        new FaultyGateway(server.httpPort(), Fault.NONE, Fault.NONE, Fault.ANSWER_HELD)) {
      String[] command = {
        "held.csv",
        TO_DATABASE,
        "--batch-size=10",
        "--parallel=1",
        "--profile=vendor.json",
        "--resume",
        "--url=" + gateway.url()
      };
      Process process = new LoaderProcess(server, directory, command).start();
      gateway.awaitHeld();
      process.destroyForcibly().waitFor();

      write("vendor.json", PROFILE.formatted("").replace("New_York", "Chicago"));
      Ended ended = run(server, command);
      assertEnds(2, "The options are not those", ended);
      assertEnds(2, "Before: --profile: profile ", ended);
      assertFalse(ended.toString().contains("null"), ended.toString());
      write("vendor.json", PROFILE.formatted(""));
      assertEnds(0, "40 rows: 40 created", run(server, command));
    }
    assertMember(server, key + 39, "issue_Date", "2025-03-01T05:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--parallel=4", "--job"})
  void rowOverALimitFailsAlone(String way, RunningServer server)
      throws IOException, InterruptedException {
    String million = "x".repeat(1024 * 1024);
    String columns = "issue,resolution,admin_Change,issue_Type,grievance_Type,resolution_Type";
    StringBuilder csv = new StringBuilder("grievance_Key," + columns + ",provider_ID,entry_User\n");
    csv.append("%d,a,,,,,,,\n".formatted(key));
    csv.append("%d,%sx,,,,,,,\n".formatted(key + 1, million));
    csv.append((key + 2) + ("," + million).repeat(8) + "\n");
    csv.append("%d,b,,,,,,,\n".formatted(key + 3));
    write("large.csv", csv.toString());
    write(
        "large.ndjson",
        """
        {"grievance_Key":%d,"issue":"%sx"}
        {"grievance_Key":%d,"issue":%s}
        {"grievance_Key":%d,"issue":"c"}
        """
            .formatted(key + 4, million, key + 5, "[".repeat(40) + "]".repeat(40), key + 6));

    Ended ended = run(server, "large.csv", TO_DATABASE, way);
    assertEnds(1, "4 rows: 2 created, 0 updated, 2 failed", ended);
    assertTrue(ended.out().contains("of more than 1048576 characters (line 3)"), ended::toString);
    assertTrue(ended.out().contains("more than 8388608 bytes (line 4)"), ended::toString);
    assertTrue(read("large.csv.failed.csv").contains("x" + million), "the row as it was");
    assertEnds(
        1, "3 rows: 1 created, 0 updated, 2 failed", run(server, "large.ndjson", TO_DATABASE, way));
    assertMember(server, key + 6, "issue", "c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty.csv    | The file is empty",
        "empty.ndjson | The file is empty",
        "folder.csv   | It is a directory, not a file",
        "no.csv       | There is no file that can be read",
        "book.csv     | It is a workbook or an archive",
        "latin.csv    | is not UTF-8: see line 3, column 3."
      })
  void fileThatCannotBeLoadedIsRefusedBeforeAnythingIsSent(
      String name, String reason, RunningServer server) throws IOException, InterruptedException {
    write("empty.csv", "");
    write("empty.ndjson", "\n");
    Files.createDirectories(directory.resolve("folder.csv"));
    Files.write(directory.resolve("book.csv"), new byte[] {'P', 'K', 3, 4, 0, 0});
    String text = "grievance_Key,issue\n%d,a\n7,ä\n".formatted(key);
    Files.write(directory.resolve("latin.csv"), text.getBytes(StandardCharsets.ISO_8859_1));

    Ended ended = run(server, name, TO_DATABASE);

    assertEnds(2, reason, ended);
    assertFalse(ended.err().contains("--resume"), ended::toString);
    read(server, key).statusCode(404);
  }

  @Test
  void fileWithAHeaderAloneHasNoRows(RunningServer server)
      throws IOException, InterruptedException {
    write("header.csv", "grievance_Key,issue\n");
    assertEnds(0, "0 rows: 0 created", run(server, "header.csv", TO_DATABASE));
    assertEnds(0, "0 rows: 0 created", run(server, "header.csv", TO_DATABASE, "--job"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--parallel=1", "--job"})
  void rowsOfBlanksAreLeftOutAndElementsThatAreNoObjectsFailAlone(String way, RunningServer server)
      throws IOException, InterruptedException {
    write("blanks.csv", "grievance_Key;issue\n   ;  \n%d;a\n      \n\" \";\n".formatted(key));
    assertEnds(1, "2 rows: 1 created", run(server, "blanks.csv", TO_DATABASE, way));
    assertTrue(read("blanks.csv.failed.csv").contains("\n5;400;"), read("blanks.csv.failed.csv"));

    write("mixed.json", "[1, {\"grievance_Key\":%d}, null,\n\"a,]\", [{}]]".formatted(key + 1));
    assertEnds(1, "5 rows: 1 created", run(server, "mixed.json", TO_DATABASE, way));
    read(server, key + 1).statusCode(200);
    List<String> failed = read("mixed.json.failed.ndjson").lines().toList();
    assertEquals(4, failed.size(), failed::toString);
    assertTrue(failed.get(2).contains("Line 2 is not a JSON object"), failed::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--parallel=1", "--job"})
  void membersWithoutAColumnStayUnlessTheUserChoosesOtherwise(String way, RunningServer server)
      throws IOException, InterruptedException {
    write(
        "all.ndjson", "{\"grievance_Key\":%d,\"issue\":\"a\",\"resolution\":\"b\"}".formatted(key));
    assertEnds(0, "1 created", run(server, "all.ndjson", TO_DATABASE, way));
    write("some.csv", "GRIEVANCE_KEY,issue\n%d,c\n".formatted(key));

    Ended merged = run(server, "some.csv", TO_DATABASE, way);
    assertEnds(0, "1 updated", merged);
    assertTrue(merged.err().contains("--no-merge clears it): admin_Change, "), merged::toString);
    assertFalse(merged.err().contains("entry_Date"), merged::toString);
    assertMember(server, key, "issue", "c");
    assertMember(server, key, "resolution", "b");

    Ended replaced = run(server, "some.csv", TO_DATABASE, way, "--restart", "--no-merge");
    assertEnds(0, "1 updated", replaced);
    assertFalse(replaced.err().contains("resolution"), replaced::toString);
    assertMember(server, key, "resolution", null);

    write("one.ndjson", "{\"grievance_Key\":%d,\"resolution\":\"d\"}".formatted(key));
    assertEnds(0, "1 updated", run(server, "one.ndjson", TO_DATABASE, way, "--merge"));
    assertMember(server, key, "issue", "c");
  }

  @Test
  void charsetIsNamedOrRecognized(RunningServer server) throws IOException, InterruptedException {
    String text = "grievance_Key\tissue\r\n%d\tä €\r\n";
    Files.writeString(
        directory.resolve("unicode.txt"),
        "\uFEFF" + text.formatted(key),
        StandardCharsets.UTF_16LE);
    Files.writeString(directory.resolve("ansi.txt"), text.formatted(key + 1), WINDOWS);

    assertEnds(0, "1 created", run(server, "unicode.txt", TO_DATABASE));
    assertEnds(0, "1 created", run(server, "ansi.txt", TO_DATABASE, "--charset=windows-1252"));
    Files.writeString(
        directory.resolve("mac.csv"),
        "grievance_Key;issue\r%d;ä €\r".formatted(key + 2),
        Charset.forName("x-MacRoman"));
    assertEnds(0, "1 created", run(server, "mac.csv", TO_DATABASE, "--charset=macintosh"));
    assertEnds(2, "Excel is not known", run(server, "mac.csv", TO_DATABASE, "--charset=Excel"));
    assertMember(server, key, "issue", "ä €");
    assertMember(server, key + 1, "issue", "ä €");
    assertMember(server, key + 2, "issue", "ä €");
  }

  @Test
  void pipeIsLoaded(RunningServer server) throws IOException, InterruptedException {
    Process pipe =
        new ProcessBuilder("mkfifo", "pipe").directory(directory.toFile()).inheritIO().start();
    assertEquals(0, pipe.waitFor());
    Process process = new LoaderProcess(server, directory, "pipe", TO_DATABASE).start();
    Files.writeString(directory.resolve("pipe"), "grievance_Key\n%d\n".formatted(key + 1));

    assertEquals(0, process.waitFor());
    read(server, key + 1).statusCode(200);
  }

  @Test
  void resumeIsNotAdvisedWhereItCannotHelp(RunningServer server)
      throws IOException, InterruptedException {
    write("quote.csv", "grievance_Key,issue\n%d,\"never\n".formatted(key));
    Ended quote = run(server, "quote.csv", TO_DATABASE);
    assertEnds(3, "A quote in the row at line 2 never ends.", quote);
    assertFalse(quote.err().contains("--resume"), quote::toString);
  }
}
