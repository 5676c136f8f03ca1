package org.grievances.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class YearOfGrievancesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T04:30:00Z");

  private final List<JsonObject> all =
      new YearOfGrievances(7, NOW).all().getValuesAs(JsonObject.class);

  @Test
  void theSameSeedAndMomentMakeTheSameGrievances() {
    assertEquals(all, new YearOfGrievances(7, NOW).all());
  }

  @Test
  void keysAreConsecutiveInTheOrderOfReceipt() {
    Instant before = NOW.minus(Duration.ofDays(367));
    for (int i = 0; i < all.size(); i++) {
      assertEquals(YearOfGrievances.FIRST_KEY + i, all.get(i).getInt("grievance_Key"));
      Instant received = time(all.get(i), "grievance_Received");
      assertTrue(!received.isBefore(before) && !received.isAfter(NOW), all.get(i).toString());
      before = received;
    }
  }

  @Test
  void aGrievanceIsResolvedAfterItWasReceivedAndBeforeNow() {
    for (JsonObject grievance : all) {
      if (!isOpen(grievance)) {
        Instant resolved = time(grievance, "grievance_Resolved");
        assertTrue(resolved.isAfter(time(grievance, "grievance_Received")), grievance.toString());
        assertTrue(!resolved.isAfter(NOW), grievance.toString());
      }
    }
  }

  @Test
  void theStatusAgreesWithBeingResolved() {
    Map<Boolean, List<String>> statuses =
        all.stream()
            .collect(
                Collectors.partitioningBy(
                    YearOfGrievancesTest::isOpen,
                    Collectors.mapping(
                        grievance -> grievance.getString("grievance_Status"),
                        Collectors.collectingAndThen(
                            Collectors.toSet(), set -> set.stream().sorted().toList()))));
    assertEquals(List.of("In Review", "Open"), statuses.get(true));
    assertEquals(List.of("Closed", "Resolved"), statuses.get(false));
  }

  @Test
  void mostAreResolvedAndFewAreOverdue() {
    assertTrue(count(grievance -> !isOpen(grievance)) > 300, "resolved");
    long overdue = count(grievance -> isOpen(grievance) && isOlder(grievance, days(grievance)));
    assertTrue(overdue >= 6 && overdue < 15, overdue + " overdue");
  }

  @Test
  void someExpeditedOnesAreOpenAndInTime() {
    assertEquals(
        3, count(open -> isOpen(open) && isExpedited(open) && !isOlder(open, Duration.ofDays(1))));
  }

  private static Duration days(JsonObject grievance) {
    return Duration.ofDays(isExpedited(grievance) ? 1 : 30);
  }

  private static boolean isOlder(JsonObject grievance, Duration age) {
    return time(grievance, "grievance_Received").isBefore(NOW.minus(age));
  }

  private static boolean isExpedited(JsonObject grievance) {
    return grievance.getString("grievance_Type").equals("Expedited");
  }

  private static boolean isOpen(JsonObject grievance) {
    return !grievance.containsKey("grievance_Resolved");
  }

  private static Instant time(JsonObject grievance, String member) {
    return Instant.parse(grievance.getString(member));
  }

  private long count(Predicate<JsonObject> chosen) {
    return all.stream().filter(chosen).count();
  }
}
