package org.grievances.item;

import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.grievances.failure.FailureException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;

/** JSON objects as they were sent. */
final class SentObjects implements SentItems {
  private static final SentItem NONE = new SentObject(List.of());

  private final JsonCursor json;

  SentObjects(InputStream in) {
    this.json = JsonCursor.ofPart(in);
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public SentItem next() {
    if (json.advance() == JsonToken.START_OBJECT) {
      return object(json);
    }
    String text = RefusedItem.read(json).text();
    return text == null ? NONE : refused(text);
  }

  /** The line in which a limit was exceeded, whose rest may be anything. */
  private static SentItem refused(String text) {
    try (JsonCursor item = JsonCursor.ofKept(text)) {
      if (item.advance() != JsonToken.START_OBJECT) {
        return NONE;
      }
      SentItem object = object(item);
      item.checkEnd();
      return object;
    } catch (FailureException e) {
      return NONE;
    }
  }

  private static SentItem object(JsonCursor json) {
    List<SentMember> members = new ArrayList<>();
    while (json.advance() != JsonToken.END_OBJECT) {
      String name = json.string();
      json.advance();
      members.add(member(json, name));
    }
    return new SentObject(members);
  }

  private static SentMember member(JsonCursor json, String name) {
    String text = json.isAt(JsonToken.VALUE_STRING) ? json.string() : null;
    boolean isNull = json.isAt(JsonToken.VALUE_NULL);
    StringWriter copy = new StringWriter();
    try (JsonGenerator generator =
        ObjectCopier.GENERATORS.createGenerator(ObjectWriteContext.empty(), copy)) {
      json.copyValue(generator);
    }
    return new SentMember(
        new Member(name, copy.toString()), text == null && !isNull ? copy.toString() : text);
  }

  @Override
  public void close() {
    json.close();
  }

  /**
   * A member of an object.
   *
   * @param text its value in CSV; null for none
   */
  private record SentMember(Member member, String text) {}

  private record SentObject(List<SentMember> sent) implements SentItem {

    @Override
    public OptionalLong line() {
      return OptionalLong.empty();
    }

    /** Of members with the same name the last one counts. */
    @Override
    public List<String> cells(List<String> columns) {
      Map<String, String> texts = new LinkedHashMap<>();
      for (SentMember each : sent) {
        texts.put(each.member().name(), each.text());
      }
      List<String> cells = new ArrayList<>(columns.size());
      columns.forEach(column -> cells.add(texts.get(column)));
      texts.forEach(
          (name, text) -> {
            if (MismatchedField.isName(name)) {
              cells.add(text);
            }
          });
      return cells;
    }

    @Override
    public List<Member> members() {
      return sent.stream().map(SentMember::member).toList();
    }
  }
}
