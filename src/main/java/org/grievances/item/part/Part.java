package org.grievances.item.part;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.grievances.gzip.FastGzip;
import org.grievances.gzip.GzipStream;
import org.grievances.item.BodyFormat;
import org.grievances.item.CsvItems;
import org.grievances.item.ItemReader;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.ItemSource;
import org.grievances.item.Items;
import org.grievances.json.JsonText;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * A part of a body: some of its items, which can be read without the others.
 *
 * @param format CSV or NDJSON, in UTF-8; in CSV, each part has the header row, and each row begins
 *     with the line at which it was in the body
 * @param items the number of items
 * @param gzip the items, gzipped
 */
public record Part(BodyFormat format, int items, byte[] gzip) {
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * A part whose items have nothing but a key.
   *
   * @param name the member of the key
   */
  public static Part ofKeys(String name, List<Object> keys) {
    StringBuilder lines = new StringBuilder();
    for (Object key : keys) {
      String value = key instanceof String text ? JsonText.quote(text) : key.toString();
      lines.append('{').append(JsonText.quote(name)).append(':').append(value).append("}\n");
    }
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new FastGzip(gzip)) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Part(BodyFormat.NDJSON, keys.size(), gzip.toByteArray());
  }

  /**
   * Reads and validates the items.
   *
   * @param members which members of an item are read
   * @param zone in which date-times without an offset are local time
   */
  public ItemSource source(Table table, Members members, ZoneId zone) {
    return new ItemSource() {
      @Override
      public Items open(Codes codes) {
        return format == BodyFormat.CSV
            ? new CsvItems(new NumberedRows(uncompressed()), table, members, zone, codes, items)
            : ItemReader.ofPart(uncompressed(), table, members, zone, codes, items);
      }

      @Override
      public boolean isRepeatable() {
        return true;
      }
    };
  }

  /**
   * Reads the items as they were sent.
   *
   * @param table that they are for
   */
  public SentItems sent(Table table) {
    return format == BodyFormat.CSV
        ? new SentRows(new NumberedRows(uncompressed()), table)
        : new SentObjects(uncompressed(), table);
  }

  private InputStream uncompressed() {
    return new BufferedInputStream(new GzipStream(new ByteArrayInputStream(gzip)), BUFFER_BYTES);
  }
}
