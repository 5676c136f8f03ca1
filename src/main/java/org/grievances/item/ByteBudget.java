package org.grievances.item;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes that many share; what is taken is given back once. */
final class Room {
  private final AtomicLong left;

  Room(long bytes) {
    left = new AtomicLong(bytes);
  }

  /** Takes some; false, and nothing is taken, when there are not as many left. */
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    giveBack(bytes);
    return false;
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }
}
