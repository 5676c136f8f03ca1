package org.grievances.audit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.settings.AccessLogSettings;

/**
 * Writes each request to the logger {@code org.grievances.access}, if the operator wants that. A
 * thread of its own writes the lines, so that no caller waits for a disk; what it cannot keep up
 * with is counted and left out.
 */
@ApplicationScoped
public class AccessLog {
  private static final Logger LOGGER = Logger.getLogger("org.grievances.access");
  private static final int MAX_WAITING = 20_000;
  private static final Duration INTERVAL = Duration.ofMillis(200);

  @Inject private AccessLogSettings settings;
  @Inject private BackgroundTasks tasks;

  private final BlockingQueue<Access> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong leftOut = new AtomicLong();

  /** A request that was answered. */
  private record Access(UUID activity, Map<String, String> fields) {}

  @PostConstruct
  void start() {
    if (settings.enabled()) {
      tasks.every(INTERVAL, "writing the access log", this::write);
    }
  }

  public boolean isEnabled() {
    return settings.enabled();
  }

  /**
   * Adds the current request; its sender is known from {@link Requester}.
   *
   * @param details what was called and how it was answered; no text of a caller
   */
  public void add(Map<String, ?> details) {
    Map<String, String> fields = new LinkedHashMap<>();
    details.forEach((name, value) -> fields.put(name, LogFields.clean(value)));
    Requester.fields().forEach((name, value) -> fields.put(name, LogFields.clean(value)));
    if (!waiting.offer(new Access(Activity.id(), fields))) {
      leftOut.incrementAndGet();
    }
  }

  @PreDestroy
  void write() {
    for (Access access = waiting.poll(); access != null; access = waiting.poll()) {
      Activity.begin(access.activity());
      try {
        LogFields.write(LOGGER, Level.INFO, "Request", access.fields());
      } finally {
        Activity.end();
      }
    }
    long count = leftOut.getAndSet(0);
    if (count > 0) {
      Activity.log(LOGGER, Level.WARNING, count + " requests are left out of the access log.");
    }
  }
}
