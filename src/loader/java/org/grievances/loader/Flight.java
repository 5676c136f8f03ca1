package org.grievances.loader;

import java.util.HashSet;
import java.util.Set;

/**
 * The slices that are being sent. There are only so many at a time, and none has a key that another
 * one has: of two rows with the same key, the later one is applied later.
 */
final class Flight {
  private final int most;
  private final Set<Slice> slices = new HashSet<>();
  private boolean abandoned;

  Flight(int most) {
    this.most = most;
  }

  /** Waits until a slice may be sent. */
  synchronized void enter(Slice slice) throws InterruptedException {
    while (!abandoned && (slices.size() >= most || sharesKey(slice))) {
      wait();
    }
    slices.add(slice);
  }

  private boolean sharesKey(Slice slice) {
    for (Slice other : slices) {
      for (Long key : slice.keys()) {
        if (other.keys().contains(key)) {
          return true;
        }
      }
    }
    return false;
  }

  synchronized void leave(Slice slice) {
    slices.remove(slice);
    notifyAll();
  }

  /** Lets nobody wait any more, since the load has failed. */
  synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  /** Waits until none is being sent. */
  synchronized void awaitLanding() throws InterruptedException {
    while (!abandoned && !slices.isEmpty()) {
      wait();
    }
  }
}
