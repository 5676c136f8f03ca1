package org.grievances.item;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Why an item failed.
 *
 * @param reported the first errors, at least one; all have the same line
 * @param more the number of the others
 */
public record ItemErrors(List<RequestError> reported, int more) {

  public static ItemErrors of(RequestError... errors) {
    return new ItemErrors(List.of(errors), 0);
  }

  /** An error of the whole item. */
  public static ItemErrors of(ErrorCode code, String message) {
    return of(RequestError.of(code, message));
  }

  /** The errors of a record's codes that are not in their lists; empty if all are. */
  public static Optional<ItemErrors> ofCodes(Table table, Codes codes, Object[] values) {
    List<RequestError> errors =
        codes.unknownIn(values).stream()
            .mapToObj(position -> table.fields().get(position).name())
            .map(member -> RequestError.of(ErrorCode.UNKNOWN_CODE, member, Codes.UNKNOWN))
            .toList();
    return errors.isEmpty() ? Optional.empty() : Optional.of(new ItemErrors(errors, 0));
  }

  /** The error of a record whose values do not fulfil the rule of its table; empty if they do. */
  public static Optional<ItemErrors> ofRule(Table table, Object[] values) {
    return table
        .rule()
        .violation(table, values)
        .map(
            broken ->
                RequestError.of(ErrorCode.NOT_ALLOWED, broken.field().name(), broken.reason()))
        .map(ItemErrors::of);
  }

  /**
   * The same errors.
   *
   * @param line of the file at which the row begins
   */
  ItemErrors atLine(long line) {
    return new ItemErrors(reported.stream().map(error -> error.at(line, 0)).toList(), more);
  }

  /** The errors as text: {@code Line 4: issue_Date: required; and 2 more}. */
  public String text() {
    String text = reported.stream().map(RequestError::text).collect(Collectors.joining("; "));
    if (more > 0) {
      text += "; and " + more + " more";
    }
    RequestError first = reported.get(0);
    if (first.line() == 0) {
      return text;
    }
    return "Line " + first.line() + (first.member() == null ? " " : ": ") + text;
  }

  /** The failure of a request whose body is the item. */
  public FailureException failure(ProblemType type) {
    return new FailureException(type, text() + ".", reported);
  }
}
