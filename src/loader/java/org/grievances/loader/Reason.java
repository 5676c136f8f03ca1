package org.grievances.loader;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.loader.client.MultiStatus;
import org.grievances.loader.client.RequestError;

/**
 * Why a row was not applied.
 *
 * @param line at which the row begins; 0 if it is not known
 */
record Reason(long line, List<RowError> errors) {
  static final Reason NONE = new Reason(0, List.of());

  /** An error of a row as a whole. */
  static Reason ofRow(long line, String code, String message) {
    return new Reason(line, List.of(RowError.ofRow(code, message)));
  }

  /** The errors of an item that failed. */
  static Reason of(MultiStatus item) {
    return of(item.getErrors(), item.getBody());
  }

  /**
   * @param errors null or empty if the service said a text alone
   */
  static Reason of(List<RequestError> errors, String text) {
    if (errors == null || errors.isEmpty()) {
      return ofRow(0, "", text);
    }
    Long line = errors.get(0).getLine();
    return new Reason(line == null ? 0 : line, errors.stream().map(RowError::of).toList());
  }

  /** The same with the line of the file instead of that of the request, if one is known. */
  Reason at(long lineOfFile) {
    return line == 0 ? this : new Reason(lineOfFile, errors);
  }

  /** The kinds of its errors, without what differs from row to row. */
  Stream<String> kinds() {
    return errors.stream().map(RowError::kind);
  }

  /** {@code Line 4: issue_Date: required}, or {@code Line 5 has 2 fields}. */
  @Override
  public String toString() {
    String text = errors.stream().map(RowError::text).collect(Collectors.joining("; "));
    if (line == 0) {
      return text;
    }
    return "Line " + line + (errors.get(0).member() == null ? " " : ": ") + text;
  }
}
