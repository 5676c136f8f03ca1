package org.grievances.item;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.OutputStream;
import java.util.Map;

/** The data of a successful response, which streams itself as one JSON value. */
@FunctionalInterface
public interface Data {
  /** Kept, since the static methods of {@link Json} look for the JSON provider at each call. */
  JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

  void write(JsonGenerator json);

  /** Writes it as JSON text in UTF-8, and closes the stream. */
  default void writeTo(OutputStream out) {
    try (JsonGenerator json = GENERATORS.createGenerator(out)) {
      write(json);
    }
  }
}
