package org.grievances.item;

import java.nio.charset.Charset;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Reads the items of a body.
 *
 * @param charset of CSV; JSON is always UTF-8
 * @param members which members of an item are read
 * @param maxItems the maximum number of items
 */
public record BodySource(
    Body body, BodyFormat format, Charset charset, Table table, Members members, int maxItems)
    implements ItemSource {

  @Override
  public Items open(Codes codes) {
    return switch (format) {
      case JSON -> new ItemReader(body.open(), table, members, codes, maxItems);
      case NDJSON -> ItemReader.ofLines(body.open(), table, members, codes, maxItems);
      case CSV -> new CsvItems(body.open(), charset, table, members, codes, maxItems);
    };
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }
}
