package org.grievances.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.grievances.gzip.FastGzip;
import org.grievances.gzip.GzipStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

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
    try (JsonParser parser =
        GENERATORS.createParser(
            ObjectReadContext.empty(), new GzipStream(new ByteArrayInputStream(gzip)))) {
      parser.nextToken();
      json.copyCurrentStructure(parser);
    }
  }
}
