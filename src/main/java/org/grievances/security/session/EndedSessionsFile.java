package org.grievances.security.session;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.grievances.activity.Activity;

/**
 * The ended sessions of a server in a file, which has them also after a restart: a line for each,
 * with the instant, the database and the id. If it cannot be written, a warning says so once.
 */
final class EndedSessionsFile {
  private static final Logger LOGGER = Logger.getLogger(EndedSessionsFile.class.getName());
  private static final String NAME = "ended-sessions";
  private static final String SEPARATOR = "\t";

  /** After so many were added, the file is read for those that are too old. */
  private static final int ADDED_UNTIL_CLEANED = 100_000;

  private final Path file;
  private final Duration retention;
  private int added;
  private boolean isWritable = true;

  /** A session that has ended, or a refresh token that was used. */
  record Ended(Instant instant, String database, String id) {

    private static Optional<Ended> parse(String line) {
      String[] columns = line.split(SEPARATOR);
      try {
        return columns.length == 3
            ? Optional.of(new Ended(Instant.parse(columns[0]), columns[1], columns[2]))
            : Optional.empty();
      } catch (DateTimeException e) {
        // The server stopped while it wrote the line.
        return Optional.empty();
      }
    }

    private String line() {
      return String.join(SEPARATOR, instant.toString(), database, id);
    }
  }

  /**
   * @param directory in which the file is, and which is created
   * @param retention how long each is kept
   */
  EndedSessionsFile(Path directory, Duration retention) {
    this.file = directory.resolve(NAME);
    this.retention = retention;
  }

  /** Reads those that are not too old, and removes the others from the file. */
  synchronized List<Ended> load() {
    Instant oldest = Instant.now().minus(retention);
    try (Stream<String> lines = Files.lines(file)) {
      List<Ended> ended =
          lines
              .flatMap(line -> Ended.parse(line).stream())
              .filter(each -> !each.instant().isBefore(oldest))
              .toList();
      replace(ended);
      return ended;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | RuntimeException e) {
      Activity.log(LOGGER, Level.WARNING, "The ended sessions of earlier cannot be read.", e);
      return List.of();
    }
  }

  private void replace(List<Ended> ended) throws IOException {
    Path next = file.resolveSibling(NAME + ".next");
    Files.write(next, ended.stream().map(Ended::line).toList());
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Adds some at the end. */
  synchronized void add(List<Ended> ended) {
    if (!isWritable || ended.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(file.getParent());
      try (BufferedWriter out =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        for (Ended each : ended) {
          out.write(each.line());
          out.newLine();
        }
      }
      added += ended.size();
      if (added > ADDED_UNTIL_CLEANED) {
        added = 0;
        load();
      }
    } catch (IOException e) {
      isWritable = false;
      Activity.log(
          LOGGER, Level.WARNING, "Ended sessions are not written, and forgotten at a restart.", e);
    }
  }
}
