package org.grievances.item;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.grievances.csv.ColumnNames;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.schema.Truncation;
import org.grievances.scope.Scope;

/**
 * Builds an item as its members are read, collecting their values and errors. It is finished when
 * the codes are known that it may contain.
 */
public final class ItemBuilder {
  private static final int MAX_QUOTED_NAME = 64;
  private static final String UNKNOWN = "unknown member";
  private static final String HIDDEN = "hidden from this API key; leave it out";
  private static final String KEY_SENT = "given by the service; leave it out";

  /** Further errors are only counted, so that no item makes the response large. */
  private static final int MAX_REPORTED_ERRORS = 20;

  private final Table table;
  private final Members members;
  private final ZoneId zone;
  private final Scope scope = Scope.current();
  private final Object[] values;
  private final List<RequestError> reportedErrors = new ArrayList<>();
  private int errors;
  private final BitSet sent = new BitSet();
  private final BitSet invalid = new BitSet();

  /** Unknown members with the names that an outcome has. */
  private final List<String> outcome = new ArrayList<>(0);

  /**
   * @param zone in which date-times without an offset are local time
   */
  ItemBuilder(Table table, Members members, ZoneId zone) {
    this.table = table;
    this.members = members;
    this.zone = zone;
    this.values = new Object[table.fields().size()];
  }

  /**
   * Reads the member whose value starts at the cursor; if a name is repeated, the last one wins.
   */
  void read(String member, JsonCursor json) {
    if (MismatchedField.isName(member)) {
      addError(member, ErrorCode.FIELD_COUNT, MismatchedField.ERROR);
    } else {
      read(member, table.position(member), json);
    }
  }

  /**
   * Reads a member from a text that has no types.
   *
   * @param position of the member's field; -1 when there is none
   * @param text null for none; only a text can be empty
   */
  void read(String member, int position, String text) {
    read(
        member,
        position,
        (field, in) ->
            text == null || text.isEmpty() && field.kind() != Field.Kind.TEXT
                ? null
                : FieldValue.parse(field, text, in));
  }

  /** A value as it was sent. */
  @FunctionalInterface
  interface Value {

    /**
     * @param zone in which a date-time without an offset is local time
     * @throws InvalidValueException if it does not fit the field
     */
    Object of(Field field, ZoneId zone) throws InvalidValueException;
  }

  private void read(String member, int position, Value value) {
    if (position >= 0 && isHidden(position)) {
      addError(position, ErrorCode.NOT_ALLOWED, HIDDEN);
    } else if (position >= 0 && isRead(position)) {
      read(position, value);
    } else if (members.areStrict()) {
      unknown(member);
    }
  }

  private boolean isHidden(int position) {
    return members.areWritten() && scope.hides(table, table.fields().get(position));
  }

  private void unknown(String member) {
    if (OutcomeMembers.contains(member)) {
      outcome.add(member);
    } else {
      addError(quoted(member), ErrorCode.UNKNOWN_MEMBER, UNKNOWN);
    }
  }

  /** An item of a job has both; one of them alone may be a misspelt name. */
  private void checkOutcome() {
    if (outcome.isEmpty()) {
      return;
    }
    if (!OutcomeMembers.areIn(outcome)) {
      outcome.forEach(member -> addError(member, ErrorCode.UNKNOWN_MEMBER, UNKNOWN));
    }
  }

  private boolean isRead(int position) {
    return switch (members) {
      case LENIENT, STRICT, LENIENT_MERGE, STRICT_MERGE, LENIENT_KEYLESS, STRICT_KEYLESS -> true;
      case KEY_ONLY -> table.isOfKey(position);
      case VERSION_ONLY -> table.isVersion(position);
    };
  }

  private void read(int position, Value value) {
    sent.set(position);
    values[position] = null;
    try {
      values[position] = value.of(table.fields().get(position), zone);
    } catch (InvalidValueException e) {
      invalid.set(position);
      addError(e.error(table.fields().get(position).name()));
    }
  }

  private static String quoted(String name) {
    boolean isShort = name.length() <= MAX_QUOTED_NAME;
    return ColumnNames.withVisibleMarks(
        isShort ? name : Truncation.of(name, MAX_QUOTED_NAME) + "…");
  }

  private void addError(int position, ErrorCode code, String reason) {
    invalid.set(position);
    addError(table.fields().get(position).name(), code, reason);
  }

  private void addError(String member, ErrorCode code, String reason) {
    addError(RequestError.of(code, member, reason));
  }

  private void addError(RequestError error) {
    if (errors++ < MAX_REPORTED_ERRORS) {
      reportedErrors.add(error);
    }
  }

  /**
   * @param given the required key, also used if the item contains none; null to accept any key
   * @param codes the codes that the item may contain
   */
  public Item finish(Object given, Codes codes) {
    checkOutcome();
    if (table.makesKey()) {
      table.setKey(values, table.madeKey(values));
    }
    if (given != null) {
      checkKey(given);
    }
    if (members.areKeyless()) {
      checkNoKey();
    }
    for (int position : table.required()) {
      if (isRequired(position) && values[position] == null && !invalid.get(position)) {
        addError(position, ErrorCode.REQUIRED, Table.REQUIRED);
      }
    }
    checkTextKey();
    if (!members.areMerged()) {
      setAllVisible();
    }
    codes.unknownIn(values).stream()
        .forEach(position -> addError(position, ErrorCode.UNKNOWN_CODE, Codes.UNKNOWN));
    if (!members.areMerged() || table.makesKey()) {
      ItemErrors.ofRule(table, values)
          .ifPresent(broken -> broken.reported().forEach(this::addError));
    }
    Object key = table.hasKey() && !members.areKeyless() ? table.key(values) : null;
    return errors == 0
        ? new Item.Row(key, values, sent)
        : new Item.Invalid(key, new ItemErrors(reportedErrors, errors - reportedErrors.size()));
  }

  /** Those that are hidden from the caller keep their values. */
  private void setAllVisible() {
    sent.set(0, values.length);
    for (int position = 0; position < values.length; position++) {
      if (scope.hides(table, table.fields().get(position))) {
        sent.clear(position);
      }
    }
  }

  /** Whether a field that must have a value cannot keep the one that it has. */
  private boolean isRequired(int position) {
    boolean isKey = table.fields().get(position).key();
    if ((members.areKeyless() || table.makesKey()) && isKey) {
      return false;
    }
    return members.areMerged() ? sent.get(position) || isKey : isRead(position);
  }

  /** Checked only on writes: an existing record with such a key can still be deleted. */
  private void checkTextKey() {
    if (members.areWritten() && table.hasKey() && table.key(values) instanceof String key) {
      TextKeys.error(key)
          .ifPresent(reason -> addError(table.keyField().name(), ErrorCode.NOT_ALLOWED, reason));
    }
  }

  private void checkNoKey() {
    int position = table.position(table.keyField().name());
    if (values[position] != null) {
      addError(position, ErrorCode.NOT_ALLOWED, KEY_SENT);
    }
  }

  private void checkKey(Object given) {
    int position = table.position(table.keyField().name());
    if (values[position] == null && !invalid.get(position)) {
      values[position] = given;
    } else if (values[position] != null && !values[position].equals(given)) {
      addError(position, ErrorCode.NOT_ALLOWED, "not the one in the path");
    }
  }
}
