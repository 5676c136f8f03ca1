package org.grievances.bench;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;

/**
 * Creates grievances of typical size, as the JSON of an item and as the row for it. Their values
 * are generated in advance and reused with other keys.
 */
final class BenchGrievances {
  private static final int STOCK = 5_000;
  private static final LocalDateTime FIRST_DAY = LocalDateTime.of(2025, 1, 1, 0, 0);
  private static final String[] WORDS =
      ("member provider billed claim denied prior authorization appeal benefit pharmacy copay"
              + " network balance delay call service coverage plan referral hospital refund letter"
              + " requested escalated review states representative explanation")
          .split(" ");

  private final Random random;
  private final List<Object[]> rows = new ArrayList<>();
  private final List<String> members = new ArrayList<>();

  BenchGrievances(long seed) {
    random = new Random(seed);
    for (int i = 0; i < STOCK; i++) {
      Object[] row = row();
      rows.add(row);
      members.add(members(row));
    }
  }

  private Object[] row() {
    Object[] row = new Object[Grievance.TABLE.fields().size()];
    set(row, "grievance_Category", pick("Quality of Care", "Access", "Billing", "Pharmacy"));
    set(row, "grievance_Status", pick("Open", "In Review", "Resolved", "Closed"));
    set(row, "grievance_Type", pick("Member", "Provider", "Expedited"));
    set(row, "grievance_Source", pick("PHONE", "MAIL", "PORTAL", "FAX"));
    set(row, "grievance_Received", date());
    set(row, "grievance_Filed", date());
    set(row, "issue", text(12, 40));
    set(row, "issue_Date", date());
    set(row, "issue_Type", pick("Wait Time", "Denied Claim", "Rude Staff", "Wrong Charge"));
    set(row, "subscriber_ID", "%09d".formatted(random.nextInt(1_000_000_000)));
    set(row, "member_Seq", "%02d".formatted(1 + random.nextInt(9)));
    set(row, "provider_ID", "P%07d".formatted(random.nextInt(10_000_000)));
    set(row, "patient_Account_Number", "A%010d".formatted(random.nextInt(1_000_000_000)));
    set(row, "call_Key", random.nextInt(1_000_000));
    set(row, "entry_User", "loader");
    if (random.nextBoolean()) {
      set(row, "resolution", text(8, 25));
      set(row, "resolution_Date", date());
      set(row, "resolution_Type", pick("Upheld", "Overturned", "Withdrawn"));
      set(row, "grievance_Resolved", date());
    }
    return row;
  }

  private static void set(Object[] row, String member, Object value) {
    row[Grievance.TABLE.position(member)] = value;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private LocalDateTime date() {
    return FIRST_DAY.plus(random.nextInt(330 * 86_400), ChronoUnit.SECONDS);
  }

  private String text(int min, int max) {
    return random
            .ints(min + random.nextInt(max - min + 1), 0, WORDS.length)
            .mapToObj(word -> WORDS[word])
            .collect(Collectors.joining(" "))
        + ".";
  }

  /** Returns the JSON of all members except the key. */
  private static String members(Object[] row) {
    StringBuilder json = new StringBuilder();
    for (Field field : Grievance.TABLE.fields()) {
      Object value = row[Grievance.TABLE.position(field.name())];
      if (value instanceof Integer) {
        json.append(",\"%s\":%d".formatted(field.name(), value));
      } else if (value != null) {
        json.append(",\"%s\":\"%s\"".formatted(field.name(), text(value)));
      }
    }
    return json.toString();
  }

  private static String text(Object value) {
    return value instanceof LocalDateTime date
        ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(date) + "Z"
        : value.toString();
  }

  /** Returns batches with consecutive keys; each variant has other values. */
  List<String> bodies(Size size, int firstKey, int variant) {
    return size.batches(firstKey, key -> json(key, size.batch(), variant));
  }

  /** Returns a batch with consecutive keys. */
  String json(int firstKey, int count, int variant) {
    return json(IntStream.range(firstKey, firstKey + count), variant);
  }

  String json(IntStream keys, int variant) {
    return keys.mapToObj(key -> item(key, variant)).collect(Collectors.joining(",", "[", "]"));
  }

  private String item(int key, int variant) {
    return "{\"grievance_Key\":" + key + members.get(stock(key, variant)) + "}";
  }

  /** Returns the header row of {@link #csv}. */
  static String csvHeader() {
    return Grievance.TABLE.fields().stream()
        .map(Field::name)
        .collect(Collectors.joining(",", "", "\n"));
  }

  /** Returns grievances with consecutive keys as rows of CSV. */
  String csv(int firstKey, int count) {
    return IntStream.range(firstKey, firstKey + count)
        .mapToObj(key -> csv(key, rows.get(stock(key, 1))))
        .collect(Collectors.joining());
  }

  private static String csv(int key, Object[] row) {
    Object[] values = row.clone();
    Grievance.TABLE.setKey(values, key);
    return Stream.of(values)
        .map(value -> value == null ? "" : text(value))
        .collect(Collectors.joining(",", "", "\n"));
  }

  /** Returns the rows of a batch with consecutive keys. */
  List<Object[]> rows(int firstKey, int count, int variant) {
    return rows(IntStream.range(firstKey, firstKey + count), variant);
  }

  List<Object[]> rows(IntStream keys, int variant) {
    return keys.mapToObj(key -> row(key, variant)).toList();
  }

  private Object[] row(int key, int variant) {
    Object[] row = rows.get(stock(key, variant)).clone();
    Grievance.TABLE.setKey(row, key);
    set(row, "entry_Date", FIRST_DAY);
    set(row, "update_Date", FIRST_DAY);
    set(row, "update_User", "bench");
    return row;
  }

  private static int stock(int key, int variant) {
    return Math.floorMod(key * 31 + variant * 977, STOCK);
  }
}
