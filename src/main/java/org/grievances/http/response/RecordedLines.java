package org.grievances.http.response;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.grievances.database.reads.RecordRead;
import org.grievances.item.Lines;

/** Lines with records, of which is recorded that they are shown before the first is passed on. */
final class RecordedLines extends ForwardingLines {
  private final Consumer<RecordRead.Keys> recorder;

  /**
   * @param recorder called once, unless there are no lines
   */
  RecordedLines(Lines lines, Consumer<RecordRead.Keys> recorder) {
    super(lines);
    this.recorder = recorder;
  }

  @Override
  public Iterator<Line> iterator() {
    Iterator<Line> all = super.iterator();
    List<Line> begin = new ArrayList<>();
    while (begin.size() <= RecordRead.MAX_KEYS && all.hasNext()) {
      begin.add(all.next());
    }
    if (!begin.isEmpty()) {
      recorder.accept(begin.size() > RecordRead.MAX_KEYS ? range(begin.get(0)) : keys(begin));
    }
    return new Iterator<>() {
      private final Iterator<Line> ahead = begin.iterator();

      @Override
      public boolean hasNext() {
        return ahead.hasNext() || all.hasNext();
      }

      @Override
      public Line next() {
        return ahead.hasNext() ? ahead.next() : all.next();
      }
    };
  }

  /** An item of a job may have no key. */
  private static RecordRead.Keys keys(List<Line> some) {
    List<Integer> keys = some.stream().map(Line::key).filter(Objects::nonNull).distinct().toList();
    return new RecordRead.Keys(keys, null, null, some.size());
  }

  private RecordRead.Keys range(Line first) {
    int count = (int) Math.min(Integer.MAX_VALUE, count().orElse(Integer.MAX_VALUE));
    return areInOrderOfKeys()
        ? new RecordRead.Keys(null, first.key(), lastKey(), count)
        : new RecordRead.Keys(null, null, null, count);
  }
}
