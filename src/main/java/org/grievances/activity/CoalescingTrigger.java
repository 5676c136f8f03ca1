package org.grievances.activity;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Coalesces requests for a task: one thread at a time runs it, and runs it once more for all
 * requests that came meanwhile.
 */
public final class CoalescingTrigger {
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * Requests a run of the task.
   *
   * @return whether no thread runs it now, so that the caller has to call {@link
   *     #runUntilNoRequestIsPending}
   */
  public boolean request() {
    return requests.getAndIncrement() == 0;
  }

  /** Runs the task until no request is pending. An error ends this run, but not later ones. */
  public void runUntilNoRequestIsPending(Runnable task) {
    int served;
    do {
      served = requests.get();
      try {
        task.run();
      } catch (Error e) {
        requests.set(0);
        throw e;
      }
    } while (!requests.compareAndSet(served, 0));
  }
}
