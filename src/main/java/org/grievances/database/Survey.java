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
 * Asks databases for what they hold, each on a thread and over a connection of its own. Few are
 * asked at a time, so that requests are not slowed down, and one that does not answer holds up
 * neither the others nor the result for long.
 */
@ApplicationScoped
public class Survey {
  private static final int MOST_BUSY = 4;

  /** A database that takes longer is waited for, but holds up the next ones no more. */
  private static final Duration BUSY = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long databases wait for their turns; more than twice as long as a thousand take. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  @Resource private ManagedExecutorService executor;
  @Inject private Databases databases;

  private final Semaphore turns = new Semaphore(MOST_BUSY, true);
  private final Map<String, Question> latest = new ConcurrentHashMap<>();

  /** A database, in the state of the last visit; it has no contents if it did not tell them. */
  public record Finding(
      String name, ZoneId zone, DatabaseState state, Optional<Contents> contents) {}

  /** What a database was asked at a moment of {@link System#nanoTime}. */
  private record Question(long asked, CompletableFuture<Optional<Contents>> answer) {

    boolean isUnanswered() {
      return !answer.isDone() && System.nanoTime() - asked > BUSY.toNanos();
    }
  }

  /**
   * The databases with certain names, in the order of the names.
   *
   * @param counted the table whose rows are counted
   */
  public List<Finding> of(Predicate<String> names, Table counted) {
    long end = System.nanoTime() + LONGEST.toNanos();
    List<CompletableFuture<Finding>> findings = new ArrayList<>();
    for (Database database : databases.all()) {
      if (names.test(database.name())) {
        DatabaseState state = database.state();
        findings.add(
            contents(database, state, counted, end)
                .thenApply(
                    contents -> new Finding(database.name(), database.zone(), state, contents)));
      }
    }
    return findings.stream().map(CompletableFuture::join).toList();
  }

  /** One that has not answered yet is not asked again, so that nothing piles up behind it. */
  private CompletableFuture<Optional<Contents>> contents(
      Database database, DatabaseState state, Table counted, long end) {
    Question last = latest.get(database.name());
    if (state != DatabaseState.UP || (last != null && last.isUnanswered()) || !takeTurn(end)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return ask(database, counted);
  }

  private CompletableFuture<Optional<Contents>> ask(Database database, Table counted) {
    UUID activity = Activity.id();
    CompletableFuture<Optional<Contents>> answer =
        CompletableFuture.supplyAsync(() -> contents(database, counted, activity), executor);
    latest.put(database.name(), new Question(System.nanoTime(), answer));
    within(BUSY, answer).whenComplete((contents, failed) -> turns.release());
    return within(PATIENCE, answer);
  }

  private static Optional<Contents> contents(Database database, Table counted, UUID activity) {
    Activity.begin(activity);
    try {
      return database.contents(counted, PATIENCE);
    } finally {
      Activity.end();
    }
  }

  private static CompletableFuture<Optional<Contents>> within(
      Duration time, CompletableFuture<Optional<Contents>> answer) {
    return answer.copy().completeOnTimeout(Optional.empty(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private boolean takeTurn(long end) {
    try {
      return turns.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
