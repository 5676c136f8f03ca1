package org.grievances.faults;

import static org.grievances.faults.BadBodies.pick;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.grievances.faults.Draft.Ending;

/** What can be wrong with a token and an API key. */
final class BadCredentials {
  private static final List<String> JOSE_HEADERS =
      List.of(
          "{\"alg\":\"none\"}",
          "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
          "{\"alg\":\"RS256\",\"kid\":\"../../../etc/passwd\"}",
          "{\"alg\":\"RS256\",\"jku\":\"http://localhost:1/keys\",\"x5u\":\"http://localhost:1\"}",
          "{\"alg\":\"RS256\",\"crit\":[\"a\"],\"b64\":false}",
          "{\"alg\":\"RS256\",\"zip\":\"DEF\"}",
          "{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}",
          "{\"alg\":7}",
          "{\"alg\":",
          "[]",
          "");

  private static final List<String> AUTHORIZATIONS =
      List.of(
          "",
          " ",
          "Bearer",
          "Bearer ",
          "Bearer .",
          "Bearer ..",
          "Bearer ....",
          "Bearer a.b.c",
          "Bearer %00.%00.%00",
          "Bearer \u00E9.\u00FF.\0",
          "Bearer null",
          "Bearer '; DROP TABLE grievances; --",
          "Basic",
          "Basic \u00FF",
          "Basic YTpi",
          "Digest username=\"a\", nonce=\"",
          "Negotiate YII=",
          "bearer",
          "Bearer ${jndi:ldap://localhost/a}");

  private BadCredentials() {}

  private static String value(Draft draft, String name) {
    return draft.headers.stream()
        .filter(header -> header.startsWith(name + ": "))
        .map(header -> header.substring(name.length() + 2))
        .findFirst()
        .orElse("Bearer e30.e30.e30");
  }

  static void harmToken(Draft draft, Random random) {
    String good = value(draft, "Authorization");
    int at = random.nextInt(good.length());
    draft.header(
        "Authorization",
        switch (random.nextInt(8)) {
          case 0 -> good.substring(0, at);
          case 1 -> good.substring(0, at) + (char) (33 + random.nextInt(94)) + good.substring(at);
          case 2 -> good + good.substring(at);
          case 3 -> good + ", " + good;
          case 4 -> good.substring(0, good.lastIndexOf('.') + 1);
          case 5 -> otherHeader(good, random);
          case 6 -> "Bearer " + "a".repeat(random.nextInt(20_000)) + ".b.c";
          default -> pick(AUTHORIZATIONS, random);
        });
    draft.end(Ending.ENDED);
  }

  private static String otherHeader(String good, Random random) {
    byte[] header = pick(JOSE_HEADERS, random).getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(header);
    return "Bearer " + encoded + good.substring(Math.max(0, good.indexOf('.')));
  }

  static void harmKey(Draft draft, Random random) {
    String good = value(draft, "x-api-key");
    String key =
        switch (random.nextInt(5)) {
          case 0 -> good.substring(random.nextInt(good.length()));
          case 1 -> good + good;
          case 2 -> BadBodies.noise(random, 40).replaceAll("[\r\n\0]", "");
          case 3 -> pick(BadBodies.SQL, random);
          default -> "k".repeat(random.nextInt(7000));
        };
    draft.header("x-api-key", key);
    draft.end(Ending.ENDED);
  }
}
