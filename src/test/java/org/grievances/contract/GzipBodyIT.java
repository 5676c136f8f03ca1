package org.grievances.contract;

import static org.grievances.server.Gzip.gzip;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gzip body is accepted if {@code gunzip -t} accepts it without a warning, and otherwise refused
 * before anything is applied. {@code GzipStreamTest} compares the verdicts over thousands of
 * bodies.
 */
@ExtendWith(RunningServer.Resolver.class)
class GzipBodyIT {
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final AtomicInteger NEXT_KEY = new AtomicInteger(-1_777_000);

  /** More than a body may have in memory. */
  private static final int LARGE = 9_000_000;

  private final int key = NEXT_KEY.getAndAdd(10);

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] flip(byte[] member, int at) {
    byte[] flipped = member.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  /** Two members, of which the first alone is a whole body, in each way of damaging the second. */
  private static Map<String, byte[]> damaged(byte[] first, byte[] second) {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("newline between members", concat(first, new byte[] {'\n'}, second));
    bodies.put("newline at the end", concat(first, new byte[] {'\n'}));
    bodies.put("zeros between members", concat(first, new byte[512], second));
    bodies.put("first byte of the magic", concat(first, flip(second, 0)));
    bodies.put("second byte of the magic", concat(first, flip(second, 1)));
    bodies.put("method", concat(first, flip(second, 2)));
    bodies.put("checksum", concat(first, flip(second, second.length - 8)));
    bodies.put("length", concat(first, flip(second, second.length - 1)));
    for (int cut : List.of(1, 2, 3, 9, 10, 15, second.length - 1)) {
      bodies.put("cut after byte " + cut, concat(first, Arrays.copyOf(second, cut)));
    }
    bodies.put("first member damaged", concat(flip(first, first.length - 8), second));
    return bodies;
  }

  private byte[] first(String type, int padding) {
    String blanks = " ".repeat(padding);
    return gzip(
        switch (type) {
          case JSON -> "[" + blanks + "{\"grievance_Key\":" + key + "}]";
          case NDJSON -> "{" + blanks + "\"grievance_Key\":" + key + "}\n";
          default -> "grievance_Key," + blanks + "issue\n" + key + ",a\n";
        });
  }

  private byte[] second(String type) {
    return gzip(
        switch (type) {
          case JSON -> "  \n";
          case NDJSON -> "{\"grievance_Key\":" + (key + 1) + "}\n";
          default -> (key + 1) + ",b\n";
        });
  }

  private static RequestSpecification gzipped(
      RunningServer server, String database, String type, byte[] body) {
    return server.to(database).contentType(type).header("Content-Encoding", "gzip").body(body);
  }

  private static void assertRefused(String damage, Response response) {
    assertEquals(400, response.statusCode(), () -> damage + ": " + response.asString());
    response
        .then()
        .body("error.type", equalTo("/vbasoftware/problems/malformed-request"))
        .body("error.detail", containsString("gzip data"));
  }

  private void assertNothingApplied(RunningServer server, String database) {
    for (int each : List.of(key, key + 1)) {
      server.to(database).get(RECORDS + "/" + each).then().statusCode(404);
    }
  }

  static Stream<Arguments> typesAndPaddings() {
    return Stream.of("alpha", "delta")
        .flatMap(
            database ->
                Stream.of(
                    arguments(database, JSON, 0),
                    arguments(database, NDJSON, 0),
                    arguments(database, CSV, 0),
                    arguments(database, JSON, LARGE),
                    arguments(database, NDJSON, LARGE)));
  }

  @ParameterizedTest
  @MethodSource("typesAndPaddings")
  void damagedBatchIsRefused(String database, String type, int padding, RunningServer server) {
    damaged(first(type, padding), second(type))
        .forEach(
            (damage, body) ->
                assertRefused(
                    damage, gzipped(server, database, type, body).put(RunningServer.BATCH)));
    assertNothingApplied(server, database);
  }

  /** Enough items before the damage that parts of the job are stored when it is found. */
  @ParameterizedTest
  @ValueSource(strings = {JSON, NDJSON, CSV})
  void damagedJobIsRefused(String type, RunningServer server) {
    String item = "{\"grievance_Key\":%d}".formatted(key);
    byte[] first =
        gzip(
            switch (type) {
              case JSON -> "[" + (item + ",").repeat(12_000) + item + "]";
              case NDJSON -> (item + "\n").repeat(12_000);
              default -> "grievance_Key\n" + (key + "\n").repeat(12_000);
            });
    for (String database : List.of("gamma", "partitioned")) {
      int before = server.to(database).get("/vbasoftware/jobs").path("data.size()");
      damaged(first, second(type))
          .forEach(
              (damage, body) ->
                  assertRefused(
                      damage,
                      gzipped(server, database, type, body)
                          .header("Prefer", "respond-async")
                          .put(RunningServer.BATCH)));
      assertEquals(
          before, server.to(database).get("/vbasoftware/jobs").<Integer>path("data.size()"));
      assertNothingApplied(server, database);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void damagedRecordIsRefused(String database, RunningServer server) {
    byte[] record = gzip("{\"grievance_Key\":" + key + "}");
    damaged(record, gzip("\n"))
        .forEach(
            (damage, body) -> {
              assertRefused(damage, gzipped(server, database, JSON, body).post(RECORDS));
              assertRefused(damage, gzipped(server, database, JSON, body).put(RECORDS + "/" + key));
            });
    assertNothingApplied(server, database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void damagedCodesAreRefused(String database, RunningServer server) {
    String types = "/vbasoftware/grievance-types";
    byte[] code = gzip("[{\"grievance_Type\":\"GZ\",\"default_Type\":false}]");
    damaged(code, gzip("\n"))
        .forEach(
            (damage, body) ->
                assertRefused(
                    damage,
                    server
                        .to(database, "grievance-admin")
                        .header("Content-Encoding", "gzip")
                        .body(body)
                        .put(types + "-batch")));
    server.to(database).get(types + "/GZ").then().statusCode(404);
  }

  /** The key is free for the same request with the whole body. */
  @Test
  void damagedRequestUsesUpNoIdempotencyKey(RunningServer server) {
    String idempotencyKey = UUID.randomUUID().toString();
    byte[] first = first(NDJSON, 0);
    byte[] second = second(NDJSON);
    damaged(first, second)
        .forEach(
            (damage, body) ->
                assertRefused(
                    damage,
                    gzipped(server, "delta", NDJSON, body)
                        .header("Idempotency-Key", idempotencyKey)
                        .put(RunningServer.BATCH)));
    gzipped(server, "delta", NDJSON, concat(first, second))
        .header("Idempotency-Key", idempotencyKey)
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", equalTo(List.of(201, 201)));
  }

  /** More of them than a client could send if each kept a part of its memory or disk space. */
  @Test
  void emptyMembersAreRead(RunningServer server) {
    byte[] empty = gzip("");
    ByteArrayOutputStream empties = new ByteArrayOutputStream();
    for (int i = 0; i < 10_000; i++) {
      empties.writeBytes(empty);
    }
    byte[] body = concat(empties.toByteArray(), first(JSON, LARGE), empties.toByteArray());
    for (int time = 0; time < 12; time++) {
      gzipped(server, "delta", JSON, body).put(RunningServer.BATCH).then().statusCode(207);
    }
  }

  @Test
  void zerosAfterTheLastMemberAreIgnored(RunningServer server) {
    gzipped(server, "delta", JSON, concat(first(JSON, 0), new byte[1024]))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", equalTo(List.of(201)));
  }
}
