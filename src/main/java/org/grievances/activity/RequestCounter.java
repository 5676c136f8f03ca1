package org.grievances.activity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests for records, so that work in the background can make room for them. */
@ApplicationScoped
public class RequestCounter {
  private final LongAdder requests = new LongAdder();

  /** Counts a request. */
  public void increment() {
    requests.increment();
  }

  /** The number of requests so far. */
  public long requests() {
    return requests.sum();
  }
}
