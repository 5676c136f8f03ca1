package org.grievances.item;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why an item is invalid.
 *
 * @param line of the file at which its row begins; 0 if it is no row
 * @param reported the first errors
 * @param more the number of the others
 */
public record ItemErrors(long line, List<ItemError> reported, int more) {

  /**
   * An error.
   *
   * @param member null if it is one of the whole item
   */
  public record ItemError(String member, String reason) {

    private String text() {
      return member == null ? reason : member + ": " + reason;
    }
  }

  /** An error of the whole item. */
  public static ItemErrors of(String reason) {
    return new ItemErrors(0, List.of(new ItemError(null, reason)), 0);
  }

  ItemErrors atLine(long number) {
    return new ItemErrors(number, reported, more);
  }

  /** The text in responses, which programs parse: {@code Line 4: issue_Date: required}. */
  public String text() {
    String text = reported.stream().map(ItemError::text).collect(Collectors.joining("; "));
    if (more > 0) {
      text += "; and " + more + " more";
    }
    if (line == 0) {
      return text;
    }
    boolean isOfMembers = reported.get(0).member() != null;
    return "Line " + line + (isOfMembers ? ": " : " ") + text;
  }
}
