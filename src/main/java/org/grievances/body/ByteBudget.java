package org.grievances.body;

import java.util.concurrent.atomic.AtomicLong;

/** A byte budget shared by many requests; bytes that are taken are given back exactly once. */
final class ByteBudget {
  private final long bytes;
  private final AtomicLong left;

  ByteBudget(long bytes) {
    this.bytes = bytes;
    this.left = new AtomicLong(bytes);
  }

  /** Takes bytes from the budget; if too few are left, takes none and returns false. */
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

  /** The number of bytes left. */
  long size() {
    return bytes;
  }

  /** The number of bytes taken. */
  long taken() {
    return bytes - left.get();
  }
}
