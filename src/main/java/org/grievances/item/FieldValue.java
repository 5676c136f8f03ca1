package org.grievances.item;

import java.time.DateTimeException;
import org.grievances.schema.Field;
import tools.jackson.core.JsonToken;

/** Reads and validates the value of one member. */
final class FieldValue {
  private static final int INT32_LENGTH = "-2147483648".length();
  private static final String NOT_A_DATE_TIME =
      "not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z";

  private FieldValue() {}

  /**
   * @throws InvalidValueException when the value does not fit the field
   */
  static Object read(Field field, JsonCursor json) throws InvalidValueException {
    return switch (field.kind()) {
      case INTEGER -> integer(json);
      case BOOLEAN -> bool(json);
      case TEXT -> text(field, json);
      case DATE_TIME -> dateTime(json);
    };
  }

  private static Integer integer(JsonCursor json) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_NUMBER_INT)) {
      throw new InvalidValueException("not an integer");
    }
    String digits = json.string();
    long value = digits.length() > INT32_LENGTH ? Long.MAX_VALUE : Long.parseLong(digits);
    if (value != (int) value) {
      throw new InvalidValueException("not in -2147483648 … 2147483647");
    }
    return (int) value;
  }

  private static Boolean bool(JsonCursor json) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_TRUE) && !json.isAt(JsonToken.VALUE_FALSE)) {
      throw new InvalidValueException("not true or false");
    }
    return json.isAt(JsonToken.VALUE_TRUE);
  }

  private static String text(Field field, JsonCursor json) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_STRING)) {
      throw new InvalidValueException("not a text");
    }
    String text = json.string();
    if (text.length() > field.maxLength()) {
      throw new InvalidValueException(text.length() + " characters, at most " + field.maxLength());
    }
    if (text.length() < field.minLength()) {
      throw new InvalidValueException(text.length() + " characters, at least " + field.minLength());
    }
    checkCharacters(text);
    return text;
  }

  /** Rejects characters that not every database can store. */
  private static void checkCharacters(String text) throws InvalidValueException {
    if (text.indexOf(0) >= 0) {
      throw new InvalidValueException("holds the character NUL");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new InvalidValueException("holds a lone surrogate");
        }
        i++;
      }
    }
  }

  private static Object dateTime(JsonCursor json) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_STRING)) {
      throw new InvalidValueException(NOT_A_DATE_TIME);
    }
    try {
      return DateTimes.parse(json.string());
    } catch (DateTimeException malformed) {
      throw new InvalidValueException(NOT_A_DATE_TIME);
    }
  }
}
