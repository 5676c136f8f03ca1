package org.grievances.faults;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.junit.jupiter.api.Test;

/** Configurations with which a server does not start, and the program that finds them before. */
class BrokenConfigurationIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Path CHECK = Path.of("target/grievances-check.jar");

  private static String log(LibertyServer server) throws IOException {
    return Files.readString(server.directory().resolve("logs/messages.log"));
  }

  /** What the program says of the configuration of a server, which is to have errors. */
  private static String check(LibertyServer server) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                CHECK.toString(),
                server.directory().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), output);
    return output;
  }

  @Test
  void serverWithABrokenFileDoesNotStartAndNamesTheFile() throws Exception {
    try (LibertyServer server = LibertyServer.install("broken-file", new Overrides())) {
      server.addDatabase("broken", "<server>\n  <dataSource jndiName=");
      assertTrue(check(server).startsWith("databases/broken.xml:2: error: "));
      assertThrows(IOException.class, server::start);
      assertFalse(server.isRunning());
      String log = log(server);
      assertTrue(log.contains("broken.xml"), log);
      assertFalse(log.contains("is ready to run"), log);
    }
  }

  @Test
  void serverWithASettingThatCannotBeUsedIsNeverReady() throws Exception {
    try (LibertyServer server =
        LibertyServer.install(
                "broken-setting",
                new Overrides()
                    .set("grievances.batch.max-concurrent", "-1")
                    .set("grievances.batch.max-items", "")
                    .set("grievances.deadlines.rules", "urgent,early,told")
                    .set("grievances.deadlines.urgent.line", "MEDICARE")
                    .set("grievances.deadlines.early.line", "MEDICAID")
                    .set("grievances.deadlines.early.days", "BUSINESS")
                    .set("grievances.deadlines.early.within", "PT24H")
                    .set("grievances.deadlines.early.holidays", "missing.txt")
                    .set("grievances.deadlines.told.kind", "NOTICE"))
            .startingQuickly()) {
      String report = check(server);
      server.start();
      await("the error in the log").atMost(TIMEOUT).until(() -> log(server).contains("CWWKZ0002E"));
      for (String finding :
          new String[] {
            "grievances.batch.max-concurrent is -1, which is not a whole number from 1 on",
            "grievances.batch.max-items is empty, which is not a whole number from 1 on",
            "grievances.deadlines.urgent.line is MEDICARE, which is not one of MEDICARE_C",
            "grievances.deadlines.early.within is PT24H, and business days are no hours",
            "grievances.deadlines.early.holidays is missing.txt, which cannot be read",
            "grievances.deadlines.told.within is not set"
          }) {
        assertTrue(report.contains("error: " + finding), report);
        assertTrue(log(server).contains("Setting " + finding));
      }
      for (String check : new String[] {"ready", "started"}) {
        given()
            .relaxedHTTPSValidation()
            .get(server.operationsUrl() + "/health/" + check)
            .then()
            .statusCode(503);
      }
    }
  }

  @Test
  void serverWhoseArchiveOfClassesIsMissingStartsAndSaysSo() throws Exception {
    try (LibertyServer server =
        LibertyServer.install("no-archive", new Overrides())
            .startingQuickly()
            .addJvmOption("-XX:SharedArchiveFile=missing.jsa")) {
      server.start();
      await("a ready server")
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .until(
              () ->
                  given()
                          .relaxedHTTPSValidation()
                          .get(server.operationsUrl() + "/health/ready")
                          .statusCode()
                      == 200);
      assertTrue(log(server).contains("The archive of classes missing.jsa cannot be read"));
    }
  }
}
