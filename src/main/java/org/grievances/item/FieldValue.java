package org.grievances.item;

import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError.TextLength;
import org.grievances.json.JsonText;
import org.grievances.schema.Field;
import tools.jackson.core.JsonToken;

/**
 * How the values of a field are written in JSON, and in texts that have no types, as in CSV. There
 * is none for lists of integers, which only the service itself writes.
 */
public enum FieldValue {
  INTEGER {
    @Override
    Object fromJson(JsonCursor json, Field field, ZoneId zone) throws InvalidValueException {
      check(
          json.isAt(JsonToken.VALUE_NUMBER_INT) || json.isAt(JsonToken.VALUE_NUMBER_FLOAT),
          ErrorCode.WRONG_TYPE,
          Integers.NOT_AN_INTEGER);
      return Integers.parse(json.string());
    }

    @Override
    Object fromText(String text, Field field, ZoneId zone) throws InvalidValueException {
      return Integers.parse(text.strip());
    }

    @Override
    public String toJson(String text) {
      Matcher number = NUMBER.matcher(text.strip());
      return number.matches() ? number.group(1) + number.group(2) : JsonText.quote(text);
    }
  },

  BOOLEAN {
    @Override
    Object fromJson(JsonCursor json, Field field, ZoneId zone) throws InvalidValueException {
      check(
          json.isAt(JsonToken.VALUE_TRUE) || json.isAt(JsonToken.VALUE_FALSE),
          ErrorCode.WRONG_TYPE,
          NOT_A_BOOLEAN);
      return json.isAt(JsonToken.VALUE_TRUE);
    }

    /** Spreadsheets write them in upper case. */
    @Override
    Object fromText(String text, Field field, ZoneId zone) throws InvalidValueException {
      check(isBoolean(text.strip()), ErrorCode.WRONG_TYPE, NOT_A_BOOLEAN);
      return text.strip().equalsIgnoreCase("true");
    }

    @Override
    public String toJson(String text) {
      return isBoolean(text.strip()) ? text.strip().toLowerCase(Locale.ROOT) : JsonText.quote(text);
    }
  },

  TEXT {
    @Override
    Object fromJson(JsonCursor json, Field field, ZoneId zone) throws InvalidValueException {
      check(json.isAt(JsonToken.VALUE_STRING), ErrorCode.WRONG_TYPE, "not a text");
      return fromText(json.string(), field, zone);
    }

    @Override
    Object fromText(String text, Field field, ZoneId zone) throws InvalidValueException {
      if (!field.names().isEmpty()) {
        return fromName(text, field);
      }
      if (text.length() > field.maxLength()) {
        throw new InvalidValueException(
            ErrorCode.TOO_LONG,
            text.length() + " characters, at most " + field.maxLength(),
            new TextLength(text.length(), field.maxLength()));
      }
      if (text.length() < field.minLength()) {
        throw new InvalidValueException(
            ErrorCode.TOO_SHORT,
            text.length() + " characters, at least " + field.minLength(),
            new TextLength(text.length(), field.minLength()));
      }
      checkCharacters(text);
      return text;
    }

    /** An empty text is none, as the cells of CSV have it. */
    private Object fromName(String text, Field field) throws InvalidValueException {
      check(
          text.isEmpty() || field.names().contains(text),
          ErrorCode.UNKNOWN_CODE,
          "not one of " + String.join(", ", field.names()));
      return text.isEmpty() ? null : text;
    }

    @Override
    public String toJson(String text) {
      return JsonText.quote(text);
    }
  },

  DATE_TIME {
    @Override
    Object fromJson(JsonCursor json, Field field, ZoneId zone) throws InvalidValueException {
      check(json.isAt(JsonToken.VALUE_STRING), ErrorCode.NOT_A_DATE, DateTimes.MALFORMED);
      return DateTimes.parse(json.string(), zone);
    }

    @Override
    Object fromText(String text, Field field, ZoneId zone) throws InvalidValueException {
      return DateTimes.parse(text.strip(), zone);
    }

    @Override
    public String toJson(String text) {
      return JsonText.quote(text.strip());
    }
  };

  private static final String NOT_A_BOOLEAN = "not true or false";

  /** A number of JSON, maybe after a plus sign or zeros, which do not count in CSV. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:\\+(?!-))?(-?)0*((?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)");

  private static final Map<Field.Kind, FieldValue> OF_KINDS = new EnumMap<>(Field.Kind.class);

  static {
    for (FieldValue value : values()) {
      OF_KINDS.put(Field.Kind.valueOf(value.name()), value);
    }
  }

  abstract Object fromJson(JsonCursor json, Field field, ZoneId zone) throws InvalidValueException;

  abstract Object fromText(String text, Field field, ZoneId zone) throws InvalidValueException;

  /** A text as a value of JSON; an invalid one is a string, which is refused as in CSV. */
  public abstract String toJson(String text);

  public static FieldValue of(Field field) {
    return OF_KINDS.get(field.kind());
  }

  /**
   * Reads the value from a text that has no types.
   *
   * @param zone in which a date-time without an offset is local time
   * @throws InvalidValueException when the value does not fit the field
   */
  public static Object parse(Field field, String text, ZoneId zone) throws InvalidValueException {
    return of(field).fromText(text, field, zone);
  }

  private static void check(boolean valid, ErrorCode code, String error)
      throws InvalidValueException {
    if (!valid) {
      throw new InvalidValueException(code, error);
    }
  }

  private static boolean isBoolean(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
  }

  /** Rejects characters that not every database can store. */
  private static void checkCharacters(String text) throws InvalidValueException {
    check(text.indexOf(0) < 0, ErrorCode.NOT_ALLOWED, "holds the character NUL");
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        check(
            Character.isSupplementaryCodePoint(text.codePointAt(i)),
            ErrorCode.NOT_ALLOWED,
            "holds a lone surrogate");
        i++;
      }
    }
  }
}
