package org.grievances.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** A step of a request, as one span; it ends when it is closed. */
public final class Step implements AutoCloseable {
  private final Span span;

  Step(Span span) {
    this.span = span;
  }

  /** Tells how many items or rows the step is about. */
  public Step of(long count) {
    span.setAttribute("grievances.count", count);
    return this;
  }

  /** Tells that it failed, but not why: the log says so. */
  public void fail() {
    span.setStatus(StatusCode.ERROR);
  }

  @Override
  public void close() {
    span.end();
  }
}
