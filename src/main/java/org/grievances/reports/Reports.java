package org.grievances.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.grievances.database.Database;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.records.Retries;
import org.grievances.records.SingleFlight;
import org.grievances.records.TimeoutAdvice;
import org.grievances.records.WatchedQueries;
import org.grievances.settings.StatisticsSettings;

/**
 * Makes reports: a database counts for one at a time, no longer than for statistics, and only while
 * a caller waits for it.
 */
@ApplicationScoped
public class Reports {
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final String NARROWER = "Ask for a shorter period.";

  @Inject private ReportService service;
  @Inject private WatchedQueries queries;
  @Inject private StatisticsSettings settings;

  private final SingleFlight<Query, Counts> flights = new SingleFlight<>(MAX_WAIT);

  /** Tells one report from another, but for the moment in which it is asked for. */
  private record Query(ReportKind kind, ReportPeriod period, Object enrolment) {}

  /** The numbers of a report. */
  Counts count(Database database, ReportKind kind, ReportRequest request, BooleanSupplier hasLeft) {
    return flights.answer(
        database.name(),
        new Query(kind, request.period(), request.enrolment()),
        hasLeft,
        isAbandoned -> within(isAbandoned, limit -> service.count(database, kind, request, limit)));
  }

  /** The first rows of a report. */
  ReportService.Rows rows(
      Database database, ReportKind kind, ReportRequest request, BooleanSupplier hasLeft, int max) {
    return within(hasLeft, limit -> service.rows(database, kind, request, limit, max));
  }

  private <T> T within(BooleanSupplier isAbandoned, Function<QueryLimit, T> work) {
    return queries.run(
        settings.timeout(),
        isAbandoned,
        limit -> TimeoutAdvice.on(() -> Retries.read(() -> work.apply(limit)), NARROWER));
  }

  /** The limit of what is counted before rows are sent. */
  QueryLimit limit() {
    return new QueryLimit(settings.timeout());
  }
}
