package org.grievances.database;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the server read files that are added to its directory of databases. It watches those that
 * it has read, but not the directory.
 */
final class DatabaseFiles {
  private static final Logger LOGGER = Logger.getLogger(DatabaseFiles.class.getName());

  private final Path server;
  private final Path directory;
  private Set<String> known;

  /**
   * @param server the directory of the server's configuration
   */
  DatabaseFiles(Path server) {
    this.server = server;
    this.directory = server.resolve("databases");
    this.known = files();
  }

  private Set<String> files() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(Path::toString)
          .filter(file -> file.endsWith(".xml"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Makes the server read its configuration again if a file was added since the last call. */
  void readAdded() {
    Set<String> now = files();
    boolean isAdded = !known.containsAll(now);
    known = now;
    if (isAdded) {
      touch();
    }
  }

  /** The server reads all files again when one that it knows has another time. */
  private void touch() {
    try {
      Files.setLastModifiedTime(
          server.resolve("server.xml"), FileTime.from(Instant.now().truncatedTo(SECONDS)));
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING, "A file of a database was added: touch server.xml to have it read.");
    }
  }
}
