package org.grievances.item;

import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;

/** JSON objects as they were sent; of members with the same name, the last one. */
final class SentObjects implements SentItems {
  private final JsonCursor json;

  SentObjects(InputStream in) {
    this.json = new JsonCursor(in);
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public SentItem next() {
    Map<String, Value> members = new LinkedHashMap<>();
    if (json.advance() == JsonToken.START_OBJECT) {
      while (json.advance() != JsonToken.END_OBJECT) {
        String name = json.string();
        json.advance();
        members.put(name, value());
      }
    } else {
      json.skipValue();
    }
    return new SentObject(members);
  }

  private Value value() {
    String text = json.isAt(JsonToken.VALUE_STRING) ? json.string() : null;
    boolean none = json.isAt(JsonToken.VALUE_NULL);
    StringWriter copy = new StringWriter();
    try (JsonGenerator generator =
        ObjectCopier.GENERATORS.createGenerator(ObjectWriteContext.empty(), copy)) {
      json.copyValue(generator);
    }
    return new Value(copy.toString(), text == null && !none ? copy.toString() : text);
  }

  @Override
  public void close() {
    json.close();
  }

  /**
   * The value of a member.
   *
   * @param text in CSV; null for none
   */
  private record Value(String json, String text) {}

  private record SentObject(Map<String, Value> values) implements SentItem {

    @Override
    public List<String> cells(List<String> columns) {
      List<String> cells = new ArrayList<>(columns.size());
      for (String column : columns) {
        Value value = values.get(column);
        cells.add(value == null ? null : value.text());
      }
      return cells;
    }

    @Override
    public Map<String, String> members() {
      Map<String, String> members = new LinkedHashMap<>();
      values.forEach((name, value) -> members.put(name, value.json()));
      return members;
    }
  }
}
