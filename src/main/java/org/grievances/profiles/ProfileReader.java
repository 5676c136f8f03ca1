package org.grievances.profiles;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;
import org.grievances.body.Body;
import org.grievances.csv.Charsets;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.Grievance;
import org.grievances.json.SmallJson;
import org.grievances.schema.Field;

/**
 * Reads a load profile, the JSON that the console and the loading program share. Every part is
 * optional; an unknown part is refused, since a misspelt one would load other values.
 */
final class ProfileReader {
  /** The maximum length of a text column on every product. */
  private static final int MAX_LENGTH = 30_000;

  private static final int MAX_BYTES = 4 * MAX_LENGTH;
  private static final Set<String> PARTS =
      Set.of("columns", "dates", "trim", "codes", "delimiter", "charset");
  private static final Set<String> DATE_PARTS = Set.of("formats", "zone");
  private static final Set<String> DELIMITERS = Set.of(",", ";", "\t", "|");

  /** Numbers of the calendar and the clock, separated by marks. */
  private static final Pattern DATE_FORMAT =
      Pattern.compile("[yMdHhmsaS]+([ ./:,'T-]+[yMdHhmsaS]+)*");

  private ProfileReader() {}

  /**
   * The profile as one JSON text.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} with what is wrong in it, {@code TOO_LARGE}
   */
  static String read(Body body) {
    JsonObject profile = parse(text(body));
    checkNames("The profile", profile, PARTS);
    if (profile.containsKey("columns")) {
      columns(object("columns", profile.get("columns")));
    }
    if (profile.containsKey("dates")) {
      dates(object("dates", profile.get("dates")));
    }
    if (profile.containsKey("codes")) {
      codes(object("codes", profile.get("codes")));
    }
    trim(profile.getOrDefault("trim", JsonValue.FALSE));
    if (profile.containsKey("delimiter")) {
      delimiter(string("delimiter", profile.get("delimiter")));
    }
    if (profile.containsKey("charset")) {
      charset(string("charset", profile.get("charset")));
    }
    return checked(profile.toString());
  }

  private static String text(Body body) {
    if (body.size() > MAX_BYTES) {
      throw tooLarge();
    }
    try (InputStream in = body.open()) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw invalid("The body is not UTF-8.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject parse(String text) {
    return SmallJson.read(text, JsonObject.class)
        .orElseThrow(() -> invalid("The body must be one JSON object."));
  }

  private static void columns(JsonObject columns) {
    columns.forEach(
        (column, member) -> {
          if (member != JsonValue.NULL) {
            member(string("columns." + column, member));
          }
        });
  }

  private static void dates(JsonObject dates) {
    checkNames("dates", dates, DATE_PARTS);
    if (dates.containsKey("formats")) {
      for (JsonValue format : array("dates.formats", dates.get("formats"))) {
        dateFormat(string("dates.formats", format));
      }
    }
    if (dates.containsKey("zone")) {
      zone(string("dates.zone", dates.get("zone")));
    }
  }

  private static void dateFormat(String format) {
    if (!DATE_FORMAT.matcher(format).matches()) {
      throw invalid("dates.formats: " + "\"" + format + "\" is not a format such as MM/dd/yyyy.");
    }
  }

  private static void zone(String zone) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw invalid("dates.zone: not a time zone such as America/New_York.");
    }
  }

  private static void codes(JsonObject codes) {
    codes.forEach(
        (name, translations) -> {
          member(name);
          object("codes." + name, translations)
              .values()
              .forEach(code -> string("codes." + name, code));
        });
  }

  private static void member(String name) {
    if (Grievance.TABLE.fields().stream().map(Field::name).noneMatch(name::equals)) {
      throw invalid("\"" + name + "\" is not a member of a grievance.");
    }
  }

  private static void trim(JsonValue trim) {
    if (trim != JsonValue.TRUE && trim != JsonValue.FALSE) {
      throw invalid("trim: must be true or false.");
    }
  }

  private static void delimiter(String delimiter) {
    if (!DELIMITERS.contains(delimiter)) {
      throw invalid("delimiter: must be a comma, a semicolon, a tab or a vertical bar.");
    }
  }

  private static void charset(String charset) {
    try {
      Charsets.of(charset);
    } catch (IllegalArgumentException e) {
      throw invalid("charset: not a charset such as utf-8 or windows-1252.");
    }
  }

  private static void checkNames(String where, JsonObject object, Set<String> known) {
    object.keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw invalid(where + " has the unknown member \"" + name + "\".");
            });
  }

  private static JsonObject object(String where, JsonValue value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw invalid(where + ": must be an object.");
  }

  private static JsonArray array(String where, JsonValue value) {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw invalid(where + ": must be an array.");
  }

  private static String string(String where, JsonValue value) {
    if (value instanceof JsonString string) {
      return string.getString();
    }
    throw invalid(where + ": must be a string.");
  }

  /** Not every database can store a lone surrogate. */
  private static String checked(String json) {
    if (json.length() > MAX_LENGTH) {
      throw tooLarge();
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
      throw invalid("The profile holds a lone surrogate.");
    }
    return json;
  }

  private static FailureException tooLarge() {
    return new FailureException(
        ProblemType.TOO_LARGE, "A load profile has at most " + MAX_LENGTH + " characters.");
  }

  private static FailureException invalid(String detail) {
    return new FailureException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
