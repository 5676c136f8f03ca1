package org.grievances.faults;

import static org.grievances.faults.BodyMutations.pick;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.grievances.faults.RawRequestBuilder.ConnectionUse;

/** Mutations of the token and the API key. */
final class CredentialMutations {
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

  private static final List<String> COOKIES =
      List.of(
          "__Host-grievances=",
          "__Host-grievances=.",
          "__Host-grievances=YWxwaGE.x",
          "__Host-grievances=%00.%00",
          "__Host-grievances=" + "a".repeat(6000) + ".b",
          "__Host-grievances=\"YWxwaGE.x\"; __Host-grievances=YWxwaGE.y",
          "__Host-grievances-sign-in=" + "0".repeat(64),
          "$Version=1; __Host-grievances=YWxwaGE.x; $Path=/",
          "LtpaToken2=AAAA; JSESSIONID=0000:x");

  private CredentialMutations() {}

  private static String headerValue(RawRequestBuilder request, String name) {
    return request.headers.stream()
        .filter(header -> header.startsWith(name + ": "))
        .map(header -> header.substring(name.length() + 2))
        .findFirst()
        .orElse("Bearer e30.e30.e30");
  }

  /** What anybody can send. */
  static void dropCredentials(RawRequestBuilder request, Random random) {
    request.headers.removeIf(
        header -> header.startsWith("x-api-key:") || header.startsWith("Authorization:"));
    if (random.nextBoolean()) {
      request.header("X-Requested-With", "grievances-console");
    }
    request.useConnection(ConnectionUse.CLOSE);
  }

  /** A session of the console in place of a key and a token. */
  static void sendCookie(RawRequestBuilder request, Random random) {
    request.headers.removeIf(
        header -> header.startsWith("x-api-key:") || header.startsWith("Authorization:"));
    request.header("X-Requested-With", "grievances-console");
    request.header("Cookie", random.nextInt(4) == 0 ? pick(COOKIES, random) : request.cookie);
    request.useConnection(ConnectionUse.CLOSE);
  }

  static void corruptToken(RawRequestBuilder request, Random random) {
    String valid = headerValue(request, "Authorization");
    int at = random.nextInt(valid.length());
    request.header(
        "Authorization",
        switch (random.nextInt(8)) {
          case 0 -> valid.substring(0, at);
          case 1 -> valid.substring(0, at) + (char) (33 + random.nextInt(94)) + valid.substring(at);
          case 2 -> valid + valid.substring(at);
          case 3 -> valid + ", " + valid;
          case 4 -> valid.substring(0, valid.lastIndexOf('.') + 1);
          case 5 -> withOtherJoseHeader(valid, random);
          case 6 -> "Bearer " + "a".repeat(random.nextInt(20_000)) + ".b.c";
          default -> pick(AUTHORIZATIONS, random);
        });
    request.useConnection(ConnectionUse.CLOSE);
  }

  private static String withOtherJoseHeader(String valid, Random random) {
    byte[] header = pick(JOSE_HEADERS, random).getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(header);
    return "Bearer " + encoded + valid.substring(Math.max(0, valid.indexOf('.')));
  }

  static void corruptApiKey(RawRequestBuilder request, Random random) {
    String valid = headerValue(request, "x-api-key");
    String key =
        switch (random.nextInt(5)) {
          case 0 -> valid.substring(random.nextInt(valid.length()));
          case 1 -> valid + valid;
          case 2 -> BodyMutations.randomBytes(random, 40).replaceAll("[\r\n\0]", "");
          case 3 -> pick(BodyMutations.SQL, random);
          default -> "k".repeat(random.nextInt(7000));
        };
    request.header("x-api-key", key);
    request.useConnection(ConnectionUse.CLOSE);
  }
}
