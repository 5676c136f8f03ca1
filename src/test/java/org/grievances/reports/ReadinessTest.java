package org.grievances.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.LocalDays;
import org.grievances.schema.Condition;
import org.grievances.settings.ConfiguredRule;
import org.grievances.settings.DeadlineKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A case is not ready for each reason that its notices, in New York, give. */
class ReadinessTest {
  private static final LocalDays CALENDAR = new LocalDays(ZoneId.of("America/New_York"));
  private static final DeadlineRules RULES =
      DeadlineRules.of(
          List.of(
              new ConfiguredRule(
                  "expedited",
                  DeadlineKind.DECISION,
                  Optional.of("grievance_Type"),
                  Optional.of("Expedited"),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  "PT24H",
                  Optional.empty(),
                  false)),
          "P30D",
          CALENDAR);

  private static boolean isCounted(String reason, Map<String, Object> values) {
    ReportRequest request =
        new ReportRequest(
            new ReportPeriod(CALENDAR, LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)),
            LocalDateTime.of(2027, 1, 1, 5, 0),
            RULES,
            Optional.empty(),
            Optional.empty());
    CodeMap map = CodeMap.of(List.of());
    List<Condition> conditions =
        new MeasureName(reason, false).of(Readiness.plan(request, map)).conditions(map);
    return conditions.stream()
        .allMatch(condition -> condition.isFulfilled(field -> values.get(field.name())));
  }

  @ParameterizedTest
  @CsvSource({
    "late-notice, , 2026-02-10T05:00, , true",
    "late-notice, , 2026-02-10T04:59:59, , false",
    "late-notice, , , 2026-02-10T05:00, true",
    "late-notice, , 2026-02-10T05:00, 2026-02-11T05:00, true",
    "late-notice, , 2026-02-01T05:00, 2026-02-11T05:00, false",
    "late-notice, , , , false",
    "late-notice, Expedited, 2026-01-11T12:00, , false",
    "late-notice, Expedited, 2026-01-11T12:00:01, , true",
    "notice-before-receipt, , 2026-01-10T11:59, , true",
    "notice-before-receipt, , 2026-01-10T12:00, , false",
    "notice-before-receipt, , 2026-01-12T12:00, 2026-01-01T00:00, true",
    "no-notice, , , , true",
    "no-notice, , , 2026-01-12T12:00, false",
    "no-written-answer, , 2026-01-12T12:00, , true",
    "no-written-answer, , , 2026-01-12T12:00, false",
    "extension-without-notice, , , , true",
    "expedited-without-time, , , , false"
  })
  void caseIsCountedByItsNotices(
      String reason, String type, LocalDateTime oral, LocalDateTime written, boolean isCounted) {
    Map<String, Object> values = new HashMap<>();
    values.put("grievance_Received", LocalDateTime.of(2026, 1, 10, 12, 0));
    values.put("grievance_Resolved", LocalDateTime.of(2026, 1, 20, 12, 0));
    values.put("received_Mode", "WRITTEN");
    values.put("extension", "PLAN");
    values.put("processing", "EXPEDITED");
    values.put("grievance_Type", type);
    values.put("oral_Notice", oral);
    values.put("written_Notice", written);

    assertEquals(isCounted, isCounted(reason, values));
  }
}
