package org.grievances.demo;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Random;

/**
 * The cases of a year of grievances, made up: who works on them, under which line of business they
 * run, and how they ended. The same seed makes the same ones.
 */
final class CasesOfYear {
  private static final List<String> COORDINATORS =
      List.of("maria.ortiz", "sam.lee", "priya.nair", "tom.baker");
  private static final List<String> FIRST_NAMES =
      List.of("Ana", "Ben", "Chloe", "Daniel", "Elena", "Farid", "Grace", "Hugo", "Ines", "James");
  private static final List<String> LAST_NAMES =
      List.of("Adams", "Brown", "Chen", "Diaz", "Evans", "Garcia", "Hill", "Khan", "Lima", "Moore");

  /** The letters of a Medicare Beneficiary Identifier. */
  private static final String LETTERS = "ACDEFGHJKMNPQRTUVWXY";

  /** For each place of such an identifier, whether it is a digit, a letter or either of them. */
  private static final String FORMAT = "dl*dl*dlldd";

  private final Random random;

  /** The user of the demo, who has some of the cases. */
  private final String user;

  CasesOfYear(long seed, String user) {
    this.random = new Random(seed);
    this.user = user;
  }

  /** A case for each grievance. */
  JsonArray of(JsonArray grievances) {
    JsonArrayBuilder cases = Json.createArrayBuilder();
    grievances.getValuesAs(JsonObject.class).forEach(grievance -> cases.add(of(grievance)));
    return cases.build();
  }

  private JsonObject of(JsonObject grievance) {
    JsonObjectBuilder made =
        Json.createObjectBuilder()
            .add("grievance_Key", grievance.getInt("grievance_Key"))
            .add("queue", queue(grievance.getString("grievance_Category")))
            .add("first_Name", pick(FIRST_NAMES))
            .add("last_Name", pick(LAST_NAMES))
            .add("delegate", "NONE")
            .add("received_Mode", receivedMode(grievance.getString("grievance_Source")))
            .add("processing", processing(grievance.getString("grievance_Type")))
            .add(
                "quality_Of_Care",
                grievance.getString("grievance_Category").equals("Quality of Care"))
            .add("extension", random.nextInt(20) == 0 ? pick(List.of("ENROLLEE", "PLAN")) : "NONE");
    addLine(made);
    addWork(made, grievance.containsKey("grievance_Resolved"));
    return made.build();
  }

  private static String queue(String category) {
    return switch (category) {
      case "Quality of Care" -> "Clinical";
      case "Pharmacy" -> "Pharmacy";
      default -> "Member Services";
    };
  }

  private static String receivedMode(String source) {
    return source.equals("PHONE") ? "ORAL" : "WRITTEN";
  }

  private static String processing(String type) {
    return type.equals("Expedited") ? "EXPEDITED" : "STANDARD";
  }

  /** Of one in ten, nobody has noted the line of business. */
  private void addLine(JsonObjectBuilder made) {
    int chance = random.nextInt(10);
    if (chance < 4) {
      made.add("line_Of_Business", "MEDICARE_C")
          .add("contract_ID", "H1234")
          .add("plan_ID", "001")
          .add("beneficiary_ID", medicareBeneficiary());
    } else if (chance < 7) {
      made.add("line_Of_Business", "MEDICAID")
          .add("beneficiary_ID", "ST%08d".formatted(random.nextInt(100_000_000)));
    } else if (chance < 9) {
      made.add("line_Of_Business", "COMMERCIAL");
    }
  }

  private String medicareBeneficiary() {
    StringBuilder made = new StringBuilder();
    for (char place : FORMAT.toCharArray()) {
      boolean isDigit = place == 'd' || place == '*' && random.nextBoolean();
      made.append(
          isDigit
              ? (char) ('1' + random.nextInt(9))
              : LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return made.toString();
  }

  private void addWork(JsonObjectBuilder made, boolean isResolved) {
    if (isResolved) {
      made.add("owner", pick(COORDINATORS))
          .add("outcome", random.nextInt(15) == 0 ? "WITHDRAWN" : "RESOLVED");
    } else if (random.nextInt(3) > 0) {
      made.add("owner", random.nextInt(3) == 0 ? user : pick(COORDINATORS));
    }
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
