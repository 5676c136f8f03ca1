package org.grievances.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The findings, a line each, in the order of files and lines. */
final class Report {
  private final List<Line> lines = new ArrayList<>();

  private record Line(Place place, boolean isError, String text) {
    @Override
    public String toString() {
      return place + ": " + (isError ? "error: " : "warning: ") + text;
    }
  }

  void error(Place place, String text) {
    lines.add(new Line(place, true, text));
  }

  void warning(Place place, String text) {
    lines.add(new Line(place, false, text));
  }

  boolean hasErrors() {
    return lines.stream().anyMatch(Line::isError);
  }

  void print(PrintStream out) {
    lines.stream().sorted(Comparator.comparing(Line::place)).forEach(out::println);
  }
}
