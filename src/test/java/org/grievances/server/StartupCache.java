package org.grievances.server;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps what a first start found out, so that servers start in about two thirds of the processor
 * time: Liberty's list of bundles, and the parsed and verified classes. It is kept next to the
 * installation of Liberty that it was made from, and deleted with it.
 */
final class StartupCache {
  private static final Path DIRECTORY = LibertyServer.WLP.resolveSibling("startup");
  private static final Path CLASSES = DIRECTORY.resolve("classes.jsa");
  private static final Path WORK_AREA = DIRECTORY.resolve("workarea");

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Liberty starts with an agent, with which the JVM keeps classes only on demand. */
  private static final List<String> ALLOW_AGENT =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent");

  private StartupCache() {}

  /** Makes it when it does not exist. */
  static synchronized StartupCache prepare() throws IOException {
    if (!Files.exists(CLASSES)) {
      LibertyServer.delete(DIRECTORY);
      fill();
    }
    return new StartupCache();
  }

  private static void fill() throws IOException {
    LibertyServer server =
        LibertyServer.install(DIRECTORY.resolve("user"), new Overrides())
            .addJvmOption(LibertyServer.COMPILE_AT_ONCE);
    allowAgent(server).addJvmOption("-XX:ArchiveClassesAtExit=" + CLASSES);
    try (server) {
      server.start();
      await("the server that fills the cache").atMost(TIMEOUT).until(() -> isReady(server));
      server.stop();
    }
    Path left = server.directory().resolve("workarea");
    try (Stream<Path> files = Files.list(left)) {
      Files.createDirectories(WORK_AREA);
      for (Path file : files.filter(file -> !isOfTheProcess(file)).toList()) {
        LibertyServer.copy(file, WORK_AREA.resolve(file.getFileName()));
      }
    }
  }

  /** Whether it has started completely and opened its databases. */
  private static boolean isReady(LibertyServer server) {
    return given()
            .relaxedHTTPSValidation()
            .get(server.operationsUrl() + "/health/ready")
            .statusCode()
        == 200;
  }

  /** A lock or the like of the server that ran. */
  private static boolean isOfTheProcess(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static LibertyServer allowAgent(LibertyServer server) throws IOException {
    for (String option : ALLOW_AGENT) {
      server.addJvmOption(option);
    }
    return server;
  }

  /** Gives it to a server that is not started yet. */
  void useFor(LibertyServer server) throws IOException {
    allowAgent(server).addJvmOption("-XX:SharedArchiveFile=" + CLASSES);
    LibertyServer.copy(WORK_AREA, server.directory().resolve("workarea"));
  }
}
