package org.grievances.grievance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.database.Database;
import org.grievances.database.dialect.Tally;
import org.grievances.records.RecordService;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;

/**
 * Counts how many grievances were received, resolved, open and overdue, in one pass over those that
 * were open at the beginning or later. What was counted is given for a minute, so that many who
 * look cost no more than one.
 */
@ApplicationScoped
public class Statistics {
  static final int MINUTES = 60;
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST_KEPT = 1_000;
  private static final Field UPDATED = field("update_Date");

  @Inject private RecordService service;

  private final Cache<Question, StatisticsData> latest =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST_KEPT).build();

  /** What was asked of a database. */
  private record Question(String database, Periods periods) {}

  StatisticsData of(Database database, Periods periods) {
    return latest.get(new Question(database.name(), periods), q -> count(database, periods));
  }

  private static Field field(String member) {
    return Grievance.TABLE.fields().get(Grievance.TABLE.position(member));
  }

  private StatisticsData count(Database database, Periods periods) {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    StatisticsColumns columns =
        new StatisticsColumns(periods, DeadlineRules.of(database.name()).rules(), now);
    StatisticsData data = new StatisticsData(columns, now.truncatedTo(ChronoUnit.MINUTES));
    add(database, data, DeadlineRules.RECEIVED, List.of());
    add(database, data, DeadlineRules.ENTERED, List.of(Condition.absent(DeadlineRules.RECEIVED)));
    data.setWritten(written(database, now.truncatedTo(ChronoUnit.MINUTES)));
    return data;
  }

  /**
   * @param from the date that counts as the receipt
   */
  private void add(Database database, StatisticsData data, Field from, List<Condition> conditions) {
    StatisticsColumns columns = data.columns();
    List<Condition> all =
        Stream.of(
                conditions.stream(),
                Stream.of(Condition.present(from)),
                Stream.of(StatisticsColumns.openAt(columns.periods().begin(0))))
            .flatMap(each -> each)
            .toList();
    List<Tally> tallies =
        service.tally(database, Grievance.TABLE, all, columns.counted(from), columns.groups());
    tallies.forEach(data::add);
  }

  /** How many were last changed in each of the last minutes. */
  private long[] written(Database database, LocalDateTime now) {
    LocalDateTime first = now.minusMinutes(MINUTES);
    List<List<Condition>> minutes =
        IntStream.range(0, MINUTES)
            .mapToObj(first::plusMinutes)
            .map(minute -> StatisticsColumns.between(UPDATED, minute, minute.plusMinutes(1)))
            .toList();
    return service
        .tally(
            database,
            Grievance.TABLE,
            List.of(Condition.of(UPDATED, Comparison.FROM, first)),
            minutes,
            List.of())
        .get(0)
        .counts();
  }
}
