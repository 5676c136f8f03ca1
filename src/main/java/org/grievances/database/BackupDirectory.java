package org.grievances.database;

import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The backups of one database: each is a directory that has the time of its start as its name, and
 * is there only once it is complete. Whatever else is in the directory is left alone.
 */
final class BackupDirectory {
  private static final String UNFINISHED = "unfinished";
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'");

  private final Path directory;

  /**
   * @param root the directory of the backups of all databases
   */
  BackupDirectory(Path root, String database) {
    this.directory = root.resolve(database);
  }

  /** Copies a database into an empty directory, as a directory of its own. */
  @FunctionalInterface
  interface Copying {
    void copyTo(Path empty) throws SQLException;
  }

  /** The start of the newest backup; empty if there is none. */
  Optional<Instant> newest() throws IOException {
    List<Path> all = all();
    return all.isEmpty() ? Optional.empty() : time(all.get(all.size() - 1));
  }

  /** All backups, the oldest first. */
  private List<Path> all() throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> time(file).isPresent()).sorted().toList();
    }
  }

  private static Optional<Instant> time(Path backup) {
    try {
      LocalDateTime time = LocalDateTime.parse(backup.getFileName().toString(), NAME);
      return Optional.of(time.toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Adds a backup.
   *
   * @return where it is
   */
  Path add(Instant start, Copying copying) throws IOException, SQLException {
    Path unfinished = directory.resolve(UNFINISHED);
    Path backup = directory.resolve(NAME.format(start.atOffset(ZoneOffset.UTC)));
    delete(unfinished);
    Files.createDirectories(unfinished, ownerOnly());
    try {
      copying.copyTo(unfinished);
      Files.move(onlyFile(unfinished), backup);
    } finally {
      delete(unfinished);
    }
    return backup;
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Path onlyFile(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.findFirst().orElseThrow(() -> new IOException("Nothing was copied"));
    }
  }

  /** Deletes the oldest backups until no more are left than are kept. */
  void prune(int kept) throws IOException {
    List<Path> all = all();
    for (Path backup : all.subList(0, Math.max(0, all.size() - kept))) {
      delete(backup);
    }
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
