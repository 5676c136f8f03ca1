package org.grievances.database;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Visits the databases, and their replicas, in turn, each on a thread of its own: those first that
 * requests wait for. A database that is slow takes no turn from these, and however many there are,
 * the visits together cost little.
 */
final class Rounds {
  /** The least time between two visits to a database. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** With more databases the time between visits grows, to at most five visits a second. */
  private static final Duration PAUSE_PER_DATABASE = Duration.ofMillis(200);

  /** As many slow visits as this hold up those to databases that no request waits for. */
  private static final int MOST_OTHERS = 32;

  /** A visit that takes longer is waiting for its database, and not using the processor. */
  private static final Duration BUSY = Duration.ofMillis(500);

  private static final int MOST_BUSY = Runtime.getRuntime().availableProcessors();
  private static final long NEVER = Long.MIN_VALUE;

  private final ExecutorService executor;
  private final long start = System.nanoTime();
  private final List<Visits> all = new CopyOnWriteArrayList<>();
  private boolean stopped;

  /** Runs visits on the threads of an executor, which are to be as many as it takes. */
  Rounds(ExecutorService executor) {
    this.executor = executor;
  }

  /** What is visited. */
  interface Visited {

    /** Whether requests have come since the last visit that depend on what the next one finds. */
    boolean isAwaited();

    void visit();
  }

  void add(Visited visited) {
    all.add(new Visits(visited));
  }

  /** Visits it next, however short a time ago it was visited. */
  void hasten(Visited visited) {
    all.stream()
        .filter(visits -> visits.visited == visited)
        .forEach(visits -> visits.ended = NEVER);
    go();
  }

  /** Visits it no more; a visit that is running ends. */
  void remove(Visited visited) {
    all.removeIf(visits -> visits.visited == visited);
  }

  private long now() {
    return System.nanoTime() - start;
  }

  /**
   * Begins the visits that are due, as many as may run. Each visit that ends makes room for the
   * next; besides, this is to be called several times a second.
   */
  synchronized void go() {
    if (stopped) {
      return;
    }
    long now = now();
    List<Visits> running = all.stream().filter(visits -> visits.running).toList();
    long busy = running.stream().filter(visits -> now - visits.began < BUSY.toNanos()).count();
    long others = MOST_OTHERS - running.size();
    for (Turn turn : due(now)) {
      if (busy == MOST_BUSY || (!turn.awaited() && others <= 0)) {
        return;
      }
      turn.visits().begin();
      busy++;
      others--;
    }
  }

  private List<Turn> due(long now) {
    long pause = Math.max(PAUSE.toNanos(), all.size() * PAUSE_PER_DATABASE.toNanos());
    return all.stream()
        .filter(visits -> !visits.running)
        .map(Turn::of)
        .filter(turn -> turn.isDue(now, pause))
        .sorted(Turn.ORDER)
        .toList();
  }

  /** Interrupts the visits that are running, and begins no more. */
  synchronized void stop() {
    stopped = true;
    all.forEach(Visits::cancel);
  }

  /** A database that could be visited next; what decides about it no longer changes. */
  private record Turn(Visits visits, boolean awaited, long ended) {
    static final Comparator<Turn> ORDER =
        Comparator.comparing(Turn::awaited).reversed().thenComparingLong(Turn::ended);

    static Turn of(Visits visits) {
      return new Turn(visits, visits.visited.isAwaited(), visits.ended);
    }

    boolean isDue(long now, long pause) {
      return ended == NEVER || now - ended >= (awaited ? PAUSE.toNanos() : pause);
    }
  }

  /** The visits to one database, of which one at a time runs. */
  private final class Visits {
    private final Visited visited;
    private volatile Future<?> latest;
    private volatile boolean running;
    private volatile long began;
    private volatile long ended = NEVER;

    Visits(Visited visited) {
      this.visited = visited;
    }

    void begin() {
      running = true;
      began = now();
      latest = executor.submit(this::visit);
    }

    private void visit() {
      try {
        visited.visit();
      } finally {
        ended = now();
        running = false;
        go();
      }
    }

    void cancel() {
      if (latest != null) {
        latest.cancel(true);
      }
    }
  }
}
