package org.grievances.demo;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * The events of a year of cases, made up: receipts are acknowledged, members called, decisions
 * reviewed and sent, most of them in time. The same seed makes the same ones.
 */
final class EventsOfYear {
  private static final List<String> CALLS =
      List.of(
          "Asked the member for the bill.",
          "Left a message; the member calls back.",
          "The provider sends the record of the visit.");
  private static final List<String> NOTES =
      List.of(
          "Waiting for the medical record.",
          "Same provider as in two grievances of last month.",
          "The member prefers letters in Spanish.");

  private final Random random;
  private final Instant now;
  private JsonArrayBuilder events;
  private int key;

  EventsOfYear(long seed, Instant now) {
    this.random = new Random(seed);
    this.now = now;
  }

  /**
   * The events of some grievances.
   *
   * @param cases of the grievances, in the same order
   */
  JsonArray of(JsonArray grievances, JsonArray cases) {
    events = Json.createArrayBuilder();
    for (int i = 0; i < grievances.size(); i++) {
      addEvents(grievances.getJsonObject(i), cases.getJsonObject(i));
    }
    return events.build();
  }

  private void addEvents(JsonObject grievance, JsonObject details) {
    key = grievance.getInt("grievance_Key");
    Instant received = Instant.parse(grievance.getString("grievance_Received"));
    boolean isExpedited = details.getString("processing").equals("EXPEDITED");
    if (random.nextInt(10) > 0) {
      Duration after = isExpedited ? hours(1, 4) : hours(8, 90);
      add("ACKNOWLEDGED", received.plus(after), "Letter of receipt sent.");
    }
    if (random.nextInt(3) == 0) {
      add("CALL", received.plus(hours(4, 72)), pick(CALLS));
    }
    if (random.nextInt(4) == 0) {
      add("NOTE", received.plus(hours(10, 120)), pick(NOTES));
    }
    if (!details.getString("extension").equals("NONE") && random.nextInt(5) > 0) {
      add("EXTENSION_NOTICE", received.plus(hours(200, 500)), "14 more days, with the reason.");
    }
    if (grievance.containsKey("grievance_Resolved")) {
      addEnd(Instant.parse(grievance.getString("grievance_Resolved")), details);
    }
  }

  private void addEnd(Instant resolved, JsonObject details) {
    add("REVIEWED", resolved.minus(hours(1, 3)), "Reviewed by the team lead.");
    boolean isWritten = details.getString("received_Mode").equals("WRITTEN");
    if (random.nextInt(25) > 0) {
      add(
          isWritten || random.nextBoolean() ? "WRITTEN_NOTICE" : "ORAL_NOTICE",
          resolved.plus(hours(1, 40)),
          isWritten ? "Letter of resolution sent." : "Called the member.");
    }
  }

  /** None is in the future. */
  private void add(String kind, Instant at, String text) {
    if (at.isBefore(now)) {
      events.add(
          Json.createObjectBuilder()
              .add("grievance_Key", key)
              .add("kind", kind)
              .add("at", at.toString())
              .add("text", text));
    }
  }

  private Duration hours(int least, int most) {
    return Duration.ofMinutes(least * 60L + random.nextInt((most - least) * 60));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
