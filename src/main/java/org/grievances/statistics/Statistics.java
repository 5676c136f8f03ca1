package org.grievances.statistics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.grievances.database.Database;
import org.grievances.database.dialect.GroupCount;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.records.RecordService;
import org.grievances.records.Retries;
import org.grievances.records.SingleFlight;
import org.grievances.records.TimeoutAdvice;
import org.grievances.records.WatchedQueries;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.settings.StatisticsSettings;

/**
 * Counts how many grievances were received, resolved, open and overdue, in one pass over those that
 * were open at the beginning or later. Results are cached for a minute, so that many readers cost
 * no more than one. A database runs one such query at a time, no longer than the operator allows,
 * and only while a caller waits for it.
 */
@ApplicationScoped
public class Statistics {
  private static final int MINUTES = 60;
  private static final Duration RETENTION = Duration.ofMinutes(1);
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final int MAX_ENTRIES = 1_000;
  private static final String NARROWER = "Ask for fewer periods, or with from for later ones.";

  private static final Field UPDATED = field("update_Date");

  @Inject private RecordService service;
  @Inject private WatchedQueries queries;

  @Inject private StatisticsSettings settings;

  private final SingleFlight<Periods, StatisticsData> flights = new SingleFlight<>(MAX_WAIT);

  private final Cache<Query, StatisticsData> latest =
      Caffeine.newBuilder().expireAfterWrite(RETENTION).maximumSize(MAX_ENTRIES).build();

  /** The key of a cached result. */
  private record Query(String database, Periods periods) {}

  /** Counts in one database. */
  private record Counter(RecordService service, Database database, QueryLimit limit) {

    List<GroupCount> count(List<Condition> conditions, List<Grouping> groupings) {
      return Retries.read(
          () -> service.countByGroup(database, Grievance.TABLE, conditions, groupings, limit));
    }
  }

  /**
   * @param hasLeft whether the caller has disconnected
   * @throws org.grievances.failure.FailureException {@code QUERY_TIMEOUT} if it takes too long,
   *     {@code OVERLOADED} while the database counts for other callers
   */
  StatisticsData of(Database database, Periods periods, BooleanSupplier hasLeft) {
    Query query = new Query(database.name(), periods);
    StatisticsData known = latest.getIfPresent(query);
    return known != null
        ? known
        : flights.answer(
            database.name(),
            periods,
            hasLeft,
            isAbandoned -> latest.get(query, q -> count(database, periods, isAbandoned)));
  }

  private static Field field(String member) {
    return Grievance.TABLE.fields().get(Grievance.TABLE.position(member));
  }

  private StatisticsData count(Database database, Periods periods, BooleanSupplier isAbandoned) {
    return queries.run(
        settings.timeout(),
        isAbandoned,
        limit ->
            TimeoutAdvice.on(
                () -> count(new Counter(service, database, limit), periods), NARROWER));
  }

  private StatisticsData count(Counter counter, Periods periods) {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    StatisticsGroups groups =
        new StatisticsGroups(periods, DeadlineRules.of(counter.database()), now);
    StatisticsData data = new StatisticsData(periods);
    counter
        .count(groups.conditions(), groups.groupings())
        .forEach(counted -> groups.add(counted, data));
    LocalDateTime minute = now.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    data.setWritten(minute.minusMinutes(MINUTES), written(counter, minute));
    return data;
  }

  /**
   * The number of grievances last changed in each of the last minutes.
   *
   * @param end of the minute that is running
   */
  private long[] written(Counter counter, LocalDateTime end) {
    List<LocalDateTime> minutes =
        IntStream.rangeClosed(0, MINUTES)
            .mapToObj(minute -> end.minusMinutes(MINUTES - (long) minute))
            .toList();
    List<Condition> latestHour =
        List.of(Condition.of(UPDATED, Comparison.AT_LEAST, end.minusMinutes(MINUTES)));
    long[] written = new long[MINUTES];
    for (GroupCount counted :
        counter.count(latestHour, List.of(Grouping.ByRange.of(UPDATED, minutes)))) {
      int minute = counted.caseOf(0) - 1;
      if (minute >= 0 && minute < MINUTES) {
        written[minute] = counted.count();
      }
    }
    return written;
  }
}
