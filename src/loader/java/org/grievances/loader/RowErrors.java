package org.grievances.loader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Counts the errors of rows by kind, without contents of the rows. */
final class RowErrors {
  private static final int MAX_KINDS = 1_000;
  private static final int FIRST_LINES = 3;
  private static final String OTHERS = "of other kinds";
  private static final Pattern TOO_LONG = Pattern.compile("\\d+ characters, at most (\\d+)$");
  private static final Pattern TOO_SHORT = Pattern.compile("\\d+ characters, at least (\\d+)$");
  private static final Pattern LINE = Pattern.compile("^Line \\d+ ");
  private static final Pattern FIELDS =
      Pattern.compile("^has \\d+ fields, but the header row has \\d+$");
  private static final Pattern FURTHER = Pattern.compile("^and \\d+ more$");

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
    for (String error : row.withoutLine().split("; ")) {
      of(kind(error)).add(1, List.of(row.line()));
    }
  }

  /** Adds the errors of other rows. */
  synchronized void add(RowErrors others) {
    others.kinds.forEach((name, kind) -> of(name).add(kind.count, kind.lines));
  }

  private Kind of(String name) {
    boolean other = !kinds.containsKey(name) && kinds.size() >= MAX_KINDS;
    return kinds.computeIfAbsent(other ? OTHERS : name, none -> new Kind());
  }

  private static String kind(String error) {
    String text = LINE.matcher(error).replaceFirst("");
    text = TOO_LONG.matcher(text).replaceFirst("more than $1 characters");
    text = TOO_SHORT.matcher(text).replaceFirst("fewer than $1 characters");
    text =
        FIELDS.matcher(text).replaceFirst("the row has more or fewer fields than the header row");
    return FURTHER.matcher(text).replaceFirst("further errors of the same rows");
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
