package org.grievances.records;

import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.grievances.digest.Sha256;
import org.grievances.item.Data;
import org.grievances.schema.Field;
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
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    record.writeTo(json);
    byte[] hash = Sha256.begin().digest(json.toByteArray());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    for (int position = 0; position < table.fields().size(); position++) {
      write(json, table.fields().get(position), values[position]);
    }
    json.writeEnd();
  }

  private static void write(JsonGenerator json, Field field, Object value) {
    if (value == null) {
      json.writeNull(field.name());
      return;
    }
    switch (field.kind()) {
      case INTEGER -> json.write(field.name(), (Integer) value);
      case BOOLEAN -> json.write(field.name(), (Boolean) value);
      case TEXT -> json.write(field.name(), (String) value);
      case DATE_TIME -> json.write(field.name(), utc((LocalDateTime) value));
    }
  }

  /** A value as text; null for none. */
  public static String text(Object value) {
    return value instanceof LocalDateTime dateTime ? utc(dateTime) : Objects.toString(value, null);
  }

  /** The date-time as in a response: with a fraction only if it is not zero. */
  public static String utc(LocalDateTime dateTime) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(dateTime) + "Z";
  }
}
