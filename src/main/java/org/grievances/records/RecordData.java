package org.grievances.records;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.grievances.digest.Sha256;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;
import tools.jackson.core.JsonGenerator;

/**
 * A record as JSON, with a member for each field; members without a value are null.
 *
 * @param values one for each field
 */
public record RecordData(List<Field> fields, Object[] values) implements Data {
  private static final int TAG_BYTES = 16;

  /** The members of an entity that the caller may see. */
  public static RecordData of(Table table, Object record) {
    return of(table, table.values(record));
  }

  /** All members of a row that the caller may see. */
  public static RecordData of(Table table, Object[] row) {
    Scope scope = Scope.current();
    if (!scope.hidesAnyOf(table)) {
      return new RecordData(table.fields(), row);
    }
    List<Field> fields = scope.visible(table);
    return new RecordData(
        fields, fields.stream().map(field -> row[table.position(field.name())]).toArray());
  }

  /** The entity tag that identifies a state of a record (RFC 9110, section 8.8.3). */
  public static String tag(Data record) {
    byte[] hash = Sha256.of(record.text());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    for (int position = 0; position < fields.size(); position++) {
      JsonValues.write(json, fields.get(position).name(), values[position]);
    }
    json.writeEndObject();
  }
}
