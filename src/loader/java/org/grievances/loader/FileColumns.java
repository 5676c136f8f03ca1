package org.grievances.loader;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.grievances.csv.ColumnNames;

/** The columns of a file: checked before anything is sent, they decide how the rows are sent. */
final class FileColumns {
  private final Rows rows;
  private final Format format;
  private final LoadOptions options;
  private final ColumnMap map;
  private final Service service;
  private final Display display;

  FileColumns(Rows rows, Format format, LoadOptions options, Service service, Display display) {
    this.rows = rows;
    this.format = format;
    this.options = options;
    this.map = options.map();
    this.service = service;
    this.display = display;
  }

  /**
   * Leaves out those that the service does not know, if that is chosen.
   *
   * @throws ExitException if they are not left out, or a column is missing that is mapped or has
   *     the keys
   */
  void check() {
    checkMapped();
    rows.checkMembers();
    List<String> sent =
        rows.columns().stream().filter(column -> map.member(column) != null).toList();
    if (rows.form().isCsv()) {
      checkKey(sent);
    }
    List<String> unknown = unknown(sent);
    if (!unknown.isEmpty()) {
      leaveOut(unknown);
    }
  }

  /** Objects may lack members; a row of CSV without a column would empty its member. */
  private void checkMapped() {
    List<String> missing = rows.form().isCsv() ? map.missing(rows.columns()) : List.of();
    if (!missing.isEmpty()) {
      throw ExitException.usage(
          "The file has no such columns, which are mapped: %s. It has: %s"
              .formatted(String.join(", ", missing), String.join(", ", rows.columns())));
    }
  }

  private void checkKey(List<String> columns) {
    boolean isCreating = options.mode() == Sending.Mode.CREATE;
    boolean hasKey = columns.stream().map(map::member).anyMatch(Rows.KEY::equalsIgnoreCase);
    if (hasKey && isCreating) {
      throw ExitException.usage(
          "The service gives the keys, but a column goes to %s; leave it out (--ignore), or load without --create."
              .formatted(Rows.KEY));
    }
    if (!hasKey && !isCreating) {
      throw ExitException.usage(
          "No column goes to %s; the columns are: %s. If all grievances are new, --create lets the service give the keys."
              .formatted(Rows.KEY, String.join(", ", columns)));
    }
  }

  private List<String> unknown(List<String> sent) {
    Set<String> unknown =
        new ColumnCheck(service, format, options.mode())
            .unknown(sent.stream().map(map::member).toList());
    return sent.stream()
        .filter(
            column ->
                unknown.contains(map.member(column))
                    || ServiceColumns.isOfOutcome(map.member(column)))
        .toList();
  }

  private void leaveOut(List<String> unknown) {
    String names = String.join(", ", unknown.stream().map(this::describe).toList());
    if (!options.ignoreUnknown()) {
      throw ExitException.usage(
          "The service does not know these columns: %s. Nothing was loaded. Name them as the service does (--map), or leave them out (--ignore, or --ignore-unknown for all of them)."
              .formatted(names));
    }
    display.say("These columns are left out, which the service does not know: " + names);
    map.ignore(unknown);
  }

  /** As chosen; else whether the file has a column for every member, which is said if not. */
  Sending.Mode mode() {
    if (options.mode() != null) {
      return options.mode();
    }
    List<String> missing =
        rows.form().isCsv()
            ? ServiceColumns.missing(
                rows.columns().stream().map(map::member).filter(Objects::nonNull).toList())
            : List.of();
    if (!missing.isEmpty()) {
      display.say(
          "Grievances that exist keep what the file has no columns for (--no-merge clears it): "
              + String.join(", ", missing));
    }
    return missing.isEmpty() ? Sending.Mode.REPLACE : Sending.Mode.MERGE;
  }

  private String describe(String column) {
    String member = map.member(column);
    String name = ColumnNames.withVisibleMarks(column);
    return member.equals(ColumnMap.plain(column)) ? name : name + " (mapped to " + member + ")";
  }
}
