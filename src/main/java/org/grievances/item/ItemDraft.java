package org.grievances.item;

import jakarta.json.stream.JsonParser.Event;
import java.util.StringJoiner;
import org.grievances.database.Field;
import org.grievances.database.Table;

/** An item while its members are read: the values so far, and every fault so far. */
final class ItemDraft {
  private static final int MAX_QUOTED_NAME = 64;

  private final Table table;
  private final boolean strict;
  private final Object[] values;
  private final StringJoiner faults = new StringJoiner("; ");
  private boolean keyFaulty;

  ItemDraft(Table table, boolean strict) {
    this.table = table;
    this.strict = strict;
    this.values = new Object[table.fields().size()];
  }

  /** Reads the member whose value the cursor is at the start of; the last of one name stands. */
  void read(String member, JsonCursor json) {
    int position = table.position(member);
    if (position >= 0) {
      read(position, json);
    } else if (strict) {
      faults.add(quoted(member) + ": unknown member");
    }
  }

  private void read(int position, JsonCursor json) {
    Field field = table.fields().get(position);
    values[position] = null;
    try {
      if (!json.isAt(Event.VALUE_NULL)) {
        values[position] = FieldValue.read(field, json);
      }
    } catch (FaultException fault) {
      keyFaulty |= field.key();
      faults.add(field.name() + ": " + fault.getMessage());
    }
  }

  private static String quoted(String name) {
    return name.length() <= MAX_QUOTED_NAME ? name : name.substring(0, MAX_QUOTED_NAME) + "…";
  }

  Item finish() {
    Object key = table.key(values);
    if (key == null && !keyFaulty) {
      faults.add(table.keyField().name() + ": required");
    }
    return faults.length() == 0
        ? new Item.Row(key, values)
        : new Item.Faulty(key, faults.toString());
  }
}
