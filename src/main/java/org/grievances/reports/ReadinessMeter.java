package org.grievances.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.activity.BackgroundTasks;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.grievance.LocalDays;
import org.grievances.metrics.Metrics;
import org.grievances.settings.ReportSettings;

/**
 * Counts the cases of each database that would fail an audit from time to time, for the metrics:
 * those received in the last year, by each reason that needs no codes.
 */
@ApplicationScoped
public class ReadinessMeter {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final CodeMap NO_CODES = CodeMap.of(List.of());

  @Inject private BackgroundTasks tasks;
  @Inject private Databases databases;
  @Inject private Metrics metrics;

  @Inject private ReportSettings settings;

  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  /**
   * The latest counts.
   *
   * @param byReason empty if counting failed
   */
  private record Count(Instant time, Map<String, Long> byReason) {

    double of(String reason) {
      return byReason.isEmpty() ? Double.NaN : byReason.getOrDefault(reason, 0L);
    }
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    tasks.every(INTERVAL, "counting the cases that would fail an audit", this::update);
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
    ReportPlan plan = ReportKind.READINESS.plan(request(database), NO_CODES);
    Count count =
        new Count(
            Instant.now(),
            database
                .countByGroup(Grievance.STORED, plan.where(), Counting.groupings(plan))
                .map(groups -> Counting.byNumber(plan, groups))
                .orElse(Map.of()));
    if (counts.put(name, count) == null) {
      for (Measure measure : plan.numbers()) {
        metrics.watchReadiness(name, measure.code(), () -> counts.get(name).of(measure.code()));
      }
    }
  }

  private static ReportRequest request(Database database) {
    ZoneId zone = database.zone();
    LocalDate end = LocalDate.now(zone).plusDays(1);
    return new ReportRequest(
        new ReportPeriod(new LocalDays(zone), end.minusYears(1), end),
        LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS),
        DeadlineRules.of(database),
        Optional.empty(),
        Optional.empty());
  }
}
