package org.grievances.item.part;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.grievances.item.BodyFormat;
import org.grievances.item.ItemCursor;
import org.grievances.item.ItemReader;
import org.grievances.item.JsonCursor;
import org.grievances.item.PartStream;
import org.grievances.item.RefusedItem;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Copies the items of a JSON array, or of NDJSON, to parts of NDJSON. An item that is no object, or
 * cannot be read, becomes a {@link RefusedItem}.
 */
final class ObjectCopier implements ItemCopier {
  static final JsonFactory GENERATORS =
      JsonFactory.builder()
          .rootValueSeparator("\n")
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(JsonCursor.MAX_KEPT_DEPTH).build())
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private final ItemCursor items;
  private final ItemBuffer item = new ItemBuffer();
  private JsonGenerator generator;
  private PartStream part;

  /** An item, which is copied whole or not at all. */
  private static final class ItemBuffer extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      PartStream.checkItem(count + length);
      super.write(bytes, offset, length);
    }
  }

  ObjectCopier(InputStream in, boolean lines) {
    this.items = lines ? ItemCursor.ofKeptLines(in) : ItemCursor.ofArray(in);
  }

  @Override
  public BodyFormat format() {
    return BodyFormat.NDJSON;
  }

  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public void begin(PartStream stream) {
    part = stream;
    generator = generator();
  }

  private JsonGenerator generator() {
    return GENERATORS.createGenerator(ObjectWriteContext.empty(), item);
  }

  @Override
  public void copyNext() throws IOException {
    item.reset();
    RefusedItem refused = items.next(this::copy, this::discard);
    if (refused == null) {
      item.writeTo(part);
    } else {
      part.write(refused.line());
    }
  }

  /** Copies an item to the buffer; returns null, or the reason why it is invalid. */
  private RefusedItem copy(JsonCursor json) {
    if (!json.isAt(JsonToken.START_OBJECT)) {
      json.skipValue();
      return new RefusedItem(ItemReader.NOT_AN_OBJECT, null);
    }
    json.copyValue(generator);
    generator.flush();
    return null;
  }

  /** The generator is within the item that could not be read. */
  private RefusedItem discard(ItemCursor.Unreadable unreadable) {
    generator = generator();
    return new RefusedItem(unreadable.reason(), unreadable.text());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    items.close();
  }
}
