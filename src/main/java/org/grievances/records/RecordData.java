package org.grievances.records;

import jakarta.json.stream.JsonGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.grievances.digest.Sha256;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.Table;

/** A record as JSON, with every member of the API; members without a value are null. */
public record RecordData(Table table, Object[] values) implements Data {
  private static final int TAG_BYTES = 16;

  /** The members of an entity. */
  public static RecordData of(Table table, Object record) {
    return new RecordData(table, table.values(record));
  }

  /** The entity tag that identifies a state of a record (RFC 9110, section 8.8.3). */
  public static String tag(Data record) {
    byte[] hash = Sha256.of(record.text());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    for (int position = 0; position < table.fields().size(); position++) {
      JsonValues.write(json, table.fields().get(position).name(), values[position]);
    }
    json.writeEnd();
  }
}
