package org.grievances.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.grievances.grievance.CaseDetails;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.junit.jupiter.api.Test;

class CasesOfYearTest {
  private static final Instant NOW = Instant.parse("2026-11-26T04:30:00Z");
  private static final Table TABLE = CaseDetails.TABLE;

  private final JsonArray grievances = new YearOfGrievances(7, NOW).all();
  private final JsonArray cases = new CasesOfYear(7, "demo").of(grievances);

  @Test
  void sameSeedMakesTheSameCases() {
    assertEquals(cases, new CasesOfYear(7, "demo").of(grievances));
    assertEquals(YearOfGrievances.COUNT, cases.size());
  }

  @Test
  void casesFulfilTheRulesOfTheService() {
    for (JsonObject made : cases.getValuesAs(JsonObject.class)) {
      Object[] row = new Object[TABLE.fields().size()];
      made.forEach((name, value) -> row[TABLE.position(name)] = value(value));
      assertTrue(TABLE.rule().violation(TABLE, row).isEmpty(), made.toString());
      for (Field field : TABLE.fields()) {
        Object value = row[TABLE.position(field.name())];
        assertTrue(
            value == null || field.names().isEmpty() || field.names().contains(value),
            made.toString());
      }
    }
  }

  private static Object value(JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    return value instanceof JsonNumber number ? number.intValue() : value == JsonValue.TRUE;
  }

  @Test
  void eventsAreOfTheGrievancesAndNotInTheFuture() {
    JsonArray events = new EventsOfYear(7, NOW).of(grievances, cases);
    assertEquals(events, new EventsOfYear(7, NOW).of(grievances, cases));
    Set<String> kinds = new TreeSet<>();
    for (JsonObject event : events.getValuesAs(JsonObject.class)) {
      assertTrue(Instant.parse(event.getString("at")).isBefore(NOW), event.toString());
      assertTrue(event.getInt("grievance_Key") >= YearOfGrievances.FIRST_KEY, event.toString());
      kinds.add(event.getString("kind"));
    }
    assertTrue(kinds.containsAll(Set.of("ACKNOWLEDGED", "EXTENSION_NOTICE", "WRITTEN_NOTICE")));
  }

  @Test
  void someWaitForAnybodyAndSomeForTheUser() {
    Set<String> owners =
        cases.getValuesAs(JsonObject.class).stream()
            .map(made -> made.getString("owner", "nobody"))
            .collect(Collectors.toSet());
    assertTrue(owners.containsAll(Set.of("demo", "nobody", "maria.ortiz")), owners.toString());
  }
}
