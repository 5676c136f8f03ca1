package org.grievances.cases.event;

import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.records.RecordData;
import org.grievances.records.RecordService;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;

/**
 * A note of the public API: an event of the kind NOTE under other names. One that is struck out is
 * no note any more.
 */
@Table(name = "grievance_events")
@SuppressWarnings("unused")
class NoteData {
  static final org.grievances.schema.Table TABLE = org.grievances.schema.Table.of(NoteData.class);

  /** The only category of notes here. */
  static final String CATEGORY = "GRIEV";

  private static final org.grievances.schema.Table EVENTS = GrievanceEvent.STORED;
  private static final String NOTE_CATEGORY = "note_Category";

  /** The members of an event that a note has under other names. */
  private static final Map<String, String> EVENT_NAMES =
      Map.of("note_Key", "event_Key", "note_Data", "text");

  /** The members of a note that nobody sends but the service. */
  private static final List<String> OF_THE_SERVICE =
      List.of("note_Key", NOTE_CATEGORY, "entry_Date", "entry_User", "update_Date", "update_User");

  private Integer note_Key;

  @NotNull private Boolean note_Alert;

  @Size(max = 64)
  private String note_Subject;

  @Size(max = 4096)
  private String note_Data;

  @Size(max = 8)
  private String note_Category;

  @Size(max = 8)
  private String note_Type;

  @Size(max = 8)
  private String note_Priority;

  private LocalDateTime effective_Date;

  private LocalDateTime term_Date;

  private LocalDateTime note_Alert_End;

  private LocalDateTime entry_Date;

  @Size(max = 20)
  private String entry_User;

  private LocalDateTime update_Date;

  @Size(max = 20)
  private String update_User;

  /** The conditions that events fulfil which are notes. */
  static List<Condition> conditions() {
    return List.of(
        Condition.of(EVENTS.field("kind"), Comparison.EQUAL, GrievanceEvent.Kind.NOTE.name()),
        Condition.absent(EVENTS.field("struck_Out")));
  }

  /**
   * Checks that an event is a note.
   *
   * @throws FailureException {@code RECORD_UNKNOWN} if it is not
   */
  static void check(Object[] event) {
    boolean isNote =
        conditions().stream()
            .allMatch(each -> each.isFulfilled(field -> event[EVENTS.position(field.name())]));
    if (!isNote) {
      throw RecordService.unknown(EVENTS);
    }
  }

  /** An event as a note. */
  static RecordData of(Object[] event) {
    Object[] note =
        TABLE.fields().stream()
            .map(field -> field.name().equals(NOTE_CATEGORY) ? CATEGORY : value(event, field))
            .toArray();
    int alert = TABLE.position("note_Alert");
    note[alert] = Boolean.TRUE.equals(note[alert]);
    return RecordData.of(TABLE, note);
  }

  private static Object value(Object[] event, Field field) {
    return event[EVENTS.position(EVENT_NAMES.getOrDefault(field.name(), field.name()))];
  }

  /**
   * Sets the members of an event that a note has.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} if the note has another category
   */
  static Object[] apply(Object[] note, Object[] event) {
    Object category = note[TABLE.position(NOTE_CATEGORY)];
    if (category != null) {
      checkCategory(category.toString());
    }
    Object[] changed = Arrays.copyOf(event, event.length);
    TABLE.fields().stream()
        .map(Field::name)
        .filter(name -> !OF_THE_SERVICE.contains(name))
        .forEach(
            name ->
                changed[EVENTS.position(EVENT_NAMES.getOrDefault(name, name))] =
                    note[TABLE.position(name)]);
    return changed;
  }

  /**
   * @throws FailureException {@code MALFORMED_REQUEST} if the category is not that of grievances
   */
  static void checkCategory(String category) {
    if (!CATEGORY.equals(category)) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The category of a note must be GRIEV: this service keeps the notes of grievances.");
    }
  }
}
