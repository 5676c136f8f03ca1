package org.grievances.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.grievances.activity.Activity;
import org.grievances.schema.Table;

/**
 * Reads the information about many databases, each on a thread and over a connection of its own.
 * Few are queried at a time, so that requests are not slowed down, and one that does not answer
 * delays neither the others nor the result for long.
 */
@ApplicationScoped
public class DatabaseOverview {
  private static final int MAX_ACTIVE = 4;

  /** A database that takes longer no longer delays the next ones. */
  private static final Duration SLOW_AFTER = Duration.ofMillis(500);

  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

  /** How long databases wait for a permit; more than twice as long as a thousand take. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(15);

  @Resource private ManagedExecutorService executor;
  @Inject private Databases databases;

  private final Semaphore permits = new Semaphore(MAX_ACTIVE, true);
  private final Map<String, PendingQuery> latest = new ConcurrentHashMap<>();

  /** A database, in the state of the last check; without information if it did not answer. */
  public record DatabaseSummary(
      String name, ZoneId zone, DatabaseState state, Optional<DatabaseInfo> info) {}

  /** A query that was sent to a database at a {@link System#nanoTime}. */
  private record PendingQuery(long sent, CompletableFuture<Optional<DatabaseInfo>> answer) {

    boolean isPending() {
      return !answer.isDone() && System.nanoTime() - sent > SLOW_AFTER.toNanos();
    }
  }

  /**
   * The databases with the given names, in the order of the names.
   *
   * @param counted the table whose rows are counted
   */
  public List<DatabaseSummary> of(Predicate<String> names, Table counted) {
    long end = System.nanoTime() + MAX_WAIT.toNanos();
    List<CompletableFuture<DatabaseSummary>> summaries = new ArrayList<>();
    for (Database database : databases.all()) {
      if (names.test(database.name())) {
        DatabaseState state = database.state();
        summaries.add(
            info(database, state, counted, end)
                .thenApply(
                    info -> new DatabaseSummary(database.name(), database.zone(), state, info)));
      }
    }
    return summaries.stream().map(CompletableFuture::join).toList();
  }

  /**
   * A database that has not answered yet is not queried again, so that nothing piles up behind it.
   */
  private CompletableFuture<Optional<DatabaseInfo>> info(
      Database database, DatabaseState state, Table counted, long end) {
    PendingQuery last = latest.get(database.name());
    if (state != DatabaseState.UP || (last != null && last.isPending()) || !acquire(end)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return query(database, counted);
  }

  private CompletableFuture<Optional<DatabaseInfo>> query(Database database, Table counted) {
    UUID activity = Activity.id();
    CompletableFuture<Optional<DatabaseInfo>> answer =
        CompletableFuture.supplyAsync(() -> info(database, counted, activity), executor);
    latest.put(database.name(), new PendingQuery(System.nanoTime(), answer));
    within(SLOW_AFTER, answer).whenComplete((info, failed) -> permits.release());
    return within(QUERY_TIMEOUT, answer);
  }

  private static Optional<DatabaseInfo> info(Database database, Table counted, UUID activity) {
    Activity.begin(activity);
    try {
      return database.info(counted, QUERY_TIMEOUT);
    } finally {
      Activity.end();
    }
  }

  private static CompletableFuture<Optional<DatabaseInfo>> within(
      Duration time, CompletableFuture<Optional<DatabaseInfo>> answer) {
    return answer.copy().completeOnTimeout(Optional.empty(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private boolean acquire(long end) {
    try {
      return permits.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
