package org.grievances.reports;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError;
import org.grievances.json.JsonValues;

/**
 * A column of a layout.
 *
 * @param column with its name and its source
 * @param format of a date-time, in the time zone of the database, or the texts for true and false
 *     with a slash between them; empty if there is none
 * @param length the most characters that a cell may have; 0 for any number
 * @param none the text of a cell without a value; empty if a cell must have one
 */
record LayoutColumn(Column column, String format, int length, Optional<String> none) {

  /** The text of a cell; null if it has none and must have one. */
  String text(Object value, ReportPeriod period) {
    if (value == null) {
      return none.orElse(null);
    }
    if (value instanceof LocalDateTime time) {
      return DateTimeFormatter.ofPattern(format, Locale.ROOT)
          .format(time.atOffset(ZoneOffset.UTC).atZoneSameInstant(period.calendar().zone()));
    }
    if (value instanceof Boolean flag && !format.isEmpty()) {
      return format.split("/", 2)[flag ? 0 : 1];
    }
    return JsonValues.text(value);
  }

  /** The error of a cell; empty if it fits. */
  Optional<RequestError> error(String text, Layout layout) {
    if (text == null) {
      return error(ErrorCode.REQUIRED, "required");
    }
    if (length > 0 && text.length() > length) {
      return error(ErrorCode.TOO_LONG, text.length() + " characters, at most " + length);
    }
    boolean breaks =
        text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == layout.separator() && c != ',');
    return breaks
        ? error(ErrorCode.NOT_ALLOWED, "has a line break or the separator")
        : Optional.empty();
  }

  private Optional<RequestError> error(ErrorCode code, String reason) {
    return Optional.of(RequestError.of(code, column.name(), reason));
  }
}
