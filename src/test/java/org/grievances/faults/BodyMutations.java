package org.grievances.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.grievances.server.SentContents;

/** Mutations of the JSON body of a request. */
final class BodyMutations {
  private static final List<String> NUMBERS =
      List.of(
          "1e999999999",
          "-1E-999999999",
          "1e2147483648",
          "-0",
          "-0.0",
          "2147483648",
          "-2147483649",
          "9223372036854775808",
          "0.1e1",
          "01",
          "+1",
          ".5",
          "1.",
          "0x10",
          "NaN",
          "-Infinity",
          "1_000",
          "\"1\"",
          "[1]",
          "{}",
          "true");

  private static final List<String> NOT_UTF_8 =
      List.of(
          "\u00C3",
          "\u00C0\u00AF",
          "\u00ED\u00A0\u0080",
          "\u00F8\u0088\u0080\u0080\u0080",
          "\u00F4\u0090\u0080\u0080",
          "\u00FE\u00FF",
          "\u0080",
          "\u00E2\u0082");

  private static final List<String> SURROGATES =
      List.of("\\ud800", "\\udfff", "\\udc00\\ud800", "\\ud83c", "\\ud83cx\\udfe5", "\\uD83C\\n");

  private static final List<String> CONTROL_CHARACTERS =
      List.of("\\u0000", "\0", "a\\u0000b", "\u0001", "\u001b[31m", "\\u001b", "\n", "\u007f");

  /** Codes of lists of codes; they are also part of URIs. */
  static final List<String> CODES =
      List.of(
          "{a}",
          "{",
          "}",
          "a/b",
          "%2F",
          "%",
          "%zz",
          "..",
          ".",
          ";a=b",
          "?",
          "#",
          "+",
          "&",
          "~",
          " ",
          "\\u00e9",
          "\\u0001",
          "\\uffff",
          "\\ud83c\\udfe5",
          "\\u202e",
          "\\\"",
          "<b>",
          "");

  /** SQL and other injection attempts. */
  static final List<String> SQL =
      List.of(
          "'",
          "''",
          "' OR '1'='1",
          "1; DROP TABLE grievances; --",
          "'); DROP TABLE grievances CASCADE; --",
          "1 OR 1=1",
          "\\\\'; TRUNCATE grievances; --",
          "$$; DROP SCHEMA public CASCADE; $$",
          "{d '2025-01-01'}",
          "?",
          ":1",
          "$1",
          "%s%n%x",
          "${jndi:ldap://localhost/a}",
          "#{7*7}",
          "'||pg_sleep(9)||'",
          "1/**/UNION/**/ALL/**/VALUES(1)",
          "{\\\"a\\\",NULL}",
          "\\\\N");

  private static final List<String> OTHER_TEXTS =
      List.of(
          "",
          " ",
          "null",
          "true",
          "7",
          "\"text\"",
          "{}",
          "[]",
          "[[]]",
          "[null,7,\"a\",true,[],{}]",
          "[{}] [{}]",
          "[{},]",
          "[,{}]",
          "[{}",
          "[{\"grievance_Key\":1}",
          "{}}",
          "[{\"grievance_Key\"}]",
          "[{grievance_Key:1}]",
          "[{'grievance_Key':1}]",
          "[{\"grievance_Key\" 1}]",
          "[/* none */]",
          "[]//",
          "\u00EF\u00BB\u00BF[]",
          "\u00FE\u00FF\0[\0]",
          "\u00FF\u00FE[\0]\0",
          "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
          "grievance_Key=1&issue=a",
          "--\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n----",
          "{\"@class\":\"x.y.Z\",\"@type\":\"x.y.Z\"}");

  private BodyMutations() {}

  static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static List<String> item(RawRequestBuilder request, Random random) {
    return pick(request.items, random);
  }

  private static void put(RawRequestBuilder request, Random random, String member) {
    List<String> members = item(request, random);
    members.add(random.nextInt(members.size() + 1), member);
  }

  private static String textField(Random random) {
    return pick(
        List.of("issue", "description", "subscriber_ID", "issue_Date", "entry_User"), random);
  }

