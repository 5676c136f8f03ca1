package org.grievances.item;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.grievances.gzip.GzipStream;

/**
 * Data that is kept, such as that of an earlier response.
 *
 * @param gzip its JSON, compressed
 */
public record PackedData(byte[] gzip) implements Data {
  public static byte[] pack(Data data) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try {
      data.writeTo(new FastGzip(packed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  @Override
  public void write(JsonGenerator json) {
    try (JsonParser kept = Json.createParser(new GzipStream(new ByteArrayInputStream(gzip)))) {
      while (kept.hasNext()) {
        write(json, kept, kept.next());
      }
    }
  }

  private static void write(JsonGenerator json, JsonParser kept, JsonParser.Event event) {
    switch (event) {
      case START_ARRAY -> json.writeStartArray();
      case START_OBJECT -> json.writeStartObject();
      case END_ARRAY, END_OBJECT -> json.writeEnd();
      case KEY_NAME -> json.writeKey(kept.getString());
      default -> json.write(kept.getValue());
    }
  }
}
