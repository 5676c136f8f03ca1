package org.grievances.loader;

import static org.grievances.loader.LoaderProcess.assertEnds;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.loader.LoaderProcess.Ended;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the loading program writes as CSV, no spreadsheet runs, and it loads what was meant. */
@ExtendWith(RunningServer.Resolver.class)
class LoaderGuardIT {
  private static final String DATABASE = "delta";
  private static final String TO_DATABASE = "--database=" + DATABASE;
  private static final AtomicInteger NEXT_KEYS = new AtomicInteger(-1_717_171_000);

  @TempDir private Path directory;
  private final int key = NEXT_KEYS.getAndAdd(10);

  private Ended run(RunningServer server, String... arguments)
      throws IOException, InterruptedException {
    return new LoaderProcess(server, directory, arguments).run();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private static void assertIssue(RunningServer server, int key, String issue) {
    server
        .to(DATABASE)
        .get("/vbasoftware/grievances/" + key)
        .then()
        .statusCode(200)
        .body("data.issue", equalTo(issue));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--parallel=1", "--job"})
  void failedRowsAreGuardedAndLoadedAsTheyWereMeant(String way, RunningServer server)
      throws IOException, InterruptedException {
    write(
        "a.csv",
        """
        grievance_Key,issue,issue_Date
        %d,=1+1,soon
        %d,'=1+1,soon
        %d,"Called; - left a message",soon
        %d,5+cmd,soon
        x,@cmd
        """
            .formatted(key, key + 1, key + 2, key + 3));

    assertEnds(1, "5 rows: 0 created, 0 updated, 5 failed", run(server, "a.csv", TO_DATABASE, way));
    String failed = read("a.csv.failed.csv");
    for (String cell :
        List.of(",'=1+1,soon\n", ",''=1+1,soon\n", ";' - left", ",5+cmd,", "x,'@cmd\n")) {
      assertTrue(failed.contains(cell), failed);
    }
    write("a.csv.failed.csv", failed.replace("soon", "2025-03-01"));
    Ended again = run(server, "a.csv.failed.csv", TO_DATABASE, way);

    assertEnds(1, "5 rows: 4 created, 0 updated, 1 failed", again);
    assertTrue(again.err().contains("the columns of an export or of failed rows"), again::toString);
    assertIssue(server, key, "=1+1");
    assertIssue(server, key + 1, "'=1+1");
    assertIssue(server, key + 2, "Called; - left a message");
    assertTrue(read("a.csv.failed.csv.failed.csv").contains("x,'@cmd\n"), "guarded once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--parallel=1", "--job"})
  void fileOfOthersIsTakenAsItIsUnlessTheUserKnowsBetter(String way, RunningServer server)
      throws IOException, InterruptedException {
    write("other.csv", "grievance_Key,issue\n%d,'=1+1\n".formatted(key));

    Ended asItIs = run(server, "other.csv", TO_DATABASE, way);
    assertEnds(0, "1 rows have an apostrophe before what a spreadsheet would run", asItIs);
    assertIssue(server, key, "'=1+1");
    Ended wanted = run(server, "other.csv", TO_DATABASE, way, "--no-guarded", "--restart");
    assertFalse(wanted.err().contains("apostrophe"), wanted::toString);
    assertIssue(server, key, "'=1+1");
    assertEnds(
        0, "1 updated", run(server, "other.csv", TO_DATABASE, way, "--guarded", "--restart"));
    assertIssue(server, key, "=1+1");
  }

  @Test
  void exportIsGuardedAndLoadedAgain(RunningServer server)
      throws IOException, InterruptedException {
    write("source.csv", "grievance_Key,issue\n%d,=1+1\n%d,'=1+1\n".formatted(key, key + 1));
    assertEnds(0, "2 created", run(server, "source.csv", TO_DATABASE, "--no-guarded"));
    String[] filters = {"--filter=keyFrom=" + key, "--filter=keyTo=" + (key + 2)};

    run(server, "export", TO_DATABASE, "--output=guarded.csv", filters[0], filters[1]);
    run(server, "export", TO_DATABASE, "--output=raw.csv", "--raw", filters[0], filters[1]);

    assertTrue(read("guarded.csv").contains(",'=1+1,"), read("guarded.csv"));
    assertTrue(read("guarded.csv").contains(",''=1+1,"), read("guarded.csv"));
    assertTrue(read("raw.csv").contains(",=1+1,"), read("raw.csv"));
    for (List<String> load : List.of(List.of("guarded.csv"), List.of("raw.csv", "--no-guarded"))) {
      write("empty.csv", "grievance_Key\n%d\n%d\n".formatted(key, key + 1));
      assertEnds(0, "2 updated", run(server, "empty.csv", TO_DATABASE, "--no-merge", "--restart"));
      assertIssue(server, key, null);
      String option = load.size() > 1 ? load.get(1) : "--restart";
      assertEnds(0, "2 updated", run(server, load.get(0), TO_DATABASE, option));
      assertIssue(server, key, "=1+1");
      assertIssue(server, key + 1, "'=1+1");
    }
    assertEquals(3, read("guarded.csv").lines().count());
  }
}