  /** Adds a text member with this content, either at the end or in the middle of the text. */
  private static void putText(RawRequestBuilder request, Random random, String content) {
    String text = SentContents.MARKER + content + (random.nextBoolean() ? "" : SentContents.MARKER);
    String name = random.nextInt(8) == 0 ? "a" + content : textField(random);
    put(request, random, "\"" + name + "\":\"" + text + "\"");
  }

  static void nestDeeply(RawRequestBuilder request, Random random) {
    int depth = (int) Math.pow(10, 1 + random.nextDouble() * 3.7);
    boolean array = random.nextBoolean();
    String close = random.nextInt(3) == 0 ? "" : (array ? "]" : "}").repeat(depth);
    String nested = (array ? "[" : "{\"a\":").repeat(depth) + (array ? "" : "1") + close;
    if (random.nextInt(3) == 0) {
      request.body = nested;
    } else {
      put(request, random, "\"" + textField(random) + "\":" + nested);
    }
  }

  static void sendHugeNumber(RawRequestBuilder request, Random random) {
    String name = random.nextBoolean() ? "grievance_Key" : "call_Key";
    String digits = "9".repeat(1 + random.nextInt(50_000));
    String number = random.nextInt(4) == 0 ? digits : pick(NUMBERS, random);
    put(request, random, "\"" + name + "\":" + number);
  }

  static void repeatMembers(RawRequestBuilder request, Random random) {
    List<String> members = item(request, random);
    String member = members.isEmpty() ? "\"issue\":1" : pick(members, random);
    String other = member.replaceFirst(":.*", ":" + pick(List.of("null", "7", "[]"), random));
    for (int i = random.nextInt(500); i >= 0; i--) {
      members.add(random.nextBoolean() ? member : other);
    }
  }

  static void breakUtf8(RawRequestBuilder request, Random random) {
    putText(request, random, pick(NOT_UTF_8, random));
  }

  static void sendLoneSurrogates(RawRequestBuilder request, Random random) {
    putText(request, random, pick(SURROGATES, random));
  }

  static void sendNul(RawRequestBuilder request, Random random) {
    putText(request, random, pick(CONTROL_CHARACTERS, random));
  }

  static void sendSql(RawRequestBuilder request, Random random) {
    String sql = pick(SQL, random);
    for (List<String> members : request.items) {
      members.replaceAll(
          member ->
              random.nextInt(3) == 0 ? member.replaceFirst(":.*", ":\"") + sql + "\"" : member);
    }
    put(request, random, "\"" + sql + "\":\"" + sql + "\"");
  }

  static void sendLongText(RawRequestBuilder request, Random random) {
    String text = "x".repeat(1 + random.nextInt(100_000));
    put(
        request,
        random,
        "\"" + (random.nextBoolean() ? text : textField(random)) + "\":\"" + text + "\"");
  }

  static void sendManyItems(RawRequestBuilder request, Random random) {
    String item = pick(List.of("1", "{}", "[]", "{\"grievance_Key\":\"\"}"), random);
    request.body = "[" + (item + ",").repeat(100 + random.nextInt(8000)) + item + "]";
  }

  static void sendOtherText(RawRequestBuilder request, Random random) {
    request.body = pick(OTHER_TEXTS, random);
  }

  static void sendRandomBytes(RawRequestBuilder request, Random random) {
    request.body = randomBytes(random, 1 + random.nextInt(2000));
  }

  static String randomBytes(Random random, int length) {
    byte[] randomBytes = new byte[length];
    random.nextBytes(randomBytes);
    return new String(randomBytes, StandardCharsets.ISO_8859_1);
  }

  /** Replaces, deletes or inserts bytes at random positions. */
  static void scramble(RawRequestBuilder request, Random random) {
    StringBuilder body = new StringBuilder(request.body());
    for (int i = random.nextInt(5); i >= 0 && body.length() > 0; i--) {
      int at = random.nextInt(body.length());
      switch (random.nextInt(4)) {
        case 0 -> body.setCharAt(at, (char) random.nextInt(256));
        case 1 -> body.delete(at, Math.min(body.length(), at + random.nextInt(40)));
        case 2 -> body.insert(at, randomBytes(random, random.nextInt(4)));
        default -> body.setLength(at);
      }
    }
    request.body = body.toString();
  }
}
