package org.grievances.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.grievances.database.dialect.GroupCount;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.grievance.LocalDays;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.settings.ConfiguredRule;
import org.grievances.settings.DeadlineKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts random grievances by their groups, and compares with counts of each by its definition. */
class StatisticsGroupsTest {
  private static final int COUNT = 20_000;
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final LocalDays CALENDAR = new LocalDays(ZONE);

  /** Clocks are set back on the second day of November, so that a day has 25 hours. */
  private static final LocalDate FROM = LocalDate.of(2025, 10, 15);

  private static final LocalDate TO = LocalDate.of(2025, 12, 3);
  private static final LocalDateTime NOW = LocalDateTime.of(2025, 11, 27, 15, 30);
  private static final String APPEALS = "Appeals";
  private static final Field CATEGORY = StatisticsGroups.MEMBERS.get(0);

  private static final DeadlineRules RULES =
      DeadlineRules.of(
          List.of(
              new ConfiguredRule(
                  "appeals",
                  DeadlineKind.DECISION,
                  Optional.of(CATEGORY.name()),
                  Optional.of(APPEALS),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  "PT24H",
                  Optional.empty(),
                  false)),
          "P10D",
          CALENDAR);

  private final Random random = new Random(7);

  /**
   * A grievance.
   *
   * @param received may be null
   * @param resolved may be null, or before the receipt
   */
  private record Sample(
      LocalDateTime received,
      LocalDateTime entered,
      LocalDateTime resolved,
      String category,
      String extension,
      boolean isNoticed) {

    LocalDateTime from() {
      return received == null ? entered : received;
    }

    boolean isOpenAt(LocalDateTime time) {
      return from().isBefore(time) && (resolved == null || !resolved.isBefore(time));
    }

    boolean isOverdueAt(LocalDateTime time) {
      return due().isBefore(time.isBefore(NOW) ? time : NOW);
    }

    private LocalDateTime due() {
      int more = isNoticed && ("PLAN".equals(extension) || "ENROLLEE".equals(extension)) ? 14 : 0;
      return APPEALS.equals(category)
          ? from().plusHours(24).plusDays(more)
          : utc(
              from()
                  .atOffset(ZoneOffset.UTC)
                  .atZoneSameInstant(ZONE)
                  .toLocalDate()
                  .plusDays(11L + more));
    }

    Map<Field, Object> values() {
      Map<Field, Object> values = new HashMap<>();
      values.put(DeadlineRules.RECEIVED, received);
      values.put(DeadlineRules.ENTERED, entered);
      values.put(DeadlineRules.RESOLVED, resolved);
      values.put(CATEGORY, category);
      values.put(Grievance.STORED.field("extension"), extension);
      values.put(Grievance.STORED.field("extension_Noticed"), isNoticed ? entered : null);
      return values;
    }
  }

  private static LocalDateTime utc(LocalDate day) {
    return day.atStartOfDay(ZONE).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  /** Half of them at the beginning of a day, or a microsecond before it. */
  private LocalDateTime time() {
    LocalDateTime day = utc(FROM.minusDays(20).plusDays(random.nextInt(80)));
    return switch (random.nextInt(4)) {
      case 0 -> day;
      case 1 -> day.minusNanos(1_000);
      default -> day.plusSeconds(random.nextInt(86_400));
    };
  }

  private Sample sample() {
    LocalDateTime from = time();
    LocalDateTime resolved =
        switch (random.nextInt(4)) {
          case 0 -> null;
          case 1 -> time();
          case 2 -> from.plusDays(StatisticsGroups.DAYS.get(random.nextInt(4)));
          default -> from.plusSeconds(random.nextInt(40 * 86_400));
        };
    String category = new String[] {APPEALS, "Billing", null}[random.nextInt(3)];
    String extension = new String[] {"PLAN", "ENROLLEE", "NONE", null}[random.nextInt(4)];
    boolean isNoticed = random.nextBoolean();
    return random.nextInt(5) == 0
        ? new Sample(null, from, resolved, category, extension, isNoticed)
        : new Sample(from, time(), resolved, category, extension, isNoticed);
  }

  private static StatisticsData count(List<Sample> samples, Periods periods) {
    StatisticsGroups groups = new StatisticsGroups(periods, RULES, NOW);
    StatisticsData data = new StatisticsData(periods);
    data.setWritten(NOW, new long[0]);
    for (Sample sample : samples) {
      Map<Field, Object> values = sample.values();
      if (groups.conditions().stream().allMatch(each -> each.isFulfilled(values::get))) {
        List<Object> group = new ArrayList<>();
        for (Grouping grouping : groups.groupings()) {
          group.add(grouping.groupOf(values::get));
        }
        groups.add(new GroupCount(group, 1), data);
      }
    }
    return data;
  }

  private static void assertCounts(
      List<Sample> samples, LocalDateTime begin, LocalDateTime end, StatisticsData.Counts counts) {
    assertEquals(count(samples, s -> isWithin(s.from(), begin, end)), counts.received);
    assertEquals(count(samples, s -> isWithin(s.resolved(), begin, end)), counts.resolved);
    assertEquals(count(samples, s -> s.isOpenAt(end)), counts.open);
    assertEquals(count(samples, s -> s.isOpenAt(end) && s.isOverdueAt(end)), counts.overdue);
  }

  private static long count(List<Sample> samples, Predicate<Sample> counted) {
    return samples.stream().filter(counted).count();
  }

  private static boolean isWithin(LocalDateTime time, LocalDateTime begin, LocalDateTime end) {
    return time != null && !time.isBefore(begin) && time.isBefore(end);
  }

  @ParameterizedTest
  @EnumSource(Periods.Unit.class)
  void groupsCountEachGrievanceByItsDefinition(Periods.Unit unit) {
    List<Sample> samples = Stream.generate(this::sample).limit(COUNT).toList();
    Periods periods = Periods.of(CALENDAR, unit, Optional.of(FROM), Optional.of(TO));
    StatisticsData data = count(samples, periods);

    for (int period = 0; period < periods.count(); period++) {
      assertCounts(samples, periods.begin(period), periods.begin(period + 1), data.period(period));
    }
    LocalDateTime begin = utc(FROM);
    LocalDateTime end = utc(TO);
    for (String code : new String[] {APPEALS, "Billing", null}) {
      List<Sample> coded =
          samples.stream().filter(s -> Objects.equals(s.category(), code)).toList();
      assertCounts(coded, begin, end, data.code(CATEGORY, code));
    }
    List<Sample> withoutReceipt = samples.stream().filter(s -> s.received() == null).toList();
    assertCounts(withoutReceipt, begin, end, data.withoutReceipt());
    assertTimes(
        samples.stream().filter(s -> isWithin(s.resolved(), begin, end)).toList(), data.text());
  }

  private static void assertTimes(List<Sample> resolved, String json) {
    long before = 0;
    for (int days : StatisticsGroups.DAYS) {
      long within = count(resolved, s -> s.resolved().isBefore(s.from().plusDays(days)));
      String expected = "{\"days\":" + days + ",\"resolved\":" + (within - before) + "}";
      assertTrue(json.contains(expected), expected);
      before = within;
    }
    String later = "{\"days\":null,\"resolved\":" + (resolved.size() - before) + "}";
    assertTrue(json.contains(later), later);
  }
}
