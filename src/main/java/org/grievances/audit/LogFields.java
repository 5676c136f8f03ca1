package org.grievances.audit;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.grievances.activity.Activity;
import org.grievances.activity.LogText;

/** Named values of a log line, which the JSON log also has as separate fields. */
final class LogFields {
  private static final int MAX_LENGTH = 500;

  private LogFields() {}

  /** A value without what could begin a line or hide a part of it. */
  static String clean(Object value) {
    return LogText.value(value.toString(), MAX_LENGTH);
  }

  /** Writes a line: a text, then the fields in their order. */
  static void write(Logger logger, Level level, String text, Map<String, String> fields) {
    String line =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=\"" + field.getValue() + '"')
            .collect(Collectors.joining(" ", text + " ", ""));
    fields.forEach(LogRecordContext::addExtension);
    try {
      Activity.log(logger, level, line);
    } finally {
      fields.keySet().forEach(LogRecordContext::removeExtension);
    }
  }
}
