package org.grievances.item.part;

import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.csv.ColumnNames;
import org.grievances.failure.FailureException;
import org.grievances.item.CsvColumns;
import org.grievances.item.JsonCursor;
import org.grievances.item.MismatchedField;
import org.grievances.item.OutcomeMembers;
import org.grievances.item.RefusedItem;
import org.grievances.json.JsonText;
import org.grievances.schema.Table;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;

/** JSON objects as they were sent. */
final class SentObjects implements SentItems {
  /** The maximum length of a member's name that is a column of CSV. */
  private static final int MAX_COLUMN_NAME = 100;

  private final JsonCursor json;
  private final Table table;

  SentObjects(InputStream in, Table table) {
    this.json = JsonCursor.ofPart(in);
    this.table = table;
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public SentItem next() {
    if (json.advance() == JsonToken.START_OBJECT) {
      return new SentObject(members(json), true);
    }
    String text = RefusedItem.read(json).text();
    return new SentObject(text == null ? List.of() : refused(text), false);
  }

  /** The members in a line in which a limit was exceeded, whose rest may be anything. */
  private static List<SentMember> refused(String text) {
    try (JsonCursor item = JsonCursor.ofKept(text)) {
      if (item.advance() != JsonToken.START_OBJECT) {
        return List.of();
      }
      List<SentMember> members = members(item);
      item.checkEnd();
      return members;
    } catch (FailureException e) {
      return List.of();
    }
  }

  private static List<SentMember> members(JsonCursor json) {
    List<SentMember> members = new ArrayList<>();
    while (json.advance() != JsonToken.END_OBJECT) {
      String name = json.string();
      json.advance();
      members.add(member(json, name));
    }
    int[] kept = OutcomeMembers.othersIn(members.stream().map(SentMember::name).toList());
    return IntStream.of(kept).mapToObj(members::get).toList();
  }

  private static SentMember member(JsonCursor json, String name) {
    boolean isStructure = json.isAt(JsonToken.START_ARRAY) || json.isAt(JsonToken.START_OBJECT);
    boolean isNull = json.isAt(JsonToken.VALUE_NULL);
    String text = json.isAt(JsonToken.VALUE_STRING) ? json.string() : null;
    StringWriter copy = new StringWriter();
    try (JsonGenerator generator =
        ObjectCopier.GENERATORS.createGenerator(ObjectWriteContext.empty(), copy)) {
      json.copyValue(generator);
    }
    Member member = new Member(name, copy.toString());
    return new SentMember(member, text == null && !isNull ? member.json() : text, isStructure);
  }

  @Override
  public void close() {
    json.close();
  }

  /**
   * A member of an object.
   *
   * @param text its value in CSV; null for none
   * @param isStructure whether its value is an array or an object
   */
  private record SentMember(Member member, String text, boolean isStructure) {

    String name() {
      return member.name();
    }

    /** Whether a field would take its text in CSV for the same value. */
    boolean isSameInCsv() {
      return !isStructure && (text == null || JsonText.withEscapes(text).equals(text));
    }
  }

  private final class SentObject implements SentItem {
    private final List<SentMember> sent;

    /** Whether it exceeds no limit, so that no member without a field is wrong. */
    private final boolean isWithinLimits;

    SentObject(List<SentMember> sent, boolean isWithinLimits) {
      this.sent = sent;
      this.isWithinLimits = isWithinLimits;
    }

    @Override
    public OptionalLong line() {
      return OptionalLong.empty();
    }

    /**
     * Of members with the same name the last one counts. The others, and members that CSV cannot
     * say in a column, follow as one JSON object.
     */
    @Override
    public List<String> cells(List<String> columns) {
      List<SentMember> surplus = new ArrayList<>();
      Map<String, SentMember> last = new LinkedHashMap<>();
      for (SentMember each : sent) {
        SentMember earlier = last.put(each.name(), each);
        if (earlier != null) {
          surplus.add(earlier);
        }
      }
      last.values().stream().filter(each -> !fits(each, columns)).forEach(surplus::add);
      List<String> cells = new ArrayList<>(columns.size() + 1);
      for (String column : columns) {
        SentMember member = last.get(column);
        cells.add(member == null ? null : member.text());
      }
      if (!surplus.isEmpty()) {
        cells.add(object(surplus));
      }
      return cells;
    }

    private boolean fits(SentMember member, List<String> columns) {
      if (table.position(member.name()) >= 0) {
        return member.isSameInCsv();
      }
      return isWithinLimits && columns.contains(member.name());
    }

    private static String object(List<SentMember> members) {
      return members.stream()
          .map(each -> JsonText.quote(each.name()) + ":" + each.member().json())
          .collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public List<String> otherColumns() {
      return isWithinLimits
          ? sent.stream().map(SentMember::name).filter(this::canBeOtherColumn).distinct().toList()
          : List.of();
    }

    /** Whether a column of that name is read again as one without a field. */
    private boolean canBeOtherColumn(String name) {
      return !name.isEmpty()
          && name.length() <= MAX_COLUMN_NAME
          && ColumnNames.withVisibleMarks(ColumnNames.withoutMarks(name)).equals(name)
          && !CsvColumns.isOfField(table, name)
          && !MismatchedField.isName(name);
    }

    @Override
    public List<Member> members() {
      return sent.stream().map(SentMember::member).toList();
    }
  }
}
