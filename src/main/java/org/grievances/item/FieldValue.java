package org.grievances.item;

import java.time.ZoneId;
import java.util.regex.Pattern;
import org.grievances.schema.Field;
import tools.jackson.core.JsonToken;

/** Reads and validates the value of one member. */
public final class FieldValue {
  private static final int INT32_LENGTH = "-2147483648".length();
  private static final Pattern INTEGER = Pattern.compile("-?\\d+");
  private static final String NOT_AN_INTEGER = "not an integer";
  private static final String NOT_A_BOOLEAN = "not true or false";

  private FieldValue() {}

  /**
   * @param zone in which a date-time without an offset is local time
   * @throws InvalidValueException when the value does not fit the field
   */
  static Object read(Field field, JsonCursor json, ZoneId zone) throws InvalidValueException {
    return switch (field.kind()) {
      case INTEGER -> integer(json);
      case BOOLEAN -> bool(json);
      case TEXT -> text(field, json);
      case DATE_TIME -> dateTime(json, zone);
    };
  }

  /**
   * Reads the value from a text that has no types.
   *
   * @param zone in which a date-time without an offset is local time
   * @throws InvalidValueException when the value does not fit the field
   */
  public static Object parse(Field field, String text, ZoneId zone) throws InvalidValueException {
    return switch (field.kind()) {
      case INTEGER -> integer(text.strip());
      case BOOLEAN -> bool(text.strip());
      case TEXT -> text(field, text);
      case DATE_TIME -> DateTimes.parse(text.strip(), zone);
    };
  }

  private static Integer integer(JsonCursor json) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_NUMBER_INT)) {
      throw new InvalidValueException(NOT_AN_INTEGER);
    }
    return parseInteger(json.string());
  }

  private static Integer integer(String text) throws InvalidValueException {
    if (!INTEGER.matcher(text).matches()) {
      throw new InvalidValueException(NOT_AN_INTEGER);
    }
    return parseInteger(text);
  }

  private static Integer parseInteger(String digits) throws InvalidValueException {
    long value = digits.length() > INT32_LENGTH ? Long.MAX_VALUE : Long.parseLong(digits);
    if (value != (int) value) {
      throw new InvalidValueException("not in -2147483648 … 2147483647");
    }
    return (int) value;
  }

  private static Boolean bool(JsonCursor json) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_TRUE) && !json.isAt(JsonToken.VALUE_FALSE)) {
      throw new InvalidValueException(NOT_A_BOOLEAN);
    }
    return json.isAt(JsonToken.VALUE_TRUE);
  }

  /** Spreadsheets write them in upper case. */
  private static Boolean bool(String text) throws InvalidValueException {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new InvalidValueException(NOT_A_BOOLEAN);
    }
    return text.equalsIgnoreCase("true");
  }

  private static String text(Field field, JsonCursor json) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_STRING)) {
      throw new InvalidValueException("not a text");
    }
    return text(field, json.string());
  }

  private static String text(Field field, String text) throws InvalidValueException {
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

  private static Object dateTime(JsonCursor json, ZoneId zone) throws InvalidValueException {
    if (!json.isAt(JsonToken.VALUE_STRING)) {
      throw new InvalidValueException(DateTimes.MALFORMED);
    }
    return DateTimes.parse(json.string(), zone);
  }
}
