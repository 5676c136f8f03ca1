package org.grievances.records;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.grievances.body.Spool;
import org.grievances.database.Rows;
import org.grievances.item.Lines;
import org.grievances.json.JsonText;
import org.grievances.json.JsonValues;
import org.grievances.schema.Field;

/** Records, one per line, read as they are written. */
public final class RecordLines implements Lines {
  private final List<Field> fields;
  private final Supplier<Rows> source;
  private final Optional<Spool.Share> room;
  private final int key;
  private Rows rows;

  /**
   * @param fields of each record that are shown, which are the first that are read
   * @param key the position of its key among all that is read; -1 if it is not there
   * @param source opens the records, once they are to be read
   * @param room for all of them, if they are read before the first is sent
   */
  public RecordLines(
      List<Field> fields, int key, Supplier<Rows> source, Optional<Spool.Share> room) {
    this.fields = fields;
    this.key = key;
    this.source = source;
    this.room = room;
  }

  @Override
  public List<String> columns() {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public Iterator<Line> iterator() {
    rows = source.get();
    return new Iterator<>() {
      private Object[] next = rows.next();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Line next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        Object[] values = next;
        next = rows.next();
        return new RecordLine(fields, key, values);
      }
    };
  }

  private record RecordLine(List<Field> fields, int keyPosition, Object[] values) implements Line {

    @Override
    public List<String> cells() {
      List<String> cells = new ArrayList<>(fields.size());
      for (int position = 0; position < fields.size(); position++) {
        cells.add(JsonValues.text(values[position]));
      }
      return cells;
    }

    @Override
    public Integer key() {
      return keyPosition >= 0 && values[keyPosition] instanceof Integer key ? key : null;
    }

    @Override
    public JsonText object() {
      return new RecordData(fields, values);
    }
  }

  @Override
  public OptionalLong count() {
    return rows.count();
  }

  @Override
  public boolean areInOrderOfKeys() {
    return key >= 0;
  }

  @Override
  public Integer lastKey() {
    return rows.lastKey() instanceof Integer last ? last : null;
  }

  @Override
  public Optional<Spool.Share> room() {
    return room;
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
