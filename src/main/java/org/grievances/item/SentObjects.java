package org.grievances.item;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON objects as they were sent, one a line. */
final class SentObjects implements SentItems {
  private final BufferedReader lines;

  SentObjects(InputStream in) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public SentItem next() {
    try (JsonParser json = Json.createParser(new StringReader(lines.readLine()))) {
      json.next();
      JsonValue item = json.getValue();
      return new SentObject(
          item instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT);
    } catch (IOException ours) {
      throw new UncheckedIOException(ours);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException ours) {
      throw new UncheckedIOException(ours);
    }
  }

  private record SentObject(JsonObject members) implements SentItem {

    @Override
    public List<String> cells(List<String> columns) {
      List<String> cells = new ArrayList<>(columns.size());
      columns.forEach(column -> cells.add(text(members.get(column))));
      return cells;
    }

    private static String text(JsonValue value) {
      if (value == null || value == JsonValue.NULL) {
        return null;
      }
      return value instanceof JsonString string ? string.getString() : value.toString();
    }
  }
}
