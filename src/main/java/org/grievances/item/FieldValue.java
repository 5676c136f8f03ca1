package org.grievances.item;

import jakarta.json.stream.JsonParser.Event;
import java.time.DateTimeException;
import org.grievances.database.Field;

/** Reads the value of one member, and finds what is wrong with it. */
final class FieldValue {
  private static final int INT32_DIGITS = 10;
  private static final String NOT_A_DATE_TIME =
      "not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z";

  private FieldValue() {}

  /**
   * @throws FaultException when the value does not fit the field
   */
  static Object read(Field field, JsonCursor json) throws FaultException {
    return switch (field.kind()) {
      case INTEGER -> integer(json);
      case BOOLEAN -> bool(json);
      case TEXT -> text(field, json);
      case DATE_TIME -> dateTime(json);
    };
  }

  private static Integer integer(JsonCursor json) throws FaultException {
    if (!json.isAt(Event.VALUE_NUMBER)) {
      throw new FaultException("not an integer");
    }
    String digits = json.string();
    int first = digits.startsWith("-") ? 1 : 0;
    if (!digits.chars().skip(first).allMatch(c -> c >= '0' && c <= '9')) {
      throw new FaultException("not an integer");
    }
    long value = digits.length() - first > INT32_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    if (value != (int) value) {
      throw new FaultException("not in -2147483648 … 2147483647");
    }
    return (int) value;
  }

  private static Boolean bool(JsonCursor json) throws FaultException {
    if (!json.isAt(Event.VALUE_TRUE) && !json.isAt(Event.VALUE_FALSE)) {
      throw new FaultException("not true or false");
    }
    return json.isAt(Event.VALUE_TRUE);
  }

  private static String text(Field field, JsonCursor json) throws FaultException {
    if (!json.isAt(Event.VALUE_STRING)) {
      throw new FaultException("not a text");
    }
    String text = json.string();
    if (text.length() > field.maxLength()) {
      throw new FaultException(text.length() + " characters, at most " + field.maxLength());
    }
    if (text.length() < field.minLength()) {
      throw new FaultException(text.length() + " characters, at least " + field.minLength());
    }
    checkCharacters(text);
    return text;
  }

  /** Not every database can store these. */
  private static void checkCharacters(String text) throws FaultException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new FaultException("holds the character NUL");
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new FaultException("holds a lone surrogate");
        }
        i++;
      }
    }
  }

  private static Object dateTime(JsonCursor json) throws FaultException {
    if (!json.isAt(Event.VALUE_STRING)) {
      throw new FaultException(NOT_A_DATE_TIME);
    }
    try {
      return DateTimes.parse(json.string());
    } catch (DateTimeException malformed) {
      throw new FaultException(NOT_A_DATE_TIME);
    }
  }
}
