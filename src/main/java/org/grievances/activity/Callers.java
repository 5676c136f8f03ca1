package org.grievances.activity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests for records, so that work in the background can make room for them. */
@ApplicationScoped
public class Callers {
  private final LongAdder requests = new LongAdder();

  /** A request has come. */
  public void count() {
    requests.increment();
  }

  /** How many have come so far. */
  public long requests() {
    return requests.sum();
  }
}
