package org.grievances.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The holidays in a file: each line begins with a date as in 2026-12-25, whatever follows after a
 * blank or a comma; empty lines and those that begin with # do not count.
 */
final class HolidayFile {
  /** Read once, so that an edit counts at the next start, as that of a setting does. */
  private static final Map<String, Set<LocalDate>> READ = new ConcurrentHashMap<>();

  private HolidayFile() {}

  /**
   * @throws IllegalArgumentException if it cannot be read, with the reason
   */
  static Set<LocalDate> read(String path) {
    return READ.computeIfAbsent(path, HolidayFile::dates);
  }

  private static Set<LocalDate> dates(String path) {
    Set<LocalDate> dates = new TreeSet<>();
    int number = 0;
    for (String line : lines(path)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        dates.add(date(line, number, path));
      }
    }
    if (dates.isEmpty()) {
      throw new IllegalArgumentException("is " + path + ", which has no dates; add the holidays");
    }
    return Set.copyOf(dates);
  }

  private static Iterable<String> lines(String path) {
    try {
      return Files.readAllLines(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "is " + path + ", which cannot be read; name a file in UTF-8 that the server may read",
          e);
    }
  }

  private static LocalDate date(String line, int number, String path) {
    try {
      return LocalDate.parse(line.strip().split("[\\s,;]", 2)[0]);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "is "
              + path
              + (", whose line " + number + " does not begin with a date: ")
              + "write it as in 2026-12-25",
          e);
    }
  }
}
