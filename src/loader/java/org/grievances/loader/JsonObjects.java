package org.grievances.loader;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The objects of a JSON text, one after the other. */
interface JsonObjects extends AutoCloseable {

  /** Makes a row of the object whose first token the parser is at. */
  @FunctionalInterface
  interface Maker {
    Row row(long line, JsonParser json) throws IOException;
  }

  /** The next object as a row; null after the last. */
  Row next(Maker maker);

  @Override
  void close() throws IOException;

  /** One on each line; a line that is none is a row with a fault. */
  static JsonObjects lines(BufferedInputStream in) {
    return new Lines(FileText.decode(in, StandardCharsets.UTF_8));
  }

  /** Those of an array, or one after the other. */
  static JsonObjects whole(BufferedInputStream in) {
    try {
      return new Whole(JsonText.JSON.createParser(FileText.decode(in, StandardCharsets.UTF_8)));
    } catch (IOException unreadable) {
      throw FileText.failure(unreadable, StandardCharsets.UTF_8);
    }
  }

  /** A text of lines. */
  final class Lines implements JsonObjects {
    private final BufferedReader text;
    private long line;

    private Lines(BufferedReader text) {
      this.text = text;
    }

    @Override
    public Row next(Maker maker) {
      try {
        String next = text.readLine();
        for (line++; next != null && next.isBlank(); line++) {
          next = text.readLine();
        }
        return next == null ? null : row(next, maker);
      } catch (IOException unreadable) {
        throw FileText.failure(unreadable, StandardCharsets.UTF_8);
      }
    }

    private Row row(String text, Maker maker) throws IOException {
      try (JsonParser json = JsonText.JSON.createParser(text)) {
        if (json.nextToken() == JsonToken.START_OBJECT) {
          Row row = maker.row(line, json);
          if (json.nextToken() == null) {
            return row;
          }
        }
      } catch (JacksonException malformed) {
        // Told with the line.
      }
      String quoted = JsonText.object("unreadable", text);
      return new Row(line, quoted, null, "Line " + line + " is not a JSON object");
    }

    @Override
    public void close() throws IOException {
      text.close();
    }
  }

  /** A text in which line ends mean nothing. */
  final class Whole implements JsonObjects {
    private final JsonParser json;
    private boolean inArray;
    private boolean begun;

    private Whole(JsonParser json) {
      this.json = json;
    }

    @Override
    public Row next(Maker maker) {
      try {
        JsonToken token = json.nextToken();
        if (!begun && token == JsonToken.START_ARRAY) {
          inArray = true;
          token = json.nextToken();
        }
        begun = true;
        if (inArray && token == JsonToken.END_ARRAY) {
          inArray = false;
          token = json.nextToken();
          if (token != null) {
            throw malformed();
          }
        }
        if (token == null) {
          return null;
        }
        if (token != JsonToken.START_OBJECT) {
          throw malformed();
        }
        return maker.row(json.currentTokenLocation().getLineNr(), json);
      } catch (JacksonException malformed) {
        throw malformed();
      } catch (IOException unreadable) {
        throw FileText.failure(unreadable, StandardCharsets.UTF_8);
      }
    }

    private StopException malformed() {
      return StopException.stopped(
          "The file is not an array of JSON objects: see line "
              + json.currentLocation().getLineNr());
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }
}
