package org.grievances.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.grievances.activity.Activity;
import org.grievances.failure.FailureException;

/**
 * Makes spans for the steps of a request, which do nothing until the operator turns tracing on. No
 * span has contents of a record, a key, a token, SQL or the message of an exception.
 */
@ApplicationScoped
public class Tracing {
  private static final String DATABASE = "grievances.database";

  @Inject private Tracer tracer;

  /** The work of a step. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T in(Step step) throws E;
  }

  /**
   * Runs a step of the current request. If the step throws, its span is marked as failed, unless
   * the request is refused.
   */
  public <T, E extends Exception> T during(String name, String database, Work<T, E> work) throws E {
    try (Step step = begin(name, database)) {
      try {
        return work.in(step);
      } catch (FailureException e) {
        throw e;
      } catch (Throwable e) {
        step.fail();
        throw e;
      }
    }
  }

  /** Begins a step of the current request, which ends when it is closed. */
  public Step begin(String name, String database) {
    return new Step(tracer.spanBuilder(name).setAttribute(DATABASE, database).startSpan());
  }

  /**
   * Connects the span of the current request with its activity and its log lines, and removes the
   * address, which may contain the key of a record or anything else.
   */
  public static void identify(UUID activity) {
    Span span = Span.current();
    if (span.getSpanContext().isValid()) {
      span.setAttribute("grievances.activity_id", activity.toString());
      span.setAttribute("url.path", "").setAttribute("url.query", "");
      Activity.trace(span.getSpanContext().getTraceId());
    }
  }

  /**
   * The same for a request without an operation, whose span would be named by the path as sent.
   *
   * @param method as sent
   */
  public static void identifyUnmatched(UUID activity, String method) {
    identify(activity);
    Span.current().updateName(method).setAttribute("http.route", "");
  }

  /** Runs tasks at once and as part of the current trace, also after its span has ended. */
  public static Executor inCurrentTrace() {
    return Context.current().wrap(Runnable::run);
  }

  /**
   * Names the operation that the current request is for.
   *
   * @param path the template of its path, without the values in it
   */
  public static void describe(String path) {
    Span.current().setAttribute("url.path", path);
  }

  /** Names the database that the current request is for. */
  public static void nameDatabase(String database) {
    Span.current().setAttribute(DATABASE, database);
  }
}
