package org.grievances.changes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.grievances.database.Database;
import org.grievances.database.ServerState;
import org.grievances.database.history.ChangePage;
import org.grievances.database.history.ChangesEnd;
import org.grievances.records.ChangeQuery;
import org.grievances.records.ChangeService;
import org.grievances.schema.Table;

/**
 * Reads changes, and waits for the first one if the caller would. A waiting request holds a thread
 * and nothing of the database, which all requests together ask a few times a second whether there
 * is more to read. Requests beyond the limit are answered at once.
 */
@ApplicationScoped
class ChangeReader {
  private static final int MAX_WAITING = 64;
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** After so many intervals, it looks whether the caller is still there. */
  private static final int LOOK_INTERVALS = 10;

  @Inject private ChangeService service;
  @Inject private ServerState server;

  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final Map<String, LatestEnd> ends = new ConcurrentHashMap<>();

  /**
   * @param waitedFor how long the request would have waited for a change; empty if it would not
   */
  record Answer(ChangePage page, Optional<Duration> waitedFor) {}

  /** How far the changes of a database could be read a moment ago. */
  private final class LatestEnd {
    private long readAt = System.nanoTime() - INTERVAL.toNanos();
    private long end;

    synchronized long get(Database database, Table table) {
      if (System.nanoTime() - readAt >= INTERVAL.toNanos()) {
        end = service.end(database, table).map(ChangesEnd::end).orElse(Long.MAX_VALUE);
        readAt = System.nanoTime();
      }
      return end;
    }
  }

  /**
   * @param patience how long the caller would wait for a change
   * @param connection asked once whether nobody waits for the response any more, if it waits
   */
  Answer read(
      Database database,
      Table table,
      ChangeQuery query,
      Duration patience,
      Supplier<BooleanSupplier> connection) {
    ChangePage page = service.read(database, table, query);
    if (patience.isZero()) {
      return new Answer(page, Optional.empty());
    }
    if (!page.changes().isEmpty()) {
      return new Answer(page, Optional.of(patience));
    }
    if (!waiting.tryAcquire()) {
      return new Answer(page, Optional.empty());
    }
    try {
      long until = System.nanoTime() + patience.toNanos();
      return new Answer(
          await(database, table, query.after(page.next()), page, until, connection.get()),
          Optional.of(patience));
    } finally {
      waiting.release();
    }
  }

  /** Reads again each time that there may be more. */
  private ChangePage await(
      Database database,
      Table table,
      ChangeQuery query,
      ChangePage empty,
      long until,
      BooleanSupplier isCallerGone) {
    LatestEnd latest = ends.computeIfAbsent(database.name(), name -> new LatestEnd());
    ChangePage page = empty;
    for (int intervals = 1; page.changes().isEmpty() && pause(until); intervals++) {
      boolean isOver = intervals % LOOK_INTERVALS == 0 && isCallerGone.getAsBoolean();
      if (isOver || server.isStopping()) {
        return page;
      }
      if (latest.get(database, table) > page.end().end()) {
        page = service.read(database, table, query.after(page.next()));
      }
    }
    return page;
  }

  /**
   * Waits for an interval.
   *
   * @return false when the time is over
   */
  private static boolean pause(long until) {
    long left = Math.min(until - System.nanoTime(), INTERVAL.toNanos());
    if (left <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(left);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
