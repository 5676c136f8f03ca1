package org.grievances.item;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * A random grievance in JSON and the values that a reader must get from it. Members are in any
 * order, may be repeated, unknown or absent, and characters may be escaped.
 */
record JsonRecord(String json, Object[] values) {
  static final Table TABLE = Grievance.TABLE;
  private static final List<String> IGNORED =
      List.of(
          "\"colour\":{\"r\":[1,{\"g\":null}]}",
          "\"\":1e999",
          "\"Grievance_Key\":\"x\"",
          "\"note\":\"\\ud800\\u0000\"");
  private static final List<String> BLANKS = List.of("", "", "", " ", "\n", "\t\r\n  ");

  static byte[] batch(List<JsonRecord> records) {
    return records.stream()
        .map(JsonRecord::json)
        .collect(joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  static Arbitrary<JsonRecord> arbitrary() {
    List<Arbitrary<Object>> values = TABLE.fields().stream().map(JsonRecord::valueOf).toList();
    return Combinators.combine(Combinators.combine(values).as(List::toArray), Arbitraries.randoms())
        .as((all, random) -> new JsonRecord(new Writer(random).write(all), all));
  }

  private static Arbitrary<Object> valueOf(Field field) {
    Arbitrary<Object> value =
        switch (field.kind()) {
          case INTEGER -> Arbitraries.integers().asGeneric();
          case BOOLEAN -> Arbitraries.of(true, false).asGeneric();
          case TEXT -> texts(field.maxLength()).asGeneric();
          case DATE_TIME -> dateTimes().asGeneric();
          case INTEGERS -> throw new IllegalArgumentException("No item has whole lists");
        };
    return field.required() ? value : value.injectNull(0.3);
  }

  /** Texts of characters with one or two UTF-16 code units, at most {@code maxLength} of these. */
  private static Arbitrary<String> texts(int maxLength) {
    return Arbitraries.integers()
        .between(1, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(Math.min(maxLength / 2, 40))
        .map(points -> points.stream().map(Character::toString).collect(joining()));
  }

  private static Arbitrary<LocalDateTime> dateTimes() {
    LocalDateTime first = LocalDateTime.of(1, 1, 2, 0, 0);
    long span = ChronoUnit.MICROS.between(first, LocalDateTime.of(9999, 12, 30, 23, 59));
    return Arbitraries.longs()
        .between(0, span)
        .map(micros -> first.plus(micros, ChronoUnit.MICROS));
  }

  /** Writes the values of one record, and chooses at random among equivalent forms of JSON. */
  private record Writer(Random random) {

    String write(Object[] values) {
      List<String> members = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null || random.nextBoolean()) {
          members.add(member(TABLE.fields().get(i).name(), value(values[i])));
        }
      }
      if (random.nextInt(3) == 0) {
        members.add(pick(IGNORED));
      }
      Collections.shuffle(members, random);
      if (random.nextInt(3) == 0) {
        members.add(0, member(pick(TABLE.fields()).name(), "null"));
        repeatFirstMember(members, values);
      }
      return "{" + String.join(blank() + "," + blank(), members) + "}";
    }

    /** Appends the first member again with its real value, since the last of duplicates counts. */
    private void repeatFirstMember(List<String> members, Object[] values) {
      String name = members.get(0).substring(1, members.get(0).indexOf('"', 1));
      members.add(member(name, value(values[TABLE.position(name)])));
    }

    private String member(String name, String value) {
      return "\"" + name + "\"" + blank() + ":" + blank() + value;
    }

    private String value(Object value) {
      if (value instanceof String text) {
        return text(text);
      }
      return value instanceof LocalDateTime dateTime
          ? "\"" + dateTime(dateTime) + "\""
          : String.valueOf(value);
    }

    private String text(String text) {
      StringBuilder json = new StringBuilder("\"");
      boolean escapes = random.nextBoolean();
      for (int point : text.codePoints().toArray()) {
        boolean must = point < ' ' || point == '"' || point == '\\';
        String character = Character.toString(point);
        json.append(must || escapes && random.nextInt(4) == 0 ? escaped(character) : character);
      }
      return json.append('"').toString();
    }

    private static String escaped(String character) {
      return character.chars().mapToObj(unit -> "\\u%04x".formatted(unit)).collect(joining());
    }

    private String dateTime(LocalDateTime utc) {
      if (utc.toLocalTime().toSecondOfDay() == 0 && utc.getNano() == 0) {
        return utc.toLocalDate().toString();
      }
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 1080) - 1080));
      OffsetDateTime there = utc.atOffset(ZoneOffset.UTC).withOffsetSameInstant(offset);
      return switch (random.nextInt(3)) {
        case 0 -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(utc);
        case 1 -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(utc) + "Z";
        default -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(there);
      };
    }

    private String blank() {
      return pick(BLANKS);
    }

    private <T> T pick(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }
  }
}
