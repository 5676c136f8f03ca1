package org.grievances.loader;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Short answers in JSON. */
final class JsonText {
  static final JsonFactory JSON = JsonFactory.builder().build();

  private JsonText() {}

  /** The first value of each of these members, at any depth; none of what is not JSON. */
  static Map<String, String> values(byte[] text, Set<String> members) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.PROPERTY_NAME
            && members.contains(json.currentName())) {
          String member = json.currentName();
          if (json.nextToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
            values.putIfAbsent(member, json.getString());
          }
        }
      }
    } catch (JacksonException notJson) {
      return values;
    }
    return values;
  }

  /** An object with a single text. */
  static String object(String member, String text) {
    StringWriter object = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), object)) {
      json.writeStartObject();
      json.writeStringProperty(member, text);
      json.writeEndObject();
    }
    return withoutLoneSurrogates(object.toString());
  }

  /** The same JSON, in which what no charset has is escaped, as it was before. */
  static String withoutLoneSurrogates(String json) {
    StringBuilder escaped = null;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(i + 1));
      if (escaped == null && Character.isSurrogate(c) && !pair) {
        escaped = new StringBuilder(json.substring(0, i));
      }
      if (pair) {
        i++;
        if (escaped != null) {
          escaped.append(c).append(json.charAt(i));
        }
      } else if (escaped != null) {
        escaped.append(Character.isSurrogate(c) ? "\\u%04x".formatted((int) c) : c);
      }
    }
    return escaped == null ? json : escaped.toString();
  }
}
