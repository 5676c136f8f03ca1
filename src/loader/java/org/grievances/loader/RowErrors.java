package org.grievances.loader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts the errors of rows by kind, without contents of the rows. */
final class RowErrors {
  private static final int MAX_KINDS = 1_000;
  private static final int FIRST_LINES = 3;
  private static final String OTHERS = "of other kinds";
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** The errors of one kind, with the first lines that have it. */
  private static final class Kind {
    private long count;
    private final List<Long> lines = new ArrayList<>();

    long count() {
      return count;
    }

    void add(long more, List<Long> ofLines) {
      count += more;
      lines.addAll(ofLines);
      lines.sort(Comparator.naturalOrder());
      if (lines.size() > FIRST_LINES) {
        lines.subList(FIRST_LINES, lines.size()).clear();
      }
    }
  }

  synchronized void add(FailedRow row) {
    row.reason().kinds().forEach(kind -> of(kind).add(1, List.of(row.line())));
  }

  /** Adds the errors of other rows. */
  synchronized void add(RowErrors others) {
    others.kinds.forEach((name, kind) -> of(name).add(kind.count, kind.lines));
  }

  private Kind of(String name) {
    boolean other = !kinds.containsKey(name) && kinds.size() >= MAX_KINDS;
    return kinds.computeIfAbsent(other ? OTHERS : name, none -> new Kind());
  }

  /** One line for each kind, the most frequent first. */
  synchronized List<String> lines() {
    return kinds.entrySet().stream()
        .sorted(Comparator.comparingLong(kind -> -kind.getValue().count()))
        .map(kind -> line(kind.getKey(), kind.getValue()))
        .toList();
  }

  private static String line(String name, Kind kind) {
    StringBuilder lines = new StringBuilder();
    kind.lines.forEach(line -> lines.append(lines.isEmpty() ? "" : ", ").append(line));
    String which =
        kind.count == 1 ? "line " : kind.count > FIRST_LINES ? "first in lines " : "lines ";
    return String.format(Locale.ROOT, "%,9d × %s (%s%s)", kind.count, name, which, lines);
  }
}
