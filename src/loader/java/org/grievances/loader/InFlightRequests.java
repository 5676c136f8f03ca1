package org.grievances.loader;

import java.util.HashSet;
import java.util.Set;

/**
 * The slices that are being sent. Their number is limited, and no two of them share a key: of two
 * rows with the same key, the later one is applied later.
 */
final class InFlightRequests {
  private final int max;
  private final Set<Slice> slices = new HashSet<>();
  private boolean abandoned;

  InFlightRequests(int max) {
    this.max = max;
  }

  /** Waits until a slice may be sent. */
  synchronized void enter(Slice slice) throws InterruptedException {
    while (!abandoned && (slices.size() >= max || sharesKey(slice))) {
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

  /** Releases all waiting threads, since the load has failed. */
  synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  /** Waits until all slices have been sent. */
  synchronized void awaitCompletion() throws InterruptedException {
    while (!abandoned && !slices.isEmpty()) {
      wait();
    }
  }
}
