package org.grievances.loader;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which column of a file goes to which member of the service; letter case does not count. */
final class ColumnMap {
  /** What a file of failed rows has in addition. */
  private static final Set<String> OF_FAILED_ROWS = Set.of("status", "body");

  private final Map<String, String> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> ignored = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param pairs such as {@code Member ID=subscriber_ID}
   * @param file with such pairs, one a line, or a CSV of two columns; null for none
   * @param ignored columns to leave out
   */
  static ColumnMap of(List<String> pairs, Path file, Collection<String> ignored) {
    ColumnMap map = new ColumnMap();
    if (file != null) {
      map.read(file);
    }
    pairs.forEach(map::addPair);
    map.ignored.addAll(ignored);
    return map;
  }

  private void read(Path file) {
    try {
      if (file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".csv")) {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(file)) {
          rows.forEach(row -> addRow(file, row.getFields()));
        }
      } else {
        for (String line : Files.readAllLines(file)) {
          if (!line.isBlank() && !line.startsWith("#")) {
            addPair(line);
          }
        }
      }
    } catch (IOException | CsvParseException unreadable) {
      throw StopException.usage("The map cannot be read: " + file);
    }
  }

  private void addRow(Path file, List<String> row) {
    if (row.size() != 2) {
      throw StopException.usage(
          "A row of the map has other than two fields, the column and the member: " + file);
    }
    add(row.get(0), row.get(1));
  }

  private void addPair(String pair) {
    int equals = pair.lastIndexOf('=');
    if (equals < 1 || equals == pair.length() - 1) {
      throw StopException.usage(
          "Not a column and a member, such as \"Member ID=subscriber_ID\": " + pair);
    }
    add(pair.substring(0, equals), pair.substring(equals + 1));
  }

  private void add(String column, String member) {
    members.put(column.strip(), member.strip());
  }

  /** The member to which a column goes; null when it is left out. */
  String member(String column) {
    if (ignored.contains(column)) {
      return null;
    }
    String member = members.get(column);
    if (member == null && OF_FAILED_ROWS.contains(column)) {
      return null;
    }
    return member == null ? column : member;
  }

  /** Leaves out further columns. */
  void ignore(Collection<String> columns) {
    ignored.addAll(columns);
  }

  /** Says which mapped columns a file lacks; what it has under the member's name is not missed. */
  List<String> missing(Collection<String> columns) {
    Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    there.addAll(columns);
    List<String> missing = new ArrayList<>();
    members.forEach(
        (column, member) -> {
          if (!there.contains(column) && !there.contains(member)) {
            missing.add(column);
          }
        });
    return missing;
  }

  /** What two runs must have in common to send the same. */
  @Override
  public String toString() {
    return members + " without " + ignored;
  }
}
