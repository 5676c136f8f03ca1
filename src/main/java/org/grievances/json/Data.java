package org.grievances.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** The data of a successful response, which streams itself as one JSON value. */
@FunctionalInterface
public interface Data extends JsonText {
  /** Lone surrogates, for which UTF-8 has no bytes, are escaped, so that they are preserved. */
  JsonFactory GENERATORS =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .build();

  void write(JsonGenerator json);

  /** Several as an array. */
  static Data array(List<? extends Data> items) {
    return json -> {
      json.writeStartArray();
      items.forEach(item -> item.write(json));
      json.writeEndArray();
    };
  }

  /** Closes the stream, but not if it fails: a text that breaks off must not look complete. */
  @Override
  default void writeTo(OutputStream out) {
    JsonGenerator json = GENERATORS.createGenerator(ObjectWriteContext.empty(), out);
    write(json);
    json.close();
  }

  /** Its JSON text, for what is small. */
  default String text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writeTo(text);
    return text.toString(StandardCharsets.UTF_8);
  }
}
