package org.grievances.loader;

import static org.awaitility.Awaitility.await;
import static org.grievances.loader.LoaderProcess.assertEnds;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.loader.FaultyGateway.Fault;
import org.grievances.loader.LoaderProcess.Ended;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The program that loads files, which sends them as jobs. */
@ExtendWith(RunningServer.Resolver.class)
class LoaderJobIT {
  private static final String DATABASE = "delta";
  private static final String TO_DATABASE = "--database=" + DATABASE;
  private static final String JOBS = "/vbasoftware/jobs";
  private static final int KEY = -1_800_000_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static Response read(RunningServer server, int key) {
    return server.to(DATABASE).get("/vbasoftware/grievances/" + key);
  }

  private Ended run(RunningServer server, String... arguments)
      throws IOException, InterruptedException {
    return new LoaderProcess(server, directory, arguments).run();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static String csv(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(key -> key + ",issue " + key)
        .collect(Collectors.joining("\n", "grievance_Key,issue\n", "\n"));
  }

  /** The jobs that have so many items, which no other test's have. */
  private static List<String> jobs(RunningServer server, int items) {
    return server
        .to(DATABASE)
        .get(JOBS + "?pageSize=100")
        .then()
        .statusCode(200)
        .extract()
        .path("data.findAll { it.items == " + items + " }.id");
  }

  @Test
  void aFileLargerThanABatchIsLoadedAndItsFailedRowsAreKept(RunningServer server)
      throws IOException, InterruptedException {
    int rows = RunningServer.MAX_ITEMS + 1_000;
    StringBuilder text = new StringBuilder("Nr;\"Shelf\nmark\";Member ID;issue_Date\n");
    for (int row = 0; row < rows; row++) {
      String date = row == 100 || row == rows - 1 ? "soon" : "2025-03-01";
      text.append(row == 50 ? "x;y\n\n" : "");
      text.append("%d;\"a\r\nb\";\"M\n%d\";%s\n".formatted(KEY + row, row, date));
    }
    write("large.csv", text.toString());

    Ended ended =
        run(
            server,
            "large.csv",
            TO_DATABASE,
            "--job",
            "--map=Nr=grievance_Key",
            "--map=Member ID=subscriber_ID",
            "--ignore=Shelf\nmark");

    assertEnds(1, "6,001 rows: 5,998 created, 0 updated, 3 failed", ended);
    // A header row of two lines, rows of three, and two lines more after the 50th.
    int first = 3 + 3 * 100 + 2;
    int last = 3 + 3 * (rows - 1) + 2;
    assertTrue(ended.out().contains("00Z (lines %d, %d)".formatted(first, last)), ended::toString);
    assertTrue(ended.out().contains("than the header row (line 153)"), ended::toString);
    Path failed = directory.resolve("large.csv.failed.csv");
    String fault = "issue_Date: not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z";
    assertEquals(
        """
        line;status;body;Nr;"Shelf
        mark";Member ID;issue_Date
        153;400;"Line 153 has 2 fields, but the header row has 4";x;y
        %d;400;"Line %d: %s";%d;"a
        b";"M
        100";soon
        %d;400;"Line %d: %s";%d;"a
        b";"M
        %d";soon
        """
            .formatted(first, first, fault, KEY + 100, last, last, fault, KEY + rows - 1, rows - 1),
        Files.readString(failed).replace("\r\n", "\n"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(failed)));
    read(server, KEY + rows - 2).then().body("data.subscriber_ID", equalTo("M\n" + (rows - 2)));
  }

  @Test
  void aProgramThatIsKilledFollowsTheSameJobAgain(RunningServer server)
      throws IOException, InterruptedException {
    int rows = 1_017;
    write(
        "killed.csv",
        csv(KEY + 100_000, rows).replace("issue " + (KEY + 100_005), "x".repeat(5_000)));
    try (FaultyGateway gateway =
        new FaultyGateway(server.httpPort(), Fault.NONE, Fault.ANSWER_HELD)) {
      String[] command = {"killed.csv", TO_DATABASE, "--job", "--url=" + gateway.url(), "--resume"};
      Process process = new LoaderProcess(server, directory, command).start();
      gateway.awaitHeld();
      process.destroyForcibly().waitFor();

      assertEnds(1, "1,017 rows: 1,016 created, 0 updated, 1 failed", run(server, command));
      assertEnds(1, "The load is complete already", run(server, command));
    }
    List<String> jobs = jobs(server, rows);
    assertEquals(1, jobs.size(), jobs::toString);
    String state = Files.readString(directory.resolve("killed.csv.load-state"));
    assertTrue(state.contains("job=" + jobs.get(0)), state);
    assertEquals(2, Files.readAllLines(directory.resolve("killed.csv.failed.csv")).size());
  }

  @Test
  void anUploadThatIsCutIsSentAgainAsTheSameJob(RunningServer server)
      throws IOException, InterruptedException {
    int rows = RunningServer.MAX_ITEMS + 2_017;
    write("cut.csv", csv(KEY + 110_000, rows) + "x,y,z\n");
    try (FaultyGateway gateway =
        new FaultyGateway(server.httpPort(), Fault.UPLOAD_CUT, Fault.ANSWER_LOST)) {
      assertEnds(
          1,
          "7,018 rows: 7,017 created, 0 updated, 1 failed",
          run(server, "cut.csv", TO_DATABASE, "--job", "--url=" + gateway.url()));
    }
    assertEquals(1, jobs(server, rows).size());
    assertEquals(2, Files.readAllLines(directory.resolve("cut.csv.failed.csv")).size());
  }

  @Test
  void aFileThatCannotBeReadToItsEndIsNoJob(RunningServer server)
      throws IOException, InterruptedException {
    int rows = RunningServer.MAX_ITEMS + 3_017;
    write("quote.csv", csv(KEY + 140_000, rows) + "7,\"never\n");

    assertEnds(
        3,
        "A quote in the row at line 8019 never ends.",
        run(server, "quote.csv", TO_DATABASE, "--job"));

    assertEquals(List.of(), jobs(server, rows));
    read(server, KEY + 140_000).then().statusCode(404);
  }

  @Test
  void aDryRunTellsTheKindsOfFaultsAndKeepsNothing(RunningServer server)
      throws IOException, InterruptedException {
    write(
        "dry.json",
        """
        [{"grievance_Key": %d}, {"grievance_Key": "x"},
         {"grievance_Key": %d, "member_Seq": "a secret"},
         {"grievance_Key": %d, "member_Seq": "another"}]
        """
            .formatted(KEY + 120_000, KEY + 120_001, KEY + 120_002));

    Ended ended = run(server, "dry.json", TO_DATABASE, "--job", "--dry-run");

    assertEnds(1, "4 rows: 1 would be created, 0 would be updated, 3 failed", ended);
    assertTrue(ended.out().contains("2 × member_Seq: more than 2 characters"), ended::toString);
    assertFalse(ended.toString().contains("secret"), ended::toString);
    read(server, KEY + 120_000).then().statusCode(404);
    assertFalse(Files.exists(directory.resolve("dry.json.failed.ndjson")));
  }

  @Test
  void aCancelledJobLeavesWhatIsToBeLoaded(RunningServer server)
      throws IOException, InterruptedException, SQLException {
    int rows = 117;
    write("cancelled.csv", csv(KEY + 130_000, rows) + "x,y,z\n");
    Process process;
    // A record that is not committed holds up the job.
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "insert into grievances (grievance_key, entry_date, update_date) values (%d, now(), now())"
              .formatted(KEY + 130_000));
      process = new LoaderProcess(server, directory, "cancelled.csv", TO_DATABASE, "--job").start();
      await().atMost(TIMEOUT).until(() -> !jobs(server, rows).isEmpty());
      String job = jobs(server, rows).get(0);
      server.to(DATABASE).delete(JOBS + "/" + job).then().statusCode(204);
      connection.rollback();
    }

    assertEquals(3, process.waitFor());
    Ended again = run(server, "cancelled.csv", TO_DATABASE, "--job", "--resume");
    assertEnds(3, "was cancelled after 0 of 117 rows: 0 created", again);
    assertTrue(
        again.err().contains("The other 117 were not applied; they are in"), again::toString);
    assertFalse(again.err().contains("Not complete"), again::toString);
    assertEnds(
        0,
        "117 rows: 117 created",
        run(server, "cancelled.csv.unprocessed.csv", TO_DATABASE, "--job"));
    assertEquals(2, Files.readAllLines(directory.resolve("cancelled.csv.failed.csv")).size());
  }
}
