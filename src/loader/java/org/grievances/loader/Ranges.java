package org.grievances.loader;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Disjoint ranges of rows, each from its first row to the one after its last. */
final class Ranges {
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  /** Parses the result of {@link #toString()}. */
  static Ranges parse(String text) {
    Ranges ranges = new Ranges();
    for (String range : text.isBlank() ? new String[0] : text.strip().split(" ")) {
      String[] bounds = range.split("-");
      ranges.ends.put(Long.valueOf(bounds[0]), Long.valueOf(bounds[1]));
    }
    return ranges;
  }

  void add(long first, long end) {
    ends.put(first, end);
  }

  /** Adds a range, and merges adjacent ones. */
  void join(long first, long end) {
    Map.Entry<Long, Long> before = ends.lowerEntry(first);
    long from = before != null && before.getValue() == first ? before.getKey() : first;
    Long after = ends.remove(end);
    ends.put(from, after == null ? end : after);
  }

  void remove(long first) {
    ends.remove(first);
  }

  /** The row after the range that begins with a row; the row itself when none does. */
  long endFrom(long first) {
    return ends.getOrDefault(first, first);
  }

  /** The first row after a given one with which a range begins. */
  long nextAfter(long row) {
    Long next = ends.higherKey(row);
    return next == null ? Long.MAX_VALUE : next;
  }

  @Override
  public String toString() {
    return ends.entrySet().stream()
        .map(range -> range.getKey() + "-" + range.getValue())
        .collect(Collectors.joining(" "));
  }
}
