package org.grievances.database;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Schedules the checks of the databases and their replicas, each on a thread of its own: those with
 * waiting requests first. A slow database delays none of these, and however many databases there
 * are, their checks together cost little.
 */
final class MonitorScheduler {
  /** The minimum time between two checks of a database. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** With more databases the time between checks grows, so that at most five begin per second. */
  private static final Duration PAUSE_PER_DATABASE = Duration.ofMillis(200);

  /** As many running checks as this delay those of databases without waiting requests. */
  private static final int MAX_IDLE_CHECKS = 32;

  /** A check that takes longer is waiting for its database, and not using the processor. */
  private static final Duration SLOW_AFTER = Duration.ofMillis(500);

  private static final int MAX_ACTIVE = Runtime.getRuntime().availableProcessors();
  private static final long NEVER = Long.MIN_VALUE;

  private final ExecutorService executor;
  private final long start = System.nanoTime();
  private final List<Checks> all = new CopyOnWriteArrayList<>();
  private boolean stopped;

  /** Runs the checks on an executor without a limit of threads. */
  MonitorScheduler(ExecutorService executor) {
    this.executor = executor;
  }

  /** A database or a replica that is checked from time to time. */
  interface Monitored {

    /** Whether requests since the last check depend on the result of the next one. */
    boolean hasWaitingRequests();

    void check();
  }

  void add(Monitored monitored) {
    all.add(new Checks(monitored));
  }

  /** Checks it next, however recently it was checked. */
  void checkNext(Monitored monitored) {
    all.stream()
        .filter(checks -> checks.monitored == monitored)
        .forEach(checks -> checks.ended = NEVER);
    startDueChecks();
  }

  /** Ends its checks; one that is running completes. */
  void remove(Monitored monitored) {
    all.removeIf(checks -> checks.monitored == monitored);
  }

  private long now() {
    return System.nanoTime() - start;
  }

  /**
   * Starts the checks that are due, within the limits. Each check that ends starts the next ones;
   * the caller also calls this several times a second.
   */
  synchronized void startDueChecks() {
    if (stopped) {
      return;
    }
    long now = now();
    List<Checks> running = all.stream().filter(checks -> checks.running).toList();
    long active =
        running.stream().filter(checks -> now - checks.began < SLOW_AFTER.toNanos()).count();
    long idleChecks = MAX_IDLE_CHECKS - running.size();
    for (DueCheck due : due(now)) {
      if (active == MAX_ACTIVE || (!due.hasWaitingRequests() && idleChecks <= 0)) {
        return;
      }
      due.checks().begin();
      active++;
      idleChecks--;
    }
  }

  private List<DueCheck> due(long now) {
    long pause = Math.max(PAUSE.toNanos(), all.size() * PAUSE_PER_DATABASE.toNanos());
    return all.stream()
        .filter(checks -> !checks.running)
        .map(DueCheck::of)
        .filter(check -> check.isDue(now, pause))
        .sorted(DueCheck.ORDER)
        .toList();
  }

  /** Interrupts the running checks, and starts no more. */
  synchronized void stop() {
    stopped = true;
    all.forEach(Checks::cancel);
  }

  /** A check that could start next; a snapshot, so that the order stays consistent. */
  private record DueCheck(Checks checks, boolean hasWaitingRequests, long ended) {
    static final Comparator<DueCheck> ORDER =
        Comparator.comparing(DueCheck::hasWaitingRequests)
            .reversed()
            .thenComparingLong(DueCheck::ended);

    static DueCheck of(Checks checks) {
      return new DueCheck(checks, checks.monitored.hasWaitingRequests(), checks.ended);
    }

    boolean isDue(long now, long pause) {
      return ended == NEVER || now - ended >= (hasWaitingRequests ? PAUSE.toNanos() : pause);
    }
  }

  /** The checks of one database, of which one at a time runs. */
  private final class Checks {
    private final Monitored monitored;
    private volatile Future<?> latest;
    private volatile boolean running;
    private volatile long began;
    private volatile long ended = NEVER;

    Checks(Monitored monitored) {
      this.monitored = monitored;
    }

    void begin() {
      running = true;
      began = now();
      latest = executor.submit(this::check);
    }

    private void check() {
      try {
        monitored.check();
      } finally {
        ended = now();
        running = false;
        startDueChecks();
      }
    }

    void cancel() {
      if (latest != null) {
        latest.cancel(true);
      }
    }
  }
}
