package org.grievances.server;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Grievances as health plans get them, made up; the same seed makes the same ones. */
public final class SampleGrievances {
  private static final Instant FIRST_DAY = Instant.parse("2025-01-01T00:00:00Z");
  private static final List<Complaint> COMPLAINTS =
      List.of(
          new Complaint("Billing", "Wrong Charge", "Charged twice for one office visit."),
          new Complaint("Billing", "Denied Claim", "Claim denied although prior authorized."),
          new Complaint("Access", "Wait Time", "No specialist within six weeks in network."),
          new Complaint("Customer Service", "Rude Staff", "Hung up on twice while on hold."),
          new Complaint("Pharmacy", "Wrong Charge", "Brand copay charged for a generic drug."),
          new Complaint("Quality of Care", "Wait Time", "Waited four hours with a fracture."),
          new Complaint("Enrollment", "Denied Claim", "Newborn not added, first bill denied."));

  private final Random random;

  private record Complaint(String category, String issueType, String issue) {}

  public SampleGrievances(long seed) {
    random = new Random(seed);
  }

  /** Grievances with consecutive keys. */
  public JsonArray batch(int firstKey, int count) {
    JsonArrayBuilder batch = Json.createArrayBuilder();
    for (int i = 0; i < count; i++) {
      batch.add(grievance(firstKey + i));
    }
    return batch.build();
  }

  public JsonObject grievance(int key) {
    Complaint complaint = pick(COMPLAINTS);
    Instant issued = FIRST_DAY.plus(Duration.ofMinutes(random.nextInt(400_000)));
    JsonObjectBuilder grievance =
        Json.createObjectBuilder()
            .add("grievance_Key", key)
            .add("grievance_Category", complaint.category())
            .add("grievance_Status", "Open")
            .add("grievance_Type", pick(List.of("Member", "Provider", "Expedited")))
            .add("grievance_Source", pick(List.of("PHONE", "MAIL", "PORTAL", "FAX")))
            .add("grievance_Received", issued.plus(Duration.ofDays(3)).toString())
            .add("issue", complaint.issue())
            .add("issue_Type", complaint.issueType())
            .add("issue_Date", issued.toString())
            .add("subscriber_ID", "%09d".formatted(random.nextInt(1_000_000_000)))
            .add("member_Seq", "%02d".formatted(1 + random.nextInt(9)))
            .add("provider_ID", "P%07d".formatted(random.nextInt(10_000_000)))
            .add("call_Key", random.nextInt(1_000_000));
    if (random.nextBoolean()) {
      grievance
          .add("grievance_Status", "Resolved")
          .add("grievance_Resolved", issued.plus(Duration.ofDays(20)).toString())
          .add("resolution", "Claim paid again after review.")
          .add("resolution_Type", pick(List.of("Upheld", "Overturned", "Withdrawn")))
          .add("resolution_Date", issued.plus(Duration.ofDays(19)).toString());
    }
    return grievance.build();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
