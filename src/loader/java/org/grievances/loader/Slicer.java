package org.grievances.loader;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts the rows of a file into slices. After an earlier process, it skips finished rows and repeats
 * the slices that were begun.
 */
final class Slicer {
  private final Rows rows;
  private final Journal journal;
  private final AtomicInteger batchSize;
  private final int maxBytes;
  private long position;
  private Row ahead;

  /**
   * @param batchSize the maximum number of rows of a slice, which can be lowered
   * @param maxBytes a slice of this size gets no more rows
   */
  Slicer(Rows rows, Journal journal, AtomicInteger batchSize, int maxBytes) {
    this.rows = rows;
    this.journal = journal;
    this.batchSize = batchSize;
    this.maxBytes = maxBytes;
    this.ahead = rows.next();
  }

  /** The next slice; null after the last. */
  Slice next() {
    for (long end = journal.finishedFrom(position); end > position; ) {
      while (position < end && ahead != null) {
        take();
      }
      if (ahead == null) {
        return null;
      }
      end = journal.finishedFrom(position);
    }
    if (ahead == null) {
      return null;
    }
    long begun = journal.begunFrom(position);
    boolean again = begun > position;
    long end = again ? begun : Math.min(position + batchSize.get(), journal.nextAfter(position));
    Slice slice = new Slice(position, rows.header());
    while (ahead != null && position < end && (again || slice.bytes() < maxBytes)) {
      slice.add(take());
    }
    return slice;
  }

  private Row take() {
    Row row = ahead;
    ahead = rows.next();
    position++;
    return row;
  }
}
