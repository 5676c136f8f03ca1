package org.grievances.demo;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A health plan's grievances of the twelve months before a moment, made up: most are resolved, some
 * are open, and a few are late. The same seed and moment make the same ones.
 */
public final class YearOfGrievances {
  public static final int COUNT = 400;

  /** The same each time, so that a second demo replaces those of the first. */
  public static final int FIRST_KEY = 100_001;

  private static final int TYPICAL_DAYS = 11;
  private static final int TYPICAL_HOURS_WHEN_EXPEDITED = 10;
  private static final Duration EXPEDITED = Duration.ofHours(24);
  private static final Duration CLOSED_AFTER = Duration.ofDays(45);

  /** How long ago those were received that nobody has resolved, although the rules ask for it. */
  private static final List<Duration> FORGOTTEN =
      List.of(
          Duration.ofDays(31),
          Duration.ofDays(33),
          Duration.ofDays(38),
          Duration.ofDays(47),
          Duration.ofDays(64));

  /** The same of those that are to be resolved within a day; one is late. */
  private static final List<Duration> URGENT =
      List.of(
          Duration.ofMinutes(95), Duration.ofHours(7), Duration.ofHours(19), Duration.ofHours(31));

  private final Instant now;
  private final Random random;
  private final OfficeYear year;

  /** When a grievance came, of which type it is, and when it was resolved, if it was. */
  private record Course(Instant received, String type, Instant resolved) {

    boolean isOpen() {
      return resolved == null;
    }
  }

  public YearOfGrievances(long seed, Instant now) {
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.random = new Random(seed);
    this.year = new OfficeYear(now, random);
  }

  /** All of the year, with keys in the order in which they were received. */
  public JsonArray all() {
    List<Course> courses = new ArrayList<>();
    FORGOTTEN.forEach(age -> courses.add(new Course(now.minus(age), usualType(), null)));
    URGENT.forEach(age -> courses.add(new Course(now.minus(age), "Expedited", null)));
    while (courses.size() < COUNT) {
      courses.add(course(year.moment()));
    }
    courses.sort(Comparator.comparing(Course::received));
    return grievances(FIRST_KEY, courses);
  }

  /** Grievances with consecutive keys that have just been received. */
  JsonArray batch(int firstKey, int count) {
    List<Course> courses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      courses.add(new Course(now, usualType(), null));
    }
    return grievances(firstKey, courses);
  }

  JsonObject grievance(int key) {
    return grievance(key, new Course(now, usualType(), null));
  }

  private JsonArray grievances(int firstKey, List<Course> courses) {
    JsonArrayBuilder grievances = Json.createArrayBuilder();
    for (int i = 0; i < courses.size(); i++) {
      grievances.add(grievance(firstKey + i, courses.get(i)));
    }
    return grievances.build();
  }

  private Course course(Instant received) {
    if (random.nextInt(100) < 7 && received.isBefore(now.minus(EXPEDITED))) {
      double hours = spread(TYPICAL_HOURS_WHEN_EXPEDITED, 0.5);
      return course(received, "Expedited", received.plusSeconds((long) (hours * 3600)));
    }
    long days = Math.max(1, Math.round(spread(TYPICAL_DAYS, 0.6)));
    return course(received, usualType(), year.workday(received.plus(Duration.ofDays(days))));
  }

  private Course course(Instant received, String type, Instant resolved) {
    return new Course(received, type, resolved.isAfter(now) ? null : resolved);
  }

  /** Around what is typical, with a few that are far more (a log-normal distribution). */
  private double spread(double typical, double width) {
    return typical * Math.exp(random.nextGaussian() * width);
  }

  private String usualType() {
    return random.nextInt(4) == 0 ? "Provider" : "Member";
  }

  private JsonObject grievance(int key, Course course) {
    Complaint complaint = pick(Complaint.ALL);
    JsonObjectBuilder grievance = Json.createObjectBuilder().add("grievance_Key", key);
    addReceipt(grievance, course);
    addIssue(grievance, course, complaint);
    addPeople(grievance);
    if (!course.isOpen()) {
      addResolution(grievance, course, complaint);
    }
    if (random.nextInt(10) == 0) {
      addChange(grievance, course);
    }
    return grievance.build();
  }

  private void addReceipt(JsonObjectBuilder grievance, Course course) {
    String source = pick(List.of("PHONE", "PHONE", "PHONE", "PORTAL", "PORTAL", "MAIL", "FAX"));
    Duration onItsWay = source.equals("MAIL") ? Duration.ofDays(2 + random.nextInt(3)) : hours(2);
    grievance
        .add("grievance_Source", source)
        .add("grievance_Type", course.type())
        .add("grievance_Status", status(course))
        .add("grievance_Filed", course.received().minus(onItsWay).toString())
        .add("grievance_Received", course.received().toString());
  }

  private Duration hours(int most) {
    return Duration.ofSeconds(random.nextInt(most * 3600));
  }

  private String status(Course course) {
    if (course.isOpen()) {
      return course.received().isBefore(now.minus(hours(120))) ? "In Review" : "Open";
    }
    return course.resolved().isBefore(now.minus(CLOSED_AFTER)) ? "Closed" : "Resolved";
  }

  private void addIssue(JsonObjectBuilder grievance, Course course, Complaint complaint) {
    Duration before = Duration.ofDays(5 + random.nextInt(30)).plus(hours(8));
    grievance
        .add("grievance_Category", complaint.category())
        .add("issue", complaint.issue())
        .add("issue_Type", complaint.issueType())
        .add("issue_Date", course.received().minus(before).toString());
  }

  private void addPeople(JsonObjectBuilder grievance) {
    grievance
        .add("subscriber_ID", "%09d".formatted(random.nextInt(1_000_000_000)))
        .add("member_Seq", "%02d".formatted(1 + random.nextInt(5)))
        .add("provider_ID", "P%07d".formatted(random.nextInt(10_000_000)))
        .add("patient_Account_Number", "A%010d".formatted(random.nextInt(Integer.MAX_VALUE)))
        .add("call_Key", 1 + random.nextInt(1_000_000));
  }

  private void addResolution(JsonObjectBuilder grievance, Course course, Complaint complaint) {
    int chance = random.nextInt(20);
    int ending = chance < 9 ? 0 : chance < 18 ? 1 : 2;
    grievance
        .add("grievance_Resolved", course.resolved().toString())
        .add("resolution", complaint.endings().get(ending))
        .add("resolution_Type", Complaint.RESOLUTION_TYPES.get(ending))
        .add("resolution_Date", course.resolved().minus(hours(1)).toString());
  }

  private void addChange(JsonObjectBuilder grievance, Course course) {
    boolean reassigned = random.nextBoolean();
    grievance
        .add("admin_Change", reassigned ? "Moved to the team for providers." : "Member corrected.")
        .add("admin_Change_Type", reassigned ? "Reassigned" : "Corrected")
        .add("admin_Change_Date", course.received().plus(hours(1)).toString());
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
