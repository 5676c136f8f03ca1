package org.grievances.item;

import java.io.InputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Copies the items of a JSON array, or of NDJSON, to parts of NDJSON. */
final class ObjectCopier implements ItemCopier {
  static final JsonFactory GENERATORS =
      JsonFactory.builder()
          .rootValueSeparator("\n")
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private final JsonCursor json;
  private final boolean lines;
  private JsonGenerator part;

  ObjectCopier(InputStream in, boolean lines) {
    this.json = new JsonCursor(in);
    this.lines = lines;
    if (!lines) {
      json.beginArray();
    }
    advance();
  }

  private void advance() {
    if (lines) {
      json.advanceOrEnd();
    } else {
      json.advance();
    }
  }

  @Override
  public BodyFormat format() {
    return BodyFormat.NDJSON;
  }

  @Override
  public boolean hasNext() {
    if (lines ? !json.isAtEnd() : !json.isAt(JsonToken.END_ARRAY)) {
      return true;
    }
    if (!lines) {
      json.checkEnd();
    }
    return false;
  }

  @Override
  public void begin(PartStream stream) {
    part = GENERATORS.createGenerator(ObjectWriteContext.empty(), JsonWriter.to(stream));
  }

  @Override
  public void copyNext() {
    json.copyValue(part);
    advance();
  }

  @Override
  public void flush() {
    part.flush();
  }

  @Override
  public void close() {
    json.close();
  }
}
