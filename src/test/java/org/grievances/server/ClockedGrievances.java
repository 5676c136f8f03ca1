package org.grievances.server;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grievances with cases and notices that SQL has put into databases, and the rules by which there
 * is something to do about them.
 */
public final class ClockedGrievances {
  public static final ZoneId ZONE = ZoneId.of("America/New_York");
  public static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  public static final Path HOLIDAYS = Path.of("src/test/resources/holidays.txt").toAbsolutePath();

  /** The first day of the receipts that are acknowledged under any line of business. */
  public static final LocalDate SINCE = LocalDate.ofInstant(NOW, ZONE).minusDays(30);

  public static final List<String> DATABASES =
      List.of("clocked-derby", "clocked-postgresql", "clocked-spread");

  private static final int COUNT = 300;

  public static final List<Clocked> ALL = all();

  /** A grievance; all but the key and the entry may be null. */
  public record Clocked(
      int key,
      Instant received,
      Instant entered,
      Instant resolved,
      String category,
      String line,
      String processing,
      String extension,
      String mode,
      Instant extensionNoticed,
      Instant acknowledged,
      Instant oral,
      Instant written) {

    public Instant from() {
      return received == null ? entered : received;
    }

    private String insert() {
      String texts =
          Stream.of(category, line, processing, extension, mode)
              .map(text -> text == null ? "null" : "'" + text + "'")
              .collect(Collectors.joining(", "));
      String times =
          Stream.of(
                  received,
                  resolved,
                  extensionNoticed,
                  acknowledged,
                  oral,
                  written,
                  entered,
                  entered)
              .map(ClockedGrievances::literal)
              .collect(Collectors.joining(", "));
      return "insert into grievances (grievance_key, grievance_category, line_of_business,"
          + " processing, extension, received_mode, grievance_received, grievance_resolved,"
          + " extension_noticed, acknowledged, oral_notice, written_notice, entry_date,"
          + (" update_date) values (" + key + ", " + texts + ", " + times + ")");
    }
  }

  private ClockedGrievances() {}

  private static String literal(Instant time) {
    return time == null
        ? "null"
        : "{ts '" + Timestamp.valueOf(LocalDateTime.ofInstant(time, ZoneOffset.UTC)) + "'}";
  }

  private static List<Clocked> all() {
    Random random = new Random(11);
    List<Clocked> all = new ArrayList<>();
    for (int key = 1; key <= COUNT; key++) {
      Instant from = NOW.minusSeconds(1 + random.nextLong(Duration.ofDays(60).toSeconds()));
      from = key % 5 == 0 ? from.truncatedTo(ChronoUnit.DAYS) : from;
      boolean isReceived = key % 13 > 0;
      all.add(
          new Clocked(
              key,
              isReceived ? from : null,
              isReceived ? NOW : from,
              random.nextInt(3) == 0 ? from.plusSeconds(60) : null,
              one(random, "Billing", "Access", null),
              one(random, "MEDICARE_C", "MEDICAID", "OTHER", null),
              one(random, "STANDARD", "EXPEDITED", null, null),
              one(random, "NONE", "ENROLLEE", "PLAN", null),
              one(random, "ORAL", "WRITTEN", null),
              maybe(random, from),
              maybe(random, from),
              maybe(random, from),
              maybe(random, from)));
    }
    return List.copyOf(all);
  }

  private static String one(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private static Instant maybe(Random random, Instant from) {
    return random.nextBoolean() ? from.plusSeconds(3_600) : null;
  }

  /** Adds them by SQL. */
  public static void add(Statement statement) throws SQLException {
    for (Clocked each : ALL) {
      statement.execute(each.insert());
    }
  }

  static void onDerby(Path directory) throws SQLException {
    Schema.createInDerby(directory, ClockedGrievances::add);
  }

  static Overrides addRulesTo(Overrides overrides) {
    Overrides with = overrides;
    for (String database : DATABASES) {
      String prefix = "grievances.databases." + database;
      with =
          with.set(prefix + ".zone", ZONE.getId())
              .set(prefix + ".deadlines.rules", "urgent,bills,early,greeting,welcome,told,letter");
    }
    return with.set("grievances.deadlines.urgent.processing", "EXPEDITED")
        .set("grievances.deadlines.urgent.line", "MEDICARE_C")
        .set("grievances.deadlines.urgent.within", "PT72H")
        .set("grievances.deadlines.bills.member", "grievance_Category")
        .set("grievances.deadlines.bills.code", "Billing")
        .set("grievances.deadlines.bills.line", "MEDICAID")
        .set("grievances.deadlines.bills.within", "P10D")
        .set("grievances.deadlines.bills.days", "BUSINESS")
        .set("grievances.deadlines.bills.holidays", HOLIDAYS.toString())
        .set("grievances.deadlines.early.line", "MEDICAID")
        .set("grievances.deadlines.early.within", "P20D")
        .set("grievances.deadlines.greeting.kind", "ACKNOWLEDGEMENT")
        .set("grievances.deadlines.greeting.line", "MEDICAID")
        .set("grievances.deadlines.greeting.within", "P5D")
        .set("grievances.deadlines.welcome.kind", "ACKNOWLEDGEMENT")
        .set("grievances.deadlines.welcome.since", SINCE.toString())
        .set("grievances.deadlines.welcome.within", "P7D")
        .set("grievances.deadlines.told.kind", "NOTICE")
        .set("grievances.deadlines.told.line", "MEDICARE_C")
        .set("grievances.deadlines.told.oral-suffices", "true")
        .set("grievances.deadlines.told.within", "P30D")
        .set("grievances.deadlines.letter.kind", "NOTICE")
        .set("grievances.deadlines.letter.line", "MEDICAID")
        .set("grievances.deadlines.letter.within", "P30D");
  }
}
