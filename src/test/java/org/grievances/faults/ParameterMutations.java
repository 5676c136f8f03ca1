package org.grievances.faults;

import static org.grievances.faults.BodyMutations.pick;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.grievances.faults.RawRequestBuilder.ConnectionUse;

/** Mutations of the query parameters that an operation declares. */
final class ParameterMutations {
  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "-1",
          "1",
          "2147483647",
          "-2147483648",
          "2147483648",
          "9223372036854775807",
          "1e9",
          "7.0",
          "true",
          "false",
          "maybe",
          "day",
          "week",
          "month",
          "0001-01-01",
          "0001-01-01T00:00:00Z",
          "0001-01-01T00:00:00%2B18:00",
          "9999-12-31",
          "9999-12-31T23:59:59.999999Z",
          "9999-12-31T23:59:59-18:00",
          "9998-12-31",
          "-0001-01-01",
          "2026-02-29",
          "2026-01-01T25:00:00",
          "2026-03-08T02:30:00[America/New_York]",
          "%00",
          "%0d%0a",
          "%ff",
          "%ed%a0%80",
          "%F0%9F%98%80",
          "'%20OR%20'1'='1",
          "{}",
          "[]",
          "*",
          "a".repeat(5000),
          "a,".repeat(2500),
          "%41".repeat(2000),
          place("[" + "[".repeat(1500) + "]".repeat(1500) + "]"),
          place("[]"),
          place("[null,null]"),
          place("[\"17\"]"),
          place("[\"17\",\"17\"]"),
          place("[\"0001-01-01T00:00:00Z\",\"0001-01-01T00:00:00Z\",\"17\"]"),
          place("[\"9999-12-31T23:59:59Z\",\"9999-12-31T23:59:59Z\",\"2147483647\"]"),
          place("[\"9999-12-31T23:59:59Z\",\"17\"]"),
          place("{\"a\":1}"),
          place("[1e999999999]"),
          place("[" + "9".repeat(3000) + "]"),
          place("nothing"));

  private static final List<String> MORE =
      List.of(
          "page",
          "pageSize",
          "after",
          "sortBy",
          "countTo",
          "raw",
          "from",
          "to",
          "every",
          "dueBefore");

  private ParameterMutations() {}

  /** The text of a place in a list, as a link names it. */
  private static String place(String json) {
    String text =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** One of the names, at times in another letter case. */
  private static String name(List<String> names, Random random) {
    String name = pick(names, random);
    return random.nextInt(8) == 0 ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** One to three of the parameters, some of them twice. */
  static void sendOddParameter(RawRequestBuilder request, Random random) {
    StringBuilder query = new StringBuilder();
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      List<String> names = request.parameters.isEmpty() ? MORE : request.parameters;
      query.append('&').append(name(names, random)).append('=').append(pick(VALUES, random));
    }
    request.target += (request.target.contains("?") ? "" : "?") + query.substring(1);
    request.useConnection(ConnectionUse.CLOSE);
  }
}
