package org.grievances.loader;

/** Fields as they are written in CSV. */
final class CsvText {
  /** So that a row with nothing in it is not taken for an empty line. */
  private static final String NOTHING = "\"\"";

  private CsvText() {}

  /** A row without a line end. */
  static String row(Iterable<String> fields) {
    StringBuilder row = new StringBuilder();
    for (String field : fields) {
      append(row, field);
      row.append(',');
    }
    row.setLength(row.length() - 1);
    return row.isEmpty() ? NOTHING : row.toString();
  }

  private static void append(StringBuilder row, String field) {
    if (needsQuotes(field)) {
      row.append('"').append(field.replace("\"", "\"\"")).append('"');
    } else {
      row.append(field);
    }
  }

  private static boolean needsQuotes(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';' || c == '\t') {
        return true;
      }
    }
    return false;
  }
}
