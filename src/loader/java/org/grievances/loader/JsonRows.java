package org.grievances.loader;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.grievances.loader.JsonObject.Member;

/** JSON objects, sent one a line in the service's names. */
final class JsonRows implements Rows {
  /** The number of objects whose members are reported as the columns of the file. */
  private static final int MAX_AHEAD = 1_000;

  private static final int MAX_CHARACTERS_AHEAD = 2 * Row.MAX_TOKEN;

  /** The member that holds a text that is no JSON object. */
  private static final String UNREADABLE = "unreadable";

  private final JsonTexts texts;
  private final ColumnMap map;
  private final Conversion conversion;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Queue<JsonTexts.Text> readAhead = new ArrayDeque<>();

  JsonRows(JsonTexts texts, ColumnMap map, Conversion conversion) {
    this.texts = texts;
    this.map = map;
    this.conversion = conversion;
    for (int characters = 0; characters < MAX_CHARACTERS_AHEAD; ) {
      JsonTexts.Text next = readAhead.size() < MAX_AHEAD ? texts.next() : null;
      if (next == null) {
        break;
      }
      readAhead.add(next);
      characters += next.text() == null ? 0 : next.text().length();
      addColumns(next);
    }
    if (!texts.isBegun()) {
      throw ExitException.usage("The file is empty.");
    }
  }

  private void addColumns(JsonTexts.Text text) {
    JsonObject object = text.text() == null ? null : JsonObject.parse(text.text());
    if (object != null && !isUnreadable(object.withoutOutcome())) {
      object.withoutOutcome().forEach(member -> columns.add(member.name()));
    }
  }

  @Override
  public List<String> columns() {
    return new ArrayList<>(columns);
  }

  @Override
  public FileForm form() {
    return FileForm.json();
  }

  @Override
  public String header() {
    return "";
  }

  @Override
  public Row next() {
    JsonTexts.Text next = readAhead.isEmpty() ? texts.next() : readAhead.poll();
    return next == null ? null : row(next.line(), next.text());
  }

  private Row row(long line, String text) {
    if (text == null) {
      String instead = "The row is too large to be repeated; it is at line " + line + ".";
      return Row.tooLarge(line, JsonText.object(UNREADABLE, instead));
    }
    if (text.length() > Row.MAX_BYTES) {
      return Row.tooLarge(line, text);
    }
    JsonObject object = JsonObject.parse(text);
    if (object == null) {
      return unreadable(line, JsonText.object(UNREADABLE, text));
    }
    List<Member> members = object.withoutOutcome();
    String original =
        members.size() == object.members().size()
            ? text
            : JsonText.object(json -> write(members, json));
    if (isUnreadable(members)) {
      return unreadable(line, original);
    }
    if (object.error() != null) {
      return Row.invalid(line, original, object.error());
    }
    Sent sent = new Sent();
    String converted = JsonText.object(json -> sent.write(members, json));
    return sent.errors.isEmpty()
        ? Row.of(line, converted, original, sent.key)
        : Row.invalid(original, new Reason(line, sent.errors));
  }

  /** Whether it is a failed row that has not been corrected. */
  private static boolean isUnreadable(List<Member> members) {
    return members.size() == 1 && members.get(0).name().equals(UNREADABLE);
  }

  private static Row unreadable(long line, String original) {
    return Row.invalid(original, Reason.ofRow(line, RowError.MALFORMED, "is not a JSON object"));
  }

  private static void write(List<Member> members, JsonGenerator json) throws IOException {
    for (Member member : members) {
      member.write(json, member.name());
    }
  }

  /** Writes an object as it is sent. */
  private final class Sent {
    private final List<RowError> errors = new ArrayList<>();
    private Long key;

    void write(List<Member> members, JsonGenerator json) throws IOException {
      for (Member member : members) {
        String name = map.member(member.name());
        if (name != null) {
          write(name, member, json);
        }
      }
    }

    private void write(String name, Member member, JsonGenerator json) throws IOException {
      if (member.token() == JsonToken.VALUE_STRING) {
        json.writeStringField(name, conversion.convert(name, member.text(), errors));
        return;
      }
      if (name.equals(KEY) && member.token().isNumeric()) {
        key = RowKey.of(member.text());
      }
      member.write(json, name);
    }
  }

  @Override
  public void close() throws IOException {
    texts.close();
  }
}
