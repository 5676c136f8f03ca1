package org.grievances.deadline;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.activity.BackgroundTasks;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.dialect.GroupCount;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.metrics.Metrics;
import org.grievances.settings.DeadlineSettings;

/**
 * Counts the open and the overdue grievances of each database from time to time, for the metrics.
 */
@ApplicationScoped
public class DeadlineMeter {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final double UNKNOWN = Double.NaN;

  @Inject private BackgroundTasks tasks;
  @Inject private Databases databases;
  @Inject private Metrics metrics;

  @Inject private DeadlineSettings settings;

  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  /** The latest counts; NaN if counting failed. */
  private record Count(Instant time, double open, double overdue) {}

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    tasks.every(INTERVAL, "counting the overdue grievances", this::update);
  }

  private void update() {
    databases.all().stream().filter(Database::isUp).filter(this::isDue).forEach(this::count);
  }

  private boolean isDue(Database database) {
    Count last = counts.get(database.name());
    return last == null || Instant.now().isAfter(last.time().plus(settings.countInterval()));
  }

  private void count(Database database) {
    String name = database.name();
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    Count count =
        database
            .countByGroup(
                Grievance.TABLE,
                List.of(Grievance.OPEN),
                List.of(DeadlineRules.of(database).byEndBefore(now)))
            .map(DeadlineMeter::count)
            .orElseGet(() -> new Count(Instant.now(), UNKNOWN, UNKNOWN));
    if (counts.put(name, count) == null) {
      metrics.watchDeadlines(name, () -> counts.get(name).open(), () -> counts.get(name).overdue());
    }
  }

  private static Count count(List<GroupCount> groups) {
    long open = groups.stream().mapToLong(GroupCount::count).sum();
    long overdue =
        groups.stream()
            .filter(group -> group.caseOf(0) % 2 == 0)
            .mapToLong(GroupCount::count)
            .sum();
    return new Count(Instant.now(), open, overdue);
  }
}
