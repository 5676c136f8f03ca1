package org.grievances.loader;

import static org.grievances.loader.LoaderProcess.assertEnds;
import static org.grievances.server.Gzip.gzip;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.grievances.loader.FaultyGateway.Fault;
import org.grievances.loader.LoaderProcess.Ended;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program that loads files, run as its user does, against the service. */
@ExtendWith(RunningServer.Resolver.class)
class LoaderIT {
  private static final String DATABASE = "delta";
  private static final String TO_DATABASE = "--database=" + DATABASE;
  private static final int KEY = -1_919_000;
  private static final String MAP = "--map=Member ID=subscriber_ID";

  @TempDir private Path directory;

  private static Response read(RunningServer server, int key) {
    return server.to(DATABASE).get("/vbasoftware/grievances/" + key);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Ended run(RunningServer server, String... arguments)
      throws IOException, InterruptedException {
    return new LoaderProcess(server, directory, arguments).run();
  }

  private Ended run(RunningServer server, List<String> arguments)
      throws IOException, InterruptedException {
    return run(server, arguments.toArray(String[]::new));
  }

  private static String csv(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(key -> key + ",issue " + key)
        .collect(Collectors.joining("\n", "grievance_Key,issue\n", "\n"));
  }

  @Test
  void failedRowsAreMendedAndLoadedAgain(RunningServer server)
      throws IOException, InterruptedException {
    String csv =
        """
        GRIEVANCE_KEY;Issue;Member ID;Shelf;issue_Date
        %d;"Kündigung,
        zweimal";M1;a;2025-03-01
        %d;ä;M2;a;last Tuesday
        %d;c;M3;a
        """
            .formatted(KEY, KEY + 1, KEY + 2);
    Charset windows = Charset.forName("windows-1252");
    Files.writeString(directory.resolve("a.csv"), csv, windows);
    String[] command = {"a.csv", TO_DATABASE, MAP, "--charset=windows-1252"};
    String[] withIgnored = {"a.csv", TO_DATABASE, MAP, "--charset=windows-1252", "--ignore=Shelf"};

    assertEnds(2, "does not know these columns: Shelf.", run(server, command));
    read(server, KEY).then().statusCode(404);
    Ended loaded = run(server, withIgnored);

    assertEnds(1, "3 rows: 1 created, 0 updated, 2 failed", loaded);
    assertTrue(loaded.out().contains("1 × issue_Date: not an ISO 8601 date-time"), loaded.out());
    read(server, KEY)
        .then()
        .body("data.issue", equalTo("Kündigung,\nzweimal"))
        .body("data.subscriber_ID", equalTo("M1"));
    Path failed = directory.resolve("a.csv.failed.csv");
    assertEquals(
        """
        line;status;body;GRIEVANCE_KEY;Issue;Member ID;Shelf;issue_Date
        5;400;"Line 5 has 4 fields, but the header row has 5";%d;c;M3;a
        4;400;"Line 4: issue_Date: not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z";%d;ä;M2;a;last Tuesday
        """
            .formatted(KEY + 2, KEY + 1),
        Files.readString(failed, windows));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(failed)));
    String corrected =
        Files.readString(failed, windows)
            .replace("last Tuesday", "2025-03-02")
            .replace("M3;a", "M3;a;");
    Files.writeString(failed, corrected, windows);
    withIgnored[0] = "a.csv.failed.csv";
    assertEnds(0, "2 rows: 2 created", run(server, withIgnored));
    read(server, KEY + 1).then().body("data.issue", equalTo("ä"));
    read(server, KEY + 1).then().body("data.issue_Date", equalTo("2025-03-02T00:00:00Z"));
  }

  @Test
  void aDryRunTellsTheKindsOfFaultsAndKeepsNothing(RunningServer server)
      throws IOException, InterruptedException {
    write(
        "dry.json",
        """
        [{"grievance_Key": %d, "status": 400, "body": "corrected"}, {"grievance_Key": "x"},
         {"grievance_Key": %d, "member_Seq": "a secret"},
         {"grievance_Key": %d, "member_Seq": "another"}]
        """
            .formatted(KEY + 10, KEY + 11, KEY + 12));

    Ended ended = run(server, "dry.json", TO_DATABASE, "--check-first");

    assertEnds(1, "2 × member_Seq: more than 2 characters (lines 2, 3)", ended);
    assertTrue(ended.out().contains("1 × grievance_Key: not an integer (line 1)"), ended.out());
    assertFalse(ended.toString().contains("secret"), ended::toString);
    read(server, KEY + 10).then().statusCode(404);
  }

  @Test
  void linesComePackedFromTheStandardInput(RunningServer server)
      throws IOException, InterruptedException {
    Path file = directory.resolve("gzipped");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          "{\"Nr\":%d,\"issue\":\"ä\"}\n\nnone\n"
              .formatted(KEY + 20)
              .getBytes(StandardCharsets.UTF_8));
    }

    Ended ended =
        new LoaderProcess(
                server, directory, "-", TO_DATABASE, "--map=Nr=grievance_Key", "--failed=f.ndjson")
            .input(file)
            .run();

    assertEnds(1, "2 rows: 1 created, 0 updated, 1 failed", ended);
    read(server, KEY + 20).then().body("data.issue", equalTo("ä"));
    assertEquals(
        "{\"unreadable\":\"none\",\"line\":3,\"status\":400,\"body\":\"Line 3 is not a JSON object\"}\n",
        Files.readString(directory.resolve("f.ndjson")));
  }

  @Test
  void requestsThatGetNoAnswerAreAppliedOnce(RunningServer server)
      throws IOException, InterruptedException {
    write("cut.csv", csv(KEY + 100, 50));
    try (FaultyGateway gateway =
        new FaultyGateway(
            server.httpPort(), Fault.OVERLOADED, Fault.ANSWER_LOST, Fault.NONE, Fault.ANSWER_CUT)) {
      String[] command = {"cut.csv", TO_DATABASE, "--batch-size=10", "--url=" + gateway.url()};

      assertEnds(0, "50 rows: 50 created, 0 updated, 0 failed", run(server, command));
    }
  }

  @Test
  void aLoadThatIsKilledGoesOn(RunningServer server) throws IOException, InterruptedException {
    write("killed.csv", csv(KEY + 200, 100).replace("issue " + (KEY + 205), "x".repeat(5_000)));
    String[] command = {
      "killed.csv", TO_DATABASE, "--batch-size=10", "--parallel=2", "--url", "", "--resume"
    };
    try (FaultyGateway gateway =
        new FaultyGateway(
            server.httpPort(), Fault.NONE, Fault.NONE, Fault.NONE, Fault.ANSWER_HELD)) {
      command[5] = gateway.url();
      Process process = new LoaderProcess(server, directory, command).start();
      gateway.awaitHeld();
      process.destroyForcibly().waitFor();
      assertEnds(
          2,
          "An earlier load was not completed",
          run(server, "killed.csv", TO_DATABASE, "--url", gateway.url()));

      assertEnds(1, "100 rows: 99 created, 0 updated, 1 failed", run(server, command));
      assertEnds(1, "The load is complete already", run(server, command));
    }
    assertEquals(2, Files.readAllLines(directory.resolve("killed.csv.failed.csv")).size());
    read(server, KEY + 299).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batches", "job"})
  void rowsWithoutKeysBecomeNewGrievances(String way, RunningServer server)
      throws IOException, InterruptedException {
    String subscriber = way.equals("job") ? "NEW-JOB" : "NEW-ROWS";
    write("new.csv", "Member,issue,issue_Date\n%1$s,a,\n%1$s,b,x\n%1$s,c,\n".formatted(subscriber));
    List<String> command =
        new ArrayList<>(List.of("new.csv", TO_DATABASE, "--map=Member=subscriber_ID"));
    assertEnds(2, "--create lets the service give the keys", run(server, command));

    command.add("--create");
    if (way.equals("job")) {
      command.add("--job");
    }
    assertEnds(1, "3 rows: 2 created, 0 updated, 1 failed", run(server, command));
    command.add("--resume");
    assertEnds(1, "The load is complete already", run(server, command));
    assertIssues(server, subscriber, "a", "c");

    Path failed = directory.resolve("new.csv.failed.csv");
    Files.writeString(failed, Files.readString(failed).replace(",x", ",2025-03-01"));
    command.set(0, failed.getFileName().toString());
    assertEnds(0, "1 rows: 1 created", run(server, command));
    assertIssues(server, subscriber, "a", "c", "b");
  }

  private static void assertIssues(RunningServer server, String subscriber, String... issues) {
    server
        .to(DATABASE)
        .get("/vbasoftware/grievances?sortBy=grievance_Key&subscriber_ID=" + subscriber)
        .then()
        .body("data.issue", equalTo(List.of(issues)));
  }

  /** Each batch has its Idempotency-Key. */
  @Test
  void nothingIsCreatedTwiceByALoadThatIsKilled(RunningServer server)
      throws IOException, InterruptedException {
    String rows =
        IntStream.range(0, 400)
            .mapToObj(row -> "NEW-KILL,issue " + row)
            .collect(Collectors.joining("\n", "subscriber_ID,issue\n", "\n"));
    write("killed-new.csv", rows);
    try (FaultyGateway gateway =
        new FaultyGateway(
            server.httpPort(), Fault.NONE, Fault.NONE, Fault.NONE, Fault.ANSWER_HELD)) {
      String[] command = {
        "killed-new.csv",
        TO_DATABASE,
        "--create",
        "--batch-size=10",
        "--parallel=2",
        "--resume",
        "--url=" + gateway.url()
      };
      Process first = new LoaderProcess(server, directory, command).start();
      gateway.awaitHeld();
      first.destroyForcibly().waitFor();

      assertEnds(0, "400 rows: 400 created", run(server, command));
    }
    assertEquals(400, created(server));
  }

  private static int created(RunningServer server) {
    String pages =
        server
            .to(DATABASE)
            .get("/vbasoftware/grievances?pageSize=1&subscriber_ID=NEW-KILL")
            .header("X-Pagination");
    return JsonPath.from(pages).getInt("TotalCount");
  }

  @Test
  void createdGrievancesHaveNoKeysOfTheFile(RunningServer server)
      throws IOException, InterruptedException {
    write("keyed.csv", csv(KEY + 60, 2));
    assertEnds(
        2, "a column goes to grievance_Key", run(server, "keyed.csv", TO_DATABASE, "--create"));
    assertEnds(
        2,
        "Either --create or --merge",
        run(server, "keyed.csv", TO_DATABASE, "--create", "--merge"));
  }

  @Test
  void lastOfRowsWithTheSameKeyIsStored(RunningServer server)
      throws IOException, InterruptedException {
    String rows =
        IntStream.rangeClosed(1, 20)
            .mapToObj(row -> (KEY + 30) + ",version " + row)
            .collect(Collectors.joining("\n", "grievance_Key,issue\n", "\n"));
    write("twice.csv", rows);

    assertEnds(
        0,
        "20 rows: 1 created, 19 updated",
        run(server, "twice.csv", TO_DATABASE, "--batch-size=1", "--parallel=8"));

    read(server, KEY + 30).then().body("data.issue", equalTo("version 20"));
  }

  @Test
  void aBatchIsAsLargeAsTheServiceTakes(RunningServer server)
      throws IOException, InterruptedException {
    write("large.csv", csv(KEY + 1_000, RunningServer.MAX_ITEMS + 1));

    Ended ended =
        new LoaderProcess(server, directory, "large.csv", TO_DATABASE, "--batch-size=100000")
            .with("GRIEVANCES_API_KEY", RunningServer.LIMITED_KEY)
            .run();

    assertEnds(0, "5,001 rows: 5,001 created", ended);
  }

  @Test
  void credentialsAreReadFromFilesAndTheEnvironment(RunningServer server)
      throws IOException, InterruptedException {
    write("c.csv", csv(KEY + 40, 1));
    assertEnds(
        3,
        "GRIEVANCES_API_KEY is neither",
        new LoaderProcess(server, directory, "c.csv", TO_DATABASE)
            .with("GRIEVANCES_API_KEY", null)
            .run());
    assertEnds(
        3,
        "The service refused: 401",
        new LoaderProcess(server, directory, "c.csv", TO_DATABASE)
            .with("GRIEVANCES_TOKEN", "none")
            .run());
    Path file =
        write(
            "credentials",
            """
            \uFEFF# ours
            export GRIEVANCES_USER="writer"
            GRIEVANCES_PASSWORD='%s' # secret
            GRIEVANCES_CLIENT_ID=%s

            GRIEVANCES_CLIENT_CODE=%s
            GRIEVANCES_URL=%s
            """
                .formatted(
                    RunningServer.PASSWORD,
                    Secrets.CLIENT,
                    server.secrets().clientCode(),
                    server.server().url())
                .replace("\n", "\r\n"));
    LoaderProcess signingIn =
        new LoaderProcess(server, directory, "c.csv", TO_DATABASE, "--credentials=credentials")
            .with("GRIEVANCES_URL", null)
            .with("GRIEVANCES_TOKEN", null);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEnds(2, "may be read by others", signingIn.run());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertEnds(0, "1 rows: 1 created", signingIn.run());
    assertEnds(2, "Unknown option", run(server, "c.csv", TO_DATABASE, "--token=x"));
    assertEnds(0, "GRIEVANCES_TOKEN", run(server, "--help"));
  }

  @Test
  void anExportThatIsCutGoesOn(RunningServer server) throws IOException, InterruptedException {
    int first = KEY + 10_000;
    write("e.csv", csv(first, 1_000));
    assertEnds(0, "1,000 created", run(server, "e.csv", TO_DATABASE));
    try (FaultyGateway gateway =
        new FaultyGateway(
            server.httpPort(), Fault.ANSWER_CUT, Fault.OVERLOADED, Fault.ANSWER_CUT)) {
      assertEnds(
          0,
          "1,000 exported",
          run(
              server,
              "export",
              TO_DATABASE,
              "--url=" + gateway.url(),
              "--output=out.csv.gz",
              "--filter=keyFrom=" + first,
              "--filter=keyTo=" + (first + 1_000),
              "--filter=member_Seq.not=77",
              "--filter=member_Seq.not=78",
              "--fields=issue,grievance_Key"));
    }
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(directory.resolve("out.csv.gz")))) {
      String exported = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("issue,grievance_Key", exported.lines().findFirst().orElseThrow());
      assertEquals(1_001, exported.lines().distinct().count());
    }
  }

  @Test
  void anExportOfOneOfSeveralValuesNeedsTheKeys(RunningServer server)
      throws IOException, InterruptedException {
    int first = KEY + 12_000;
    write("s.csv", csv(first, 3));
    assertEnds(0, "3 created", run(server, "s.csv", TO_DATABASE));
    String[] chosen = {
      "export",
      TO_DATABASE,
      "--filter=grievance_Key=" + first,
      "--filter=grievance_Key=" + (first + 2),
      "--output=some.ndjson",
      "--fields"
    };
    assertEnds(0, "2 exported", run(server, append(chosen, "GRIEVANCE_KEY")));
    assertEquals(
        List.of(
            "{\"grievance_Key\":%d}".formatted(first),
            "{\"grievance_Key\":%d}".formatted(first + 2)),
        Files.readAllLines(directory.resolve("some.ndjson")));
    assertEnds(2, "Name grievance_Key in --fields", run(server, append(chosen, "issue")));
    assertEnds(
        2,
        "'grievance_Key' is not NAME=VALUE",
        run(server, "export", TO_DATABASE, "--filter=grievance_Key"));
  }

  private static String[] append(String[] words, String last) {
    return Stream.concat(Stream.of(words), Stream.of(last)).toArray(String[]::new);
  }

  /** Two members, with a newline between them: gunzip warns that it ignores what follows. */
  private Path damagedGzip(int key, int rows) throws IOException {
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.writeBytes(gzip(csv(key, rows)));
    damaged.write('\n');
    damaged.writeBytes(gzip((key + rows) + ",the last\n"));
    return Files.write(directory.resolve("damaged.csv.gz"), damaged.toByteArray());
  }

  @Test
  void nothingOfADamagedGzipFileIsSent(RunningServer server)
      throws IOException, InterruptedException {
    int key = KEY + 20_000;
    damagedGzip(key, 12_000);

    assertEnds(2, "The gzip data is damaged", run(server, "damaged.csv.gz", TO_DATABASE));
    assertEnds(2, "Nothing was loaded", run(server, "damaged.csv.gz", TO_DATABASE, "--job"));

    read(server, key).then().statusCode(404);
  }

  @Test
  void damagedGzipOfTheStandardInputIsNoSuccess(RunningServer server)
      throws IOException, InterruptedException {
    Path damaged = damagedGzip(KEY + 40_000, 10);

    assertEnds(
        3,
        "The gzip data is damaged",
        new LoaderProcess(server, directory, "-", TO_DATABASE).input(damaged).run());
  }

  @Test
  void allMembersOfAGzipFileAreLoaded(RunningServer server)
      throws IOException, InterruptedException {
    int key = KEY + 41_000;
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(gzip(csv(key, 10)));
    members.writeBytes(gzip(""));
    members.writeBytes(gzip((key + 10) + ",the last\n"));
    members.writeBytes(new byte[512]);
    Files.write(directory.resolve("members.csv"), members.toByteArray());

    assertEnds(0, "11 rows: 11 created", run(server, "members.csv", TO_DATABASE));
  }
}
