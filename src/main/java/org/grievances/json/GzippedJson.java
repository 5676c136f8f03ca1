package org.grievances.json;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.grievances.gzip.FastGzip;
import org.grievances.gzip.GzipStream;

/**
 * Data of a stored response.
 *
 * @param gzip its JSON, gzipped
 */
public record GzippedJson(byte[] gzip) implements Data {
  public static byte[] compress(Data data) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try {
      data.writeTo(new FastGzip(compressed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  @Override
  public void write(JsonGenerator json) {
    try (JsonParser parser = Json.createParser(new GzipStream(new ByteArrayInputStream(gzip)))) {
      while (parser.hasNext()) {
        write(json, parser, parser.next());
      }
    }
  }

  private static void write(JsonGenerator json, JsonParser parser, JsonParser.Event event) {
    switch (event) {
      case START_ARRAY -> json.writeStartArray();
      case START_OBJECT -> json.writeStartObject();
      case END_ARRAY, END_OBJECT -> json.writeEnd();
      case KEY_NAME -> json.writeKey(parser.getString());
      default -> json.write(parser.getValue());
    }
  }
}
