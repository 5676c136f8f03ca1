package org.grievances.item.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.grievances.item.BodyFormat;
import org.grievances.item.CsvForm;
import org.grievances.item.CsvItems;
import org.grievances.item.ItemReader;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.PartStream;
import org.grievances.schema.Table;

/**
 * Splits a body into parts as it is received, one of which is in memory at a time. Fails the
 * request as {@link ItemReader} and {@link CsvItems} do, so that every part can be read.
 */
public final class BodySplitter {
  private static final int MAX_ITEMS_OF_PART = 5_000;

  private final BodyFormat format;
  private final CsvForm csv;
  private final Table table;
  private final Members members;
  private final int maxItems;
  private final int itemsOfPart;

  /**
   * @param csv how CSV is written; JSON is always UTF-8
   * @param members which members of an item will be read
   * @param maxItems the maximum number of items of the body
   */
  public BodySplitter(BodyFormat format, CsvForm csv, Table table, Members members, int maxItems) {
    this(format, csv, table, members, maxItems, MAX_ITEMS_OF_PART);
  }

  public BodySplitter(
      BodyFormat format, CsvForm csv, Table table, Members members, int maxItems, int itemsOfPart) {
    this.format = format;
    this.csv = csv;
    this.table = table;
    this.members = members;
    this.maxItems = maxItems;
    this.itemsOfPart = itemsOfPart;
  }

  /**
   * Splits a body.
   *
   * @param parts receives each part once it is complete
   */
  public void split(InputStream in, Consumer<Part> parts) {
    try (ItemCopier items = open(in)) {
      int all = 0;
      while (items.hasNext()) {
        Part part = nextPart(items);
        all += part.items();
        if (all > maxItems) {
          throw ItemReader.tooMany(maxItems);
        }
        parts.accept(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ItemCopier open(InputStream in) {
    return switch (format) {
      case JSON -> new ObjectCopier(in, false);
      case NDJSON -> new ObjectCopier(in, true);
      case CSV -> new RowCopier(in, csv, table, members);
    };
  }

  private Part nextPart(ItemCopier items) throws IOException {
    PartStream part = PartStream.open();
    items.begin(part);
    int count = 0;
    while (items.hasNext() && count < itemsOfPart && !part.isFull()) {
      items.copyNext();
      count++;
    }
    items.flush();
    return new Part(items.format(), count, part.finish());
  }
}
