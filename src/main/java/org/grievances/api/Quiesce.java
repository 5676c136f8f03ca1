package org.grievances.api;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the server is about to stop: what it has begun it ends, and it begins nothing more. */
@ApplicationScoped
public class Quiesce {
  private volatile boolean begun;

  void begin() {
    begun = true;
  }

  public boolean hasBegun() {
    return begun;
  }
}
