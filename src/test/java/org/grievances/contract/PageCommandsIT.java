package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.grievances.server.PageCommands;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as they are on the pages, with the credentials of a test where a page has {@code …}. */
@ExtendWith(RunningServer.Resolver.class)
class PageCommandsIT {
  private static final Path API = Path.of("src/site/markdown/api.md");
  private static final Path FORMATS = Path.of("src/site/markdown/formats.md");
  private static final Path COPY = Path.of("src/site/markdown/keeping-a-copy.md");
  private static final Path MAINTENANCE = Path.of("src/site/markdown/maintenance.md");
  private static final Path READS = Path.of("src/site/markdown/who-sees-what.md");
  private static final Path OPERATIONS = Path.of("src/site/markdown/operations.md");
  private static final String DATABASE = "gamma";
  private static final int KEY = -1_808_001;
  private static final String RECORD = "/vbasoftware/grievances/" + KEY;

  /** Prints the status of each response after its body, and fails where there is none. */
  private static final String CURL =
      """
      curl() { command curl -sS --cacert "$CA" -A pages -w '%{stderr}%{http_code}' "$@"; }
      """;

  private static final String CREDENTIALS =
      """
      -H "x-api-key: $API_KEY" -H "Authorization: Bearer $TOKEN" -H "vbasoftware-database: gamma"\
      """;

  @TempDir private Path directory;

  @BeforeEach
  void createRecord(RunningServer server) throws IOException {
    server
        .to(DATABASE)
        .body("[{\"grievance_Key\":%d,\"subscriber_ID\":\"s\"}]".formatted(KEY))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    for (String file : new String[] {"resolved", "grievances", "history", "corrected"}) {
      Files.writeString(
          directory.resolve(file + ".csv"),
          "grievance_Key,subscriber_ID,issue\n%d,s,%s\n".formatted(KEY, file));
    }
  }

  private String run(RunningServer server, String command) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", CURL + command)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    shell
        .environment()
        .putAll(
            Map.of(
                "CA", server.secrets().caFile().toAbsolutePath().toString(),
                "URL", server.server().url() + "/vbasoftware",
                "API_KEY", server.secrets().apiKey(),
                "TOKEN", server.token("grievance-writer"),
                "USER_ID", "reader",
                "CLIENT_ID", Secrets.CLIENT,
                "CLIENT_CODE", server.secrets().clientCode()));
    shell.environment().putIfAbsent("PASSWORD", RunningServer.PASSWORD);
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static String withCredentials(String command) {
    return command.replaceFirst(" … ", " " + CREDENTIALS.replace("$", "\\$") + " ");
  }

  private void assertStatus(int status, RunningServer server, String command) throws Exception {
    String said = run(server, withCredentials(command));
    assertTrue(said.contains(Integer.toString(status)), said);
  }

  private static void assertIssue(String issue, RunningServer server) {
    assertEquals(issue, server.to(DATABASE).get(RECORD).path("data.issue"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resolved", "grievances"})
  void batchOfAFileIsApplied(String file, RunningServer server) throws Exception {
    String command =
        PageCommands.of(API).stream()
            .filter(each -> each.endsWith("@" + file + ".csv"))
            .findFirst()
            .orElseThrow();
    assertStatus(207, server, command);
    assertIssue(file, server);
  }

  @Test
  void correctedFileIsApplied(RunningServer server) throws Exception {
    assertStatus(207, server, PageCommands.beginning(FORMATS, "curl"));
    assertIssue("corrected", server);
  }

  @Test
  void fileIsAcceptedAsAJob(RunningServer server) throws Exception {
    String command =
        PageCommands.of(API).stream()
            .filter(each -> each.contains("respond-async"))
            .findFirst()
            .orElseThrow();
    assertStatus(202, server, command);
  }

  @Test
  void membersOfARecordAreChanged(RunningServer server) throws Exception {
    String tag = server.to(DATABASE).get(RECORD).header("ETag");
    String command = PageCommands.beginning(API, "curl … -X PATCH");
    assertStatus(
        200,
        server,
        command.replace("/1017", "/" + KEY).replace("If-Match: \"…\"", "If-Match: " + tag));
    assertEquals("Closed", server.to(DATABASE).get(RECORD).path("data.grievance_Status"));
  }

  @Test
  void openGrievancesAreListed(RunningServer server) throws Exception {
    assertStatus(200, server, PageCommands.beginning(API, "curl … \"$URL/grievances?open"));
  }

  @Test
  void userSignsIn(RunningServer server) throws Exception {
    assertStatus(200, server, PageCommands.beginning(API, "curl -X POST"));
  }

  @Test
  void copyIsExportedAndChangesAreRead(RunningServer server) throws Exception {
    String export = withCredentials(PageCommands.beginning(COPY, "place="));
    String changes = withCredentials(PageCommands.beginning(COPY, "curl"));
    String said = run(server, export + "\n" + changes.replace("wait=20", "wait=1"));
    assertTrue(said.contains("HTTP/1.1 200"), said);
    assertTrue(Files.readString(directory.resolve("grievances.ndjson")).contains("" + KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"KEY", "PASSWORD"})
  void keyIsMadeWithItsHash(String name, RunningServer server) throws Exception {
    String said =
        run(
            server,
            PageCommands.beginning(OPERATIONS, name + "=$(openssl")
                + "\n"
                + PageCommands.beginning(OPERATIONS, "printf %s \"$" + name)
                + "\nprintf %s \"$"
                + name
                + '"');
    String[] lines = said.split("\n");
    assertEquals(Secrets.sha256(lines[1]), lines[0].replaceAll(" .*", ""));
  }

  @Test
  void signingKeyIsMade(RunningServer server) throws Exception {
    String password = " -storepass changeit -keypass changeit";
    run(
        server,
        PageCommands.beginning(OPERATIONS, "keytool -genkeypair")
            + password
            + "\n"
            + PageCommands.beginning(OPERATIONS, "keytool -exportcert")
                .replace(" | ", " -storepass changeit | "));
    String key = Files.readString(directory.resolve("signing.pem"));
    assertTrue(key.startsWith("-----BEGIN PUBLIC KEY-----"), key);
  }

  static Stream<Arguments> statementsOfOwners() {
    return Stream.of(
        arguments(OPERATIONS, "UPDATE"),
        arguments(OPERATIONS, "SELECT pid"),
        arguments(OPERATIONS, "SELECT archive_history"),
        arguments(READS, "SELECT archive_reads"),
        arguments(MAINTENANCE, "SELECT relname"));
  }

  @ParameterizedTest
  @MethodSource("statementsOfOwners")
  void statementOfAnOwnerIsUnderstood(Path page, String beginning, RunningServer server)
      throws Exception {
    server.awaitUse("measured-postgresql");
    try (Connection connection = server.postgres("measured");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(PageCommands.beginning(page, beginning));
      connection.rollback();
    }
  }
}
