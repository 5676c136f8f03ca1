package org.grievances.loader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.grievances.loader.client.ApiClient;

/** Reads and writes JSON. */
final class JsonText {
  /** Limits are checked by the reader. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Reads the types of the generated client. */
  static final ObjectMapper MAPPER = ApiClient.createDefaultObjectMapper();

  /** Writes the members of an object, or one value. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonText() {}

  /** An object with these members. */
  static String object(Content members) {
    return value(
        json -> {
          json.writeStartObject();
          members.write(json);
          json.writeEndObject();
        });
  }

  /** An object with a single text. */
  static String object(String member, String text) {
    return object(json -> json.writeStringField(member, text));
  }

  /** The JSON of a value. */
  static String value(Content value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return withoutLoneSurrogates(text.toString());
  }

  /** Escapes lone surrogates in JSON, which no charset can encode. */
  private static String withoutLoneSurrogates(String json) {
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
