package org.grievances.jobs;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What a server has seen of the jobs of one database. Whether another server has left a job shows
 * by its heartbeats alone, so that no clocks are compared.
 */
final class Watch {
  private static final Duration LEFT = Duration.ofSeconds(20);
  private static final Duration BETWEEN_PURGES = Duration.ofMinutes(10);

  private final AtomicInteger requests = new AtomicInteger();
  private Map<String, Seen> seen = new HashMap<>();
  private long purged = System.nanoTime() - BETWEEN_PURGES.toNanos();
  private final AtomicBoolean ended = new AtomicBoolean();
  private boolean failing;

  /** A job as it was, and since when it is. */
  private record Seen(Job job, long since) {

    boolean isFor(Duration time) {
      return System.nanoTime() - since >= time.toNanos();
    }
  }

  /** Whether nobody looks at the database now; the caller is to do it, by {@link #answer}. */
  boolean request() {
    return requests.getAndIncrement() == 0;
  }

  /** Looks until nobody has requested another look meanwhile. An error does not end all looks. */
  void answer(Runnable look) {
    int answered;
    do {
      answered = requests.get();
      try {
        look.run();
      } catch (Error fatal) {
        requests.set(0);
        throw fatal;
      }
    } while (!requests.compareAndSet(answered, 0));
  }

  void see(List<Job> jobs) {
    Map<String, Seen> now = new HashMap<>();
    for (Job job : jobs) {
      Seen before = seen.get(job.id());
      boolean changed = before == null || before.job().heartbeats() != job.heartbeats();
      now.put(job.id(), new Seen(job, changed ? System.nanoTime() : before.since()));
    }
    seen = now;
  }

  /** The jobs that have shown no sign of life for a time. */
  Stream<Job> unchangedFor(Duration time) {
    return seen.values().stream().filter(each -> each.isFor(time)).map(Seen::job);
  }

  /** The running jobs that their servers have left. */
  List<Job> left() {
    return unchangedFor(LEFT).filter(job -> job.state() == JobState.IN_PROGRESS).toList();
  }

  /** Whether old jobs are to be removed: from time to time, and when another has ended. */
  boolean isPurgeDue() {
    boolean due = ended.getAndSet(false) || System.nanoTime() - purged >= BETWEEN_PURGES.toNanos();
    if (due) {
      purged = System.nanoTime();
    }
    return due;
  }

  /** A job has ended here. */
  void end() {
    ended.set(true);
  }

  void worked() {
    failing = false;
  }

  /** Whether it is the first time since it worked. */
  boolean failed() {
    boolean first = !failing;
    failing = true;
    return first;
  }
}
