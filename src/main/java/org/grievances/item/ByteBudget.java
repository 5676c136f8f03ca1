package org.grievances.item;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many requests share; what is taken is given back once. */
final class ByteBudget {
  private final AtomicLong left;

  ByteBudget(long bytes) {
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
