package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.grievances.server.LimitedClients;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller who may see only some grievances sees no trace of the others, whatever it asks. */
@ExtendWith(RunningServer.Resolver.class)
class LimitedRecordsIT {
  private static final String BASE = "/vbasoftware/";
  private static final String RECORDS = BASE + "grievances";
  private static final String ADMIN = "grievance-admin";
  private static final String READER = "grievance-reader";
  private static final AtomicInteger KEYS = new AtomicInteger(-62_000_000);

  private final int key = KEYS.addAndGet(100);
  private final String own = "O" + -key;
  private final String other = "X" + -key;
  private final String range = "keyFrom=" + key + "&keyTo=" + (key + 100);

  private static RequestSpecification with(
      RunningServer server, String database, JWTClaimsSet.Builder claims) {
    try {
      String token = server.secrets().sign(claims.build());
      return server
          .credentials(server.secrets().apiKey(), token)
          .header("vbasoftware-database", database)
          .contentType("application/json");
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private RequestSpecification asMember(RunningServer server, String database, String role) {
    return with(
        server, database, Secrets.claims("member", role).claim("subscriber_ID", List.of(own)));
  }

  private RequestSpecification asMember(RunningServer server, String database) {
    return asMember(server, database, READER);
  }

  /** Two of the member, the second also of a provider; then one of another, and one of nobody. */
  private void create(RunningServer server, String database) {
    put(server, database, item(key, own, null), item(key + 1, own, "N-1"));
    put(server, database, item(key + 2, other, "N-2"), item(key + 3, null, null));
  }

  private static void put(RunningServer server, String database, String... items) {
    server
        .to(database)
        .body(List.of(items).toString())
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", not(equalTo(List.of(400))));
  }

  private static String item(int key, String subscriber, String provider) {
    return ("{\"grievance_Key\":%d,\"issue\":\"of %s xyzzy\",\"subscriber_ID\":%s,\"provider_ID\":%s,"
            + "\"grievance_Received\":\"2025-01-02T03:04:05Z\"}")
        .formatted(key, subscriber, quoted(subscriber), quoted(provider));
  }

  private static String quoted(String text) {
    return text == null ? null : "\"" + text + "\"";
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void listsHaveOnlyTheRecordsOfTheCaller(String database, RunningServer server) {
    create(server, database);
    List<Integer> two = List.of(key, key + 1);
    for (String query :
        List.of("", "&sortBy=issue", "&open=true", "&q=xyzzy", "&subscriber_ID.not=nobody")) {
      Response list = asMember(server, database).get(RECORDS + "?" + range + query);
      assertEquals(two, list.path("data.grievance_Key"), query);
      list.then().header("X-Pagination", containsString("\"TotalCount\":2"));
    }
    asMember(server, database)
        .get(RECORDS + "?" + range + "&subscriber_ID=" + other)
        .then()
        .body("data", hasSize(0))
        .header("X-Pagination", containsString("\"TotalCount\":0"));
    asMember(server, database)
        .get(RECORDS)
        .then()
        .header("X-Pagination", containsString("\"TotalCount\":2"));
    asMember(server, database)
        .get(BASE + "deadlines")
        .then()
        .body("data.grievance.grievance_Key", equalTo(two));
    String csv =
        asMember(server, database).accept("text/csv").get(RECORDS + "?" + range).asString();
    assertFalse(csv.contains(other), csv);
    assertEquals(3, csv.lines().count());
    Awaitility.await("the end of another export")
        .until(() -> export(server, database), answer -> answer.statusCode() != 503)
        .then()
        .statusCode(200)
        .header("X-Total-Count", "2")
        .body(not(containsString(other)));
    assertEquals(two, pages(server, database));
  }

  private Response export(RunningServer server, String database) {
    return asMember(server, database).accept("text/csv").get(RECORDS + "/export?" + range);
  }

  /** All keys that the links of pages of one lead to. */
  private List<Integer> pages(RunningServer server, String database) {
    List<Integer> keys = new ArrayList<>();
    String next = RECORDS + "?pageSize=1&" + range;
    while (next != null) {
      Response page = asMember(server, database).urlEncodingEnabled(false).get(next);
      keys.addAll(page.path("data.grievance_Key"));
      String link = page.header("Link");
      next = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    return keys;
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aRecordOfOthersIsLikeOneThatIsNotThere(String database, RunningServer server) {
    create(server, database);
    for (String path : List.of("", "/filing", "/case", "/history")) {
      asMember(server, database, ADMIN).get(RECORDS + "/" + key + path).then().statusCode(200);
      Response foreign = asMember(server, database, ADMIN).get(RECORDS + "/" + (key + 2) + path);
      Response missing = asMember(server, database, ADMIN).get(RECORDS + "/" + (key + 99) + path);
      assertEquals(404, foreign.statusCode(), path);
      assertEquals(withoutPath(missing), withoutPath(foreign), path);
    }
    String etag = server.to(database).get(RECORDS + "/" + (key + 2)).header("ETag");
    asMember(server, database)
        .header("If-None-Match", etag)
        .get(RECORDS + "/" + (key + 2))
        .then()
        .statusCode(404);
  }

  private static Map<String, Object> withoutPath(Response refused) {
    Map<String, Object> problem = new HashMap<>(refused.path("error"));
    problem.remove("instance");
    return problem;
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void changesAreThoseOfTheRecordsInSight(String database, RunningServer server) {
    String place = ChangesFollower.now(server, database).place();
    create(server, database);
    put(server, database, item(key + 2, own, null), item(key, other, null));
    put(server, database, item(key + 2, own, "N-3"), item(key, other, "N-3"));
    server.to(database).delete(RECORDS + "/" + (key + 1)).then().statusCode(204);
    server.to(database).delete(RECORDS + "/" + (key + 3)).then().statusCode(204);

    List<String> seen = new ArrayList<>();
    String next = RECORDS + "/changes?limit=3&after=" + place;
    Response page;
    do {
      page = asMember(server, database).urlEncodingEnabled(false).get(next);
      page.then().statusCode(200).body(not(containsString(other)));
      page.<List<Map<String, Object>>>path("data")
          .forEach(
              change ->
                  seen.add(
                      change.get("change") + " " + ((Integer) change.get("grievance_Key") - key)));
      String link = page.header("Link");
      next = link.substring(1, link.indexOf('>'));
    } while (!page.<List<Object>>path("data").isEmpty());
    assertEquals(
        List.of("created 0", "created 1", "deleted 0", "created 2", "updated 2", "deleted 1"),
        seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void historyBeginsWhenTheRecordCameIntoSight(String database, RunningServer server) {
    create(server, database);
    put(server, database, item(key + 2, own, null));
    put(server, database, item(key + 2, own, "N-3"));
    Response history =
        asMember(server, database, ADMIN).get(RECORDS + "/" + (key + 2) + "/history");
    assertEquals(List.of("updated"), history.path("data.change"));
    history.then().body(not(containsString(other)));
    put(server, database, item(key + 2, other, null));
    asMember(server, database, ADMIN)
        .get(RECORDS + "/" + (key + 2) + "/history")
        .then()
        .statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void limitsOnlyAddUp(String database, RunningServer server) {
    create(server, database);
    JWTClaimsSet.Builder both =
        Secrets.claims("member", READER)
            .claim("subscriber_ID", List.of(own, other))
            .claim("provider_ID", List.of("N-1", "N-9"));
    assertEquals(List.of(key + 1), keys(with(server, database, both)));
    RequestSpecification limitedKey =
        server
            .credentials(LimitedClients.PROVIDERS, server.token(READER))
            .header("vbasoftware-database", database);
    assertEquals(List.of(key + 1, key + 2), keys(limitedKey));
    assertEquals(List.of(key + 2), keys(limitedTwice(server, database)));
    JWTClaimsSet.Builder one = Secrets.claims("member", READER).claim("subscriber_ID", own);
    assertEquals(List.of(key, key + 1), keys(with(server, database, one)));
    String object = "{\"a\":\"%s\"}".formatted(own);
    for (String claim : List.of("[]", "7", object, "[7]", "null", "\"\"")) {
      assertEquals(List.of(), keys(withClaim(server, database, claim)), claim);
    }
  }

  /**
   * @param claim the value of the claim of subscribers, as JSON
   */
  private static RequestSpecification withClaim(
      RunningServer server, String database, String claim) {
    try {
      String others = Secrets.claims("member", READER).build().toString().substring(1);
      String token = server.secrets().sign("{\"subscriber_ID\":" + claim + "," + others);
      return server
          .credentials(server.secrets().apiKey(), token)
          .header("vbasoftware-database", database);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By the key to N-1 and N-2, and by the token to N-2 and N-3. */
  private static RequestSpecification limitedTwice(RunningServer server, String database) {
    try {
      JWTClaimsSet claims =
          Secrets.claims("member", READER).claim("provider_ID", List.of("N-2", "N-3")).build();
      return server
          .credentials(LimitedClients.PROVIDERS, server.secrets().sign(claims))
          .header("vbasoftware-database", database);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Integer> keys(RequestSpecification request) {
    return request.get(RECORDS + "?" + range).path("data.grievance_Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aMemberFilesForItselfAlone(String database, RunningServer server) {
    Response filed = file(server, database, own, UUID.randomUUID().toString());
    filed.then().statusCode(201);
    asMember(server, database).get(filed.header("Location")).then().statusCode(200);

    file(server, database, other, UUID.randomUUID().toString())
        .then()
        .statusCode(403)
        .body("error.type", endsWith("/scope-forbidden"));
    server.to(database).get(RECORDS + "?subscriber_ID=" + other).then().body("data", hasSize(0));
  }

  private Response file(RunningServer server, String database, String subject, String key) {
    return asMember(server, database, "grievance-writer")
        .header("Idempotency-Key", key)
        .body(form(subject))
        .post(BASE + "grievances-file");
  }

  private static String form(String subscriber) {
    return "{\"subscriber_ID\":\"%s\",\"issue\":\"filed\",\"grievance_Received\":\"2025-01-02T03:04:05Z\"}"
        .formatted(subscriber);
  }

  /** One API key serves all members of a portal. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aKeyOfOneMemberIsNotThatOfAnother(String database, RunningServer server) {
    String idempotencyKey = UUID.randomUUID().toString();
    Response first = file(server, database, own, idempotencyKey);
    first.then().statusCode(201);
    assertEquals(
        first.header("Location"), file(server, database, own, idempotencyKey).header("Location"));
    Response stranger =
        with(
                server,
                database,
                Secrets.claims("stranger", "grievance-writer")
                    .claim("subscriber_ID", List.of(other)))
            .header("Idempotency-Key", idempotencyKey)
            .body(form(own))
            .post(BASE + "grievances-file");
    assertEquals(403, stranger.statusCode());
    assertNotEquals(first.header("Location"), stranger.header("Location"));
    server.to(database).get(RECORDS + "?subscriber_ID=" + own).then().body("data", hasSize(1));
  }
}
