package org.grievances.item;

import jakarta.json.stream.JsonParser.Event;
import java.util.StringJoiner;
import org.grievances.database.Field;
import org.grievances.database.Table;
import org.grievances.item.ItemReader.Members;

/** An item while its members are read: the values so far, and every fault so far. */
final class ItemDraft {
  private static final int MAX_QUOTED_NAME = 64;

  private final Table table;
  private final Members members;
  private final Object[] values;
  private final StringJoiner faults = new StringJoiner("; ");
  private boolean keyFaulty;

  ItemDraft(Table table, Members members) {
    this.table = table;
    this.members = members;
    this.values = new Object[table.fields().size()];
  }

  /** Reads the member whose value the cursor is at the start of; the last of one name stands. */
  void read(String member, JsonCursor json) {
    int position = table.position(member);
    if (position >= 0 && isRead(position)) {
      read(position, json);
    } else if (members == Members.STRICT) {
      faults.add(quoted(member) + ": unknown member");
    }
  }

  private boolean isRead(int position) {
    return members != Members.KEY_ONLY || table.fields().get(position).key();
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
    return name.length() <= MAX_QUOTED_NAME ? name : Excerpt.of(name, MAX_QUOTED_NAME) + "…";
  }

  /**
   * @param given the key that the item is to have, whether it says so or not; null for any
   */
  Item finish(Object given) {
    if (given != null && table.key(values) == null && !keyFaulty) {
      table.setKey(values, given);
    }
    Object key = table.key(values);
    if (key == null && !keyFaulty) {
      faults.add(table.keyField().name() + ": required");
    }
    if (key != null && given != null && !key.equals(given)) {
      faults.add(table.keyField().name() + ": not the one in the path");
    }
    return faults.length() == 0
        ? new Item.Row(key, values)
        : new Item.Faulty(key, faults.toString());
  }
}
