package org.grievances.grievance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.database.Database;
import org.grievances.database.dialect.Tally;
import org.grievances.records.RecordService;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;

/**
 * Counts how many grievances were received, resolved, open and overdue, in few passes over those
 * that were open at the beginning or later. What was counted is given for a minute, so that many
 * who look cost no more than one. A database counts for one question at a time, and not for longer
 * than the operator allows.
 */
@ApplicationScoped
public class Statistics {
  private static final int MINUTES = 60;
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final int MOST_KEPT = 1_000;
  private static final Field UPDATED = field("update_Date");

  @Inject private RecordService service;

  @Inject
  @ConfigProperty(name = "grievances.statistics.timeout")
  private Duration timeout;

  private final SingleFlight<Periods, StatisticsData> flights = new SingleFlight<>(MAX_WAIT);

  private final Cache<Question, StatisticsData> latest =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST_KEPT).build();

  /** What was asked of a database. */
  private record Question(String database, Periods periods) {}

  /** Counts in one database, until an instant at which it is stopped. */
  private record Counter(RecordService service, Database database, Instant end) {

    List<Tally> count(List<Condition> conditions, List<Grouping> groupings) {
      Duration left = Duration.between(Instant.now(), end);
      if (left.isNegative() || left.isZero()) {
        throw database.tooSlow();
      }
      return service.tally(database, Grievance.TABLE, conditions, groupings, left);
    }
  }

  /**
   * @throws org.grievances.failure.FailureException {@code READ_TIMED_OUT} if it takes too long,
   *     {@code OVERLOADED} while the database counts for others
   */
  StatisticsData of(Database database, Periods periods) {
    Question question = new Question(database.name(), periods);
    StatisticsData known = latest.getIfPresent(question);
    return known != null
        ? known
        : flights.answer(
            database.name(), periods, () -> latest.get(question, q -> count(database, periods)));
  }

  private static Field field(String member) {
    return Grievance.TABLE.fields().get(Grievance.TABLE.position(member));
  }

  private StatisticsData count(Database database, Periods periods) {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    StatisticsGroups groups =
        new StatisticsGroups(periods, DeadlineRules.of(database).rules(), now);
    StatisticsData data = new StatisticsData(periods);
    Counter counter = new Counter(service, database, Instant.now().plus(timeout));
    count(counter, groups, DeadlineRules.RECEIVED, data);
    count(counter, groups, DeadlineRules.ENTERED, data);
    LocalDateTime minute = now.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    data.setWritten(minute.minusMinutes(MINUTES), written(counter, minute));
    return data;
  }

  /**
   * @param from the date that counts as the receipt
   */
  private void count(Counter counter, StatisticsGroups groups, Field from, StatisticsData data) {
    List<Condition> conditions = groups.conditions(from);
    counter.count(conditions, groups.byTime(from)).forEach(tally -> groups.addByTime(tally, data));
    counter.count(conditions, groups.byCode(from)).forEach(tally -> groups.addByCode(tally, data));
  }

  /**
   * How many were last changed in each of the last minutes.
   *
   * @param end of the minute that is running
   */
  private long[] written(Counter counter, LocalDateTime end) {
    List<List<Condition>> minutes =
        IntStream.rangeClosed(0, MINUTES)
            .mapToObj(minute -> end.minusMinutes(MINUTES - (long) minute))
            .map(minute -> Condition.of(UPDATED, Comparison.BEFORE, minute))
            .map(List::of)
            .toList();
    List<Condition> latestHour =
        List.of(Condition.of(UPDATED, Comparison.FROM, end.minusMinutes(MINUTES)));
    long[] written = new long[MINUTES];
    for (Tally tally : counter.count(latestHour, List.of(new Grouping.ByCase(minutes)))) {
      int minute = tally.caseOf(0) - 1;
      if (minute >= 0 && minute < MINUTES) {
        written[minute] = tally.count();
      }
    }
    return written;
  }
}
