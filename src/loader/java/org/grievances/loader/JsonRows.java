package org.grievances.loader;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** JSON objects, sent one a line in the service's names. */
final class JsonRows implements Rows {
  /** The objects whose members are told as the columns of the file. */
  private static final int FIRST = 1_000;

  private final JsonObjects objects;
  private final ColumnMap map;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Queue<Row> readAhead = new ArrayDeque<>();

  JsonRows(JsonObjects objects, ColumnMap map) {
    this.objects = objects;
    this.map = map;
    for (int read = 0; read < FIRST; read++) {
      Row row = objects.next((line, json) -> row(line, json, columns));
      if (row == null) {
        break;
      }
      readAhead.add(row);
    }
  }

  @Override
  public List<String> columns() {
    return new ArrayList<>(columns);
  }

  @Override
  public String header() {
    return "";
  }

  @Override
  public Row next() {
    Row first = readAhead.poll();
    return first != null ? first : objects.next((line, json) -> row(line, json, null));
  }

  /**
   * @param names where the members' names are added; null for nowhere
   */
  private Row row(long line, JsonParser json, Set<String> names) throws IOException {
    Long[] key = {null};
    String text =
        JsonText.object(
            copy -> {
              while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                String member = map.member(name);
                if (names != null) {
                  names.add(name);
                }
                JsonToken value = json.nextToken();
                if (member == null) {
                  json.skipChildren();
                  continue;
                }
                if (member.equals(KEY)) {
                  key[0] = value == JsonToken.VALUE_NUMBER_INT ? Row.key(json.getText()) : null;
                }
                copy.writeFieldName(member);
                copy.copyCurrentStructureExact(json);
              }
            });
    return new Row(line, text, key[0], null);
  }

  @Override
  public void close() throws IOException {
    objects.close();
  }
}
