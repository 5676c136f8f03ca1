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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.activity.BackgroundTasks;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.dialect.GroupCount;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.metrics.Metrics;
import org.grievances.settings.DeadlineKind;
import org.grievances.settings.DeadlineSettings;

/**
 * Counts the open grievances and the overdue deadlines of each database from time to time, for the
 * metrics.
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
  private final Set<List<Object>> watched = ConcurrentHashMap.newKeySet();

  /**
   * The latest counts; NaN if counting failed.
   *
   * @param overdue by the kinds of which there are deadlines
   */
  private record Count(Instant time, double open, Map<DeadlineKind, Double> overdue) {}

  /** How often something is to be done, and how often that is overdue. */
  private record Pending(double all, double overdue) {}

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
    DeadlineRules rules = DeadlineRules.of(database);
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    Map<DeadlineKind, Double> overdue = new EnumMap<>(DeadlineKind.class);
    double open = UNKNOWN;
    for (DeadlineKind kind : rules.kinds()) {
      Pending pending = count(database, rules, kind, now);
      overdue.put(kind, pending.overdue());
      open = kind == DeadlineKind.DECISION ? pending.all() : open;
    }
    if (counts.put(name, new Count(Instant.now(), open, overdue)) == null) {
      metrics.watchOpen(name, () -> counts.get(name).open());
    }
    overdue.keySet().stream()
        .filter(kind -> watched.add(List.of(name, kind)))
        .forEach(
            kind ->
                metrics.watchOverdue(
                    name, kind.label(), () -> counts.get(name).overdue().get(kind)));
  }

  private static Pending count(
      Database database, DeadlineRules rules, DeadlineKind kind, LocalDateTime now) {
    return database
        .countByGroup(
            Grievance.TABLE, List.of(rules.pending(kind)), List.of(rules.byEndBefore(kind, now)))
        .map(DeadlineMeter::sum)
        .orElseGet(() -> new Pending(UNKNOWN, UNKNOWN));
  }

  private static Pending sum(List<GroupCount> groups) {
    return new Pending(
        groups.stream().mapToLong(GroupCount::count).sum(),
        groups.stream()
            .filter(group -> group.caseOf(0) % 2 == 0)
            .mapToLong(GroupCount::count)
            .sum());
  }
}
