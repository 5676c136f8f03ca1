package org.grievances.item;

import java.time.ZoneId;
import org.grievances.body.Body;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Reads the items of a body.
 *
 * @param csv how CSV is written; JSON is always UTF-8
 * @param members which members of an item are read
 * @param zone in which date-times without an offset are local time
 * @param maxItems the maximum number of items
 */
public record BodySource(
    Body body,
    BodyFormat format,
    CsvForm csv,
    Table table,
    Members members,
    ZoneId zone,
    int maxItems)
    implements ItemSource {

  @Override
  public Items open(Codes codes) {
    return switch (format) {
      case JSON -> new ItemReader(body.open(), table, members, zone, codes, maxItems);
      case NDJSON -> ItemReader.ofLines(body.open(), table, members, zone, codes, maxItems);
      case CSV -> new CsvItems(body.open(), csv, table, members, zone, codes, maxItems);
    };
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }
}
