package org.grievances.loader;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of a JSON object in their order, some maybe with the same name.
 *
 * @param error why the service refuses it, however its members are named; null if it accepts it
 */
record JsonObject(List<Member> members, String error) {
  /** The maximum nesting depth of the service, including the object itself. */
  private static final int MAX_DEPTH = 32;

  private static final String TOO_DEEP = "is nested deeper than " + MAX_DEPTH + " levels";

  /**
   * A member.
   *
   * @param token with which its value begins
   * @param text a string without its quotes, the digits of a number, else JSON
   */
  record Member(String name, JsonToken token, String text) {

    void write(JsonGenerator json, String otherName) throws IOException {
      json.writeFieldName(otherName);
      if (token == JsonToken.VALUE_STRING) {
        json.writeString(text);
      } else {
        json.writeRawValue(text);
      }
    }
  }

  /** Reads an object, or returns null if the text is none. */
  static JsonObject parse(String text) {
    List<Member> members = new ArrayList<>();
    Limits limits = new Limits();
    try (JsonParser json = JsonText.JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        limits.check(json);
        String name = json.currentName();
        JsonToken token = json.nextToken();
        members.add(new Member(name, token, value(json, limits)));
      }
      return json.nextToken() == null ? new JsonObject(members, limits.error) : null;
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }

  private static String value(JsonParser json, Limits limits) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      limits.check(json);
      return json.getText();
    }
    return JsonText.value(copy -> copy(json, copy, limits));
  }

  /** A number stays as it was written. */
  private static void copy(JsonParser json, JsonGenerator copy, Limits limits) throws IOException {
    int open = 0;
    do {
      JsonToken token = json.currentToken();
      limits.check(json);
      open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token.isNumeric()) {
        copy.writeNumber(json.getText());
      } else {
        copy.copyCurrentEvent(json);
      }
    } while (open > 0 && json.nextToken() != null);
  }

  /** The limits of the service. */
  private static final class Limits {
    private String error;

    void check(JsonParser json) throws IOException {
      JsonToken token = json.currentToken();
      boolean isText = token.isScalarValue() || token == JsonToken.FIELD_NAME;
      if (isText && json.getTextLength() > Row.MAX_TOKEN) {
        error = Row.TOO_LONG;
      } else if (json.getParsingContext().getNestingDepth() > MAX_DEPTH) {
        error = TOO_DEEP;
      }
    }
  }

  /**
   * The members without the outcome of a row that was not applied: the last ones; elsewhere the
   * last status and the last text, the line directly before the status and the errors directly
   * behind the text, as in the service.
   */
  List<Member> withoutOutcome() {
    List<String> names = members.stream().map(Member::name).toList();
    Set<Integer> outcome = new HashSet<>(ServiceColumns.lastOutcome(names));
    if (outcome.isEmpty()
        && names.contains(ServiceColumns.STATUS)
        && names.contains(ServiceColumns.BODY)) {
      int status = names.lastIndexOf(ServiceColumns.STATUS);
      outcome.add(status);
      int body = names.lastIndexOf(ServiceColumns.BODY);
      outcome.add(body);
      if (body + 1 < names.size() && names.get(body + 1).equals(ServiceColumns.ERRORS)) {
        outcome.add(body + 1);
      }
      if (status > 0 && names.get(status - 1).equals(ServiceColumns.LINE)) {
        outcome.add(status - 1);
      }
    }
    List<Member> others = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      if (!outcome.contains(index)) {
        others.add(members.get(index));
      }
    }
    return others;
  }
}
