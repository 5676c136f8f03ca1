package org.grievances.audit;

import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.grievances.activity.BackgroundTasks;

/**
 * Writes security events and refused requests to the logger {@code org.grievances.audit}. The
 * details of an event are in its line and, in the JSON log, also in separate fields. No field holds
 * the contents of a record, a credential, or unchecked text of a caller.
 */
@ApplicationScoped
public class AuditLog {
  private static final Logger LOGGER = Logger.getLogger("org.grievances.audit");

  /** Lines per second about refused requests, for each event, so that none hides another. */
  private static final int MAX_PER_SECOND = 50;

  @Inject private BackgroundTasks tasks;

  private final Map<AuditEvent, Bucket> limits = new EnumMap<>(AuditEvent.class);
  private final Map<String, Long> leftOut = new ConcurrentHashMap<>();
  private final AtomicBoolean summaryDue = new AtomicBoolean();

  /** Begins with full buckets for all events. */
  public AuditLog() {
    for (AuditEvent event : AuditEvent.values()) {
      limits.put(event, bucket());
    }
  }

  private static Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit.capacity(MAX_PER_SECOND).refillGreedy(MAX_PER_SECOND, Duration.ofSeconds(1)))
        .build();
  }

  /**
   * Writes a line about an event.
   *
   * @param details fields besides those of the {@link Requester}, in their order
   */
  public void write(AuditEvent event, Map<String, ?> details) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", event.id());
    Requester.fields().forEach((name, value) -> fields.put(name, LogFields.clean(value)));
    details.forEach((name, value) -> fields.put(name, LogFields.clean(value)));
    LogFields.write(LOGGER, event.level(), event.text(), fields);
  }

  /**
   * Writes a line about a refused request. When there are too many, it only counts them, and writes
   * a summary by kind each second.
   *
   * @param kind what they are counted by
   */
  public void writeRefusal(AuditEvent event, String kind, Map<String, ?> details) {
    if (limits.get(event).tryConsume(1)) {
      write(event, details);
      return;
    }
    leftOut.merge(kind, 1L, Long::sum);
    if (summaryDue.compareAndSet(false, true)) {
      scheduleSummary();
    }
  }

  private void scheduleSummary() {
    try {
      tasks.after(Duration.ofSeconds(1), "counting refused requests", this::summarize);
    } catch (RejectedExecutionException | IllegalStateException e) {
      summarize();
    }
  }

  private void summarize() {
    summaryDue.set(false);
    Map<String, Long> counts = new TreeMap<>();
    leftOut.keySet().forEach(kind -> counts.put(kind, leftOut.remove(kind)));
    write(AuditEvent.LINES_LEFT_OUT, Map.of("leftOut", counts));
  }
}
