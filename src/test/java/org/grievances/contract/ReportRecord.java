package org.grievances.contract;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A grievance with its case, made at random, and what reports say of it, worked out in the plain
 * way: a second implementation of their rules.
 */
record ReportRecord(
    int key,
    LocalDateTime received,
    LocalDateTime resolved,
    String category,
    String type,
    String issueType,
    String provider,
    String line,
    String outcome,
    String mode,
    String processing,
    String extension) {
  static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final LocalDateTime FIRST = LocalDateTime.of(2023, 6, 1, 0, 0);
  private static final int DAYS = 800;

  /** Own codes of single grievances, by the scheme. */
  static final Map<String, Map<Integer, Set<String>>> OWN =
      Map.of(
          "MCPAR_REASON", Map.of(-7, Set.of("16h"), -8, Set.of("16h", "16k")),
          "MCPAR_SERVICE", Map.of(-8, Set.of("15o"), -9, Set.of("15m")));

  static ReportRecord random(int key, Random random) {
    LocalDateTime received = oneIn(random, 8) ? null : time(random, FIRST, DAYS);
    LocalDateTime base = received == null ? time(random, FIRST, DAYS) : received;
    LocalDateTime resolved = null;
    if (!oneIn(random, 4)) {
      resolved = oneIn(random, 20) ? base.minusDays(3) : time(random, base, 70);
    }
    return new ReportRecord(
        key,
        received,
        resolved,
        any(random, "Appeals", "Billing"),
        any(random, "Member", "Provider", "Expedited"),
        any(random, "Rude staff", "Late", "Cost"),
        any(random, "P1", "P2", "P9"),
        any(
            random,
            "MEDICARE_C",
            "MEDICARE_D",
            "INTEGRATED",
            "MEDICAID",
            "MEDICAID",
            "COMMERCIAL",
            "OTHER"),
        any(random, "RESOLVED", "DISMISSED", "WITHDRAWN", "NOT_GRIEVANCE"),
        any(random, "ORAL", "WRITTEN"),
        any(random, "STANDARD", "EXPEDITED"),
        any(random, "NONE", "ENROLLEE", "PLAN"));
  }

  private static boolean oneIn(Random random, int count) {
    return random.nextInt(count) == 0;
  }

  private static String any(Random random, String... values) {
    int value = random.nextInt(values.length + 1);
    return value == values.length ? null : values[value];
  }

  /** In UTC; one in four is the first moment of a day. */
  private static LocalDateTime time(Random random, LocalDateTime from, int days) {
    LocalDateTime time = from.plusMinutes(random.nextInt(days * 24 * 60));
    return oneIn(random, 4) ? begin(day(time)) : time;
  }

  static LocalDate day(LocalDateTime utc) {
    return utc.atOffset(ZoneOffset.UTC).atZoneSameInstant(ZONE).toLocalDate();
  }

  static LocalDateTime begin(LocalDate day) {
    return day.atStartOfDay(ZONE).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  /** The same, or one that is counted if it has codes of its own. */
  ReportRecord resolvedIfOwn() {
    return key < -9 || key > -7
        ? this
        : new ReportRecord(
            key,
            LocalDateTime.of(2024, 3, 5, 12, 0),
            LocalDateTime.of(2024, 3, 20, 12, 0),
            category,
            type,
            issueType,
            provider,
            "MEDICAID",
            null,
            mode,
            processing,
            extension);
  }

  String grievance() {
    return "{"
        + ("\"grievance_Key\":" + key)
        + text("grievance_Received", received == null ? null : received + "Z")
        + text("grievance_Resolved", resolved == null ? null : resolved + "Z")
        + text("grievance_Category", category)
        + text("grievance_Type", type)
        + text("issue_Type", issueType)
        + text("provider_ID", provider)
        + "}";
  }

  String caseOfIt() {
    return "{"
        + ("\"grievance_Key\":" + key)
        + text("line_Of_Business", line)
        + text("outcome", outcome)
        + text("received_Mode", mode)
        + text("processing", processing)
        + text("extension", extension)
        + "}";
  }

  private static String text(String member, String value) {
    return ",\"" + member + "\":" + (value == null ? "null" : "\"" + value + "\"");
  }

  boolean isGrievance() {
    return !"NOT_GRIEVANCE".equals(outcome);
  }

  boolean isOf(String... lines) {
    return isGrievance() && line != null && List.of(lines).contains(line);
  }

  boolean isReceivedIn(LocalDate from, LocalDate to) {
    return isIn(received, from, to);
  }

  boolean isResolvedIn(LocalDate from, LocalDate to) {
    return isIn(resolved, from, to);
  }

  private static boolean isIn(LocalDateTime time, LocalDate from, LocalDate to) {
    return time != null && !day(time).isBefore(from) && day(time).isBefore(to);
  }

  boolean isReceivedBefore(LocalDate day) {
    return received != null && day(received).isBefore(day);
  }

  boolean isResolvedBefore(LocalDate day) {
    return resolved != null && day(resolved).isBefore(day);
  }

  /** Appeals have 3 days, expedited ones 24 hours, and others 30 days. */
  boolean isInTime() {
    if (received != null && "Expedited".equals(type) && !"Appeals".equals(category)) {
      return !resolved.isAfter(received.plusHours(24));
    }
    int days = "Appeals".equals(category) ? 3 : 30;
    return received != null && !day(resolved).isAfter(day(received).plusDays(days));
  }

  /** Whether it was pending for over 30 days when a day began. */
  boolean isPendingOver30DaysAt(LocalDate day) {
    return received != null && day(received).plusDays(30).isBefore(day) && !isResolvedBefore(day);
  }

  boolean becamePendingOver30Days(LocalDate from, LocalDate to) {
    if (received == null) {
      return false;
    }
    LocalDate first = day(received).plusDays(31);
    return first.isAfter(from) && !first.isAfter(to) && !isResolvedBefore(first);
  }

  Set<String> codes(String scheme) {
    Set<String> own = OWN.getOrDefault(scheme, Map.of()).get(key);
    if (own != null) {
      return own;
    }
    List<String> codes = new ArrayList<>();
    switch (scheme) {
      case "MCPAR_REASON" -> {
        add(codes, issueType, "Rude staff", "16a");
        add(codes, issueType, "Late", "16c");
        add(codes, issueType, "Late", "16i");
        add(codes, provider, "P1", "16d");
      }
      case "MCPAR_SERVICE" -> {
        add(codes, type, "Member", "15a");
        add(codes, provider, "P2", "15k");
        add(codes, provider, "P9", "15a");
      }
      default -> {
        add(codes, provider, "P1", "12");
        add(codes, provider, "P2", "none");
      }
    }
    return new TreeSet<>(codes);
  }

  private static void add(List<String> codes, String stored, String value, String code) {
    if (value.equals(stored)) {
      codes.add(code);
    }
  }

  static final String CODES =
      """
      scheme,code,member,value,grievance_Key
      MCPAR_REASON,16a,issue_Type,Rude staff,
      MCPAR_REASON,16c,issue_Type,Late,
      MCPAR_REASON,16i,issue_Type,Late,
      MCPAR_REASON,16d,provider_ID,P1,
      MCPAR_REASON,16h,,,-7
      MCPAR_REASON,16h,,,-8
      MCPAR_REASON,16k,,,-8
      MCPAR_SERVICE,15a,grievance_Type,Member,
      MCPAR_SERVICE,15k,provider_ID,P2,
      MCPAR_SERVICE,15a,provider_ID,P9,
      MCPAR_SERVICE,15o,,,-8
      MCPAR_SERVICE,15m,,,-9
      MCPAR_LTSS,12,provider_ID,P1,
      MCPAR_LTSS,none,provider_ID,P2,
      """;
}
