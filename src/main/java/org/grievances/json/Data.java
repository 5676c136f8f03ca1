package org.grievances.json;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The data of a successful response, which streams itself as one JSON value. */
@FunctionalInterface
public interface Data extends JsonText {
  /** Cached, since the static methods of {@link Json} look up the JSON provider at each call. */
  JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

  void write(JsonGenerator json);

  @Override
  default void writeTo(OutputStream out) {
    try (JsonGenerator json = GENERATORS.createGenerator(out)) {
      write(json);
    }
  }

  /** Its JSON text, for what is small. */
  default String text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writeTo(text);
    return text.toString(StandardCharsets.UTF_8);
  }
}
