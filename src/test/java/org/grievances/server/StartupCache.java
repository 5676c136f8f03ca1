package org.grievances.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Keeps what a first start found out, so that servers start in about two thirds of the processor
 * time: Liberty's list of bundles, and the parsed and verified classes, which a delivered server
 * records in the same way. It is kept next to the installation of Liberty that it was made from,
 * and deleted with it.
 */
final class StartupCache {
  private static final Path DIRECTORY = LibertyServer.WLP.resolveSibling("startup");
  private static final Path CLASSES = DIRECTORY.resolve("classes.jsa");
  private static final Path WORK_AREA = DIRECTORY.resolve("workarea");

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
    Path recorded =
        LibertyServer.install(DIRECTORY.resolve("user"), new Overrides())
            .addJvmOption(LibertyServer.COMPILE_AT_ONCE)
            .recordStart()
            .directory();
    Files.createDirectories(WORK_AREA);
    try (Stream<Path> files = Files.list(recorded.resolve("workarea"))) {
      for (Path file : files.filter(file -> !isOfTheProcess(file)).toList()) {
        LibertyServer.copy(file, WORK_AREA.resolve(file.getFileName()));
      }
    }
    Files.move(recorded.resolve("classes.jsa"), CLASSES);
  }

  /** A lock or the like of the server that ran. */
  private static boolean isOfTheProcess(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  /** Gives it to a server that is not started yet. */
  void useFor(LibertyServer server) throws IOException {
    server.addJvmOption("-XX:SharedArchiveFile=" + CLASSES);
    LibertyServer.copy(WORK_AREA, server.directory().resolve("workarea"));
  }
}
