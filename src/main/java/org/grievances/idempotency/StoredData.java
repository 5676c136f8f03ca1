package org.grievances.idempotency;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.grievances.item.Data;

/**
 * The data of an earlier response.
 *
 * @param gzip its JSON, compressed
 */
record StoredData(byte[] gzip) implements Data {
  static byte[] keep(Data data) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try {
      data.writeTo(new FastGzip(kept));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return kept.toByteArray();
  }

  /** Responses repeat the same few words, so that the fastest level makes them small enough. */
  private static final class FastGzip extends GZIPOutputStream {

    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public void write(JsonGenerator json) {
    try (JsonParser kept = Json.createParser(new GZIPInputStream(new ByteArrayInputStream(gzip)))) {
      while (kept.hasNext()) {
        write(json, kept, kept.next());
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
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
