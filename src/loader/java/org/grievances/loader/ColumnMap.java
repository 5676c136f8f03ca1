package org.grievances.loader;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.grievances.csv.ColumnNames;

/**
 * Maps the columns of a file to members of the service; letter case and invisible characters are
 * ignored.
 */
final class ColumnMap {
  /** A blank line, a remark, or the line that tells Excel the separator. */
  private static final Pattern NO_PAIR = Pattern.compile("\\s*|#.*|(?i)\"?sep=\\W?\"?\\W?");

  private static final String SEPARATORS = ",;\t";
  private static final int WEIGHT_OF_KNOWN = 10_000;

  private final Map<String, String> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> ignored = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param profile of which the columns come first; others replace them
   * @param file with pairs, one a line, or a CSV of two columns; null for none
   * @param pairs such as {@code Member ID=subscriber_ID}
   * @param ignored columns to leave out
   */
  static ColumnMap of(Profile profile, Path file, List<String> pairs, Collection<String> ignored) {
    ColumnMap map = new ColumnMap();
    profile.columns().forEach(map::add);
    if (file != null) {
      map.read(file);
    }
    pairs.forEach(map::addPair);
    map.ignore(ignored);
    return map;
  }

  private void read(Path file) {
    String text = FileText.read(file, "The map");
    List<String> lines = text.lines().filter(line -> !NO_PAIR.matcher(line).matches()).toList();
    boolean isCsv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    if (isCsv || lines.stream().noneMatch(line -> line.contains("="))) {
      rows(file, String.join("\n", lines)).forEach(row -> add(row.get(0), row.get(1)));
    } else {
      lines.forEach(this::addPair);
    }
  }

  /** The rows of CSV, with the separator by which each has two fields. */
  private static List<List<String>> rows(Path file, String text) {
    for (char separator : SEPARATORS.toCharArray()) {
      try (CsvReader<CsvRecord> csv =
          CsvReader.builder().fieldSeparator(separator).ofCsvRecord(text)) {
        List<List<String>> rows = csv.stream().map(CsvRecord::getFields).toList();
        if (rows.stream().allMatch(row -> row.size() == 2)) {
          return rows;
        }
      } catch (IOException | CsvParseException e) {
        // Another separator may do, and if none does, the file is refused.
      }
    }
    throw ExitException.usage(
        "The map has lines that are neither COLUMN=MEMBER nor CSV of two columns, the column and the member: "
            + file);
  }

  private void addPair(String pair) {
    int equals = pair.lastIndexOf('=');
    if (equals < 1 || equals == pair.length() - 1) {
      throw ExitException.usage(
          "Not a column and a member, such as \"Member ID=subscriber_ID\": " + pair);
    }
    add(pair.substring(0, equals), pair.substring(equals + 1));
  }

  private void add(String column, String member) {
    String name = plain(column);
    members.remove(name);
    ignored.remove(name);
    if (member == null) {
      ignored.add(name);
    } else if (member.isBlank()) {
      throw ExitException.usage("The column \"%s\" is mapped to no member.".formatted(name));
    } else {
      members.put(name, member.strip());
    }
  }

  /** The member to which a column goes; null when it is left out. */
  String member(String column) {
    String name = plain(column);
    return ignored.contains(name) ? null : members.getOrDefault(name, name);
  }

  /** The name without invisible characters; most names have none. */
  static String plain(String column) {
    boolean isPlain = column.equals(column.strip());
    for (int i = 0; isPlain && i < column.length(); i++) {
      isPlain = column.charAt(i) >= ' ' && column.charAt(i) <= '~';
    }
    return isPlain ? column : ColumnNames.withoutMarks(column);
  }

  /** Ignores further columns. */
  void ignore(Collection<String> columns) {
    columns.forEach(column -> ignored.add(plain(column)));
  }

  /**
   * The score of a header row, by the number of known columns and of all columns.
   *
   * @param header null for an empty field
   */
  int countKnown(List<String> header) {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String column : header) {
      String name = plain(Objects.requireNonNullElse(column, ""));
      names.add(name);
      if (ignored.contains(name) || members.containsKey(name) || ServiceColumns.isMember(name)) {
        known.add(name);
      }
    }
    return known.size() * WEIGHT_OF_KNOWN + names.size();
  }

  /** The mapped columns that a file lacks; a column with the member's own name replaces them. */
  List<String> missing(Collection<String> columns) {
    Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    columns.forEach(column -> there.add(plain(column)));
    List<String> missing = new ArrayList<>();
    members.forEach(
        (column, member) -> {
          if (!there.contains(column) && !there.contains(member)) {
            missing.add(column);
          }
        });
    return missing;
  }

  /** A fingerprint of the mapping: runs with the same one send the same members. */
  @Override
  public String toString() {
    return members + " without " + ignored;
  }
}
