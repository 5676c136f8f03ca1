package org.grievances.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** A step of a request, as one span; it ends when it is closed. */
public final class Step implements AutoCloseable {
  private final Span span;

  Step(Span span) {
    this.span = span;
  }

  /** Sets the number of items or rows of the step. */
  public Step setCount(long count) {
    span.setAttribute("grievances.count", count);
    return this;
  }

  /** Marks the step as failed; the reason is in the log. */
  public void fail() {
    span.setStatus(StatusCode.ERROR);
  }

  @Override
  public void close() {
    span.end();
  }
}
