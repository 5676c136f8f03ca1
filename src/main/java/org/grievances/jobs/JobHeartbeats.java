package org.grievances.jobs;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The heartbeats of the jobs of one database, as this server sees them. A job whose heartbeats do
 * not change was abandoned by its server; no clocks are compared.
 */
final class JobHeartbeats {
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

  private final AtomicBoolean hasEnded = new AtomicBoolean();
  private Map<String, Seen> seen = new HashMap<>();
  private long purged = System.nanoTime() - PURGE_INTERVAL.toNanos();
  private boolean failing;

  /** A job, and when its heartbeats last changed. */
  private record Seen(Job job, long since) {

    boolean isUnchangedFor(Duration time) {
      return System.nanoTime() - since >= time.toNanos();
    }
  }

  /** Compares the jobs with those of the last update. */
  void update(List<Job> jobs) {
    Map<String, Seen> now = new HashMap<>();
    for (Job job : jobs) {
      Seen before = seen.get(job.id());
      boolean changed = before == null || before.job().heartbeats() != job.heartbeats();
      now.put(job.id(), new Seen(job, changed ? System.nanoTime() : before.since()));
    }
    seen = now;
  }

  /** The jobs without a heartbeat for a time. */
  Stream<Job> unchangedFor(Duration time) {
    return seen.values().stream().filter(each -> each.isUnchangedFor(time)).map(Seen::job);
  }

  /** The running jobs that their servers have abandoned. */
  List<Job> abandonedJobs() {
    return unchangedFor(LEASE).filter(job -> job.state() == JobState.IN_PROGRESS).toList();
  }

  /** Whether to remove old jobs: from time to time, and after the end of a job. */
  boolean isPurgeDue() {
    boolean due =
        hasEnded.getAndSet(false) || System.nanoTime() - purged >= PURGE_INTERVAL.toNanos();
    if (due) {
      purged = System.nanoTime();
    }
    return due;
  }

  /** Records that a job has ended on this server. */
  void recordEnd() {
    hasEnded.set(true);
  }

  void recordSuccess() {
    failing = false;
  }

  /**
   * Records a failed poll.
   *
   * @return whether it is the first failure since the last success
   */
  boolean recordFailure() {
    boolean first = !failing;
    failing = true;
    return first;
  }
}
