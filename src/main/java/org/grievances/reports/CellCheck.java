package org.grievances.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;

/** Finds the cells of rows that do not fit a layout, without telling what is in them. */
final class CellCheck {
  private static final int MAX_REPORTED = 20;

  private final Layout layout;
  private final ReportPeriod period;
  private final List<RequestError> errors = new ArrayList<>();
  private long row;
  private long unfit;

  CellCheck(Layout layout, ReportPeriod period) {
    this.layout = layout;
    this.period = period;
  }

  /** Checks the next row. */
  void add(ReportRow next) {
    row++;
    for (int column = 0; column < layout.columns().size(); column++) {
      LayoutColumn checked = layout.columns().get(column);
      Optional<RequestError> error =
          checked.error(checked.text(next.values().get(column), period), layout);
      if (error.isPresent() && unfit++ < MAX_REPORTED) {
        errors.add(error.get().at(row, column + 1L));
      }
    }
  }

  /**
   * Ends the check.
   *
   * @throws FailureException {@code LAYOUT_UNFIT} with the first cells that do not fit
   */
  void end() {
    if (unfit > 0) {
      String first =
          errors.stream()
              .map(error -> "row " + error.line() + ", " + error.text())
              .collect(Collectors.joining("; "));
      String more = unfit > errors.size() ? "; and " + (unfit - errors.size()) + " more" : "";
      throw new FailureException(
          ProblemType.LAYOUT_UNFIT, "Cells that do not fit: " + first + more + ".", errors);
    }
  }
}
