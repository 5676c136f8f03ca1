package org.grievances.faults;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.grievances.faults.RawRequestBuilder.ConnectionUse;
import org.grievances.server.LongForm;
import org.grievances.server.RunningServer;
import org.grievances.server.SampleGrievances;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends many malformed and hostile requests concurrently. None may be answered with 5xx, reveal
 * internals or leak memory, and the service must work as before afterwards.
 */
@ExtendWith(RunningServer.Resolver.class)
class BadRequestIT {
  private static final long REQUESTS = LongForm.number("faults.requests", 3000, 100_000);
  private static final long SEED = Long.getLong("faults.seed", new Random().nextLong());
  private static final String RUN = "faults.seed=" + SEED;
  private static final long WARM_UP = Math.min(5000, REQUESTS / 3);
  private static final int CONNECTIONS = 8;
  private static final int MAX_REPORTED = 20;
  private static final long MAX_HEAP_GROWTH_KIB = 32 * 1024;
  private static final List<String> DATABASES = List.of("faults-derby", "faults-postgresql");
  private static final String CODE_LIST_DATABASE = "lived-derby";
  private static final String COOKIE = "__Host-grievances";

  /** What a request may add to the log: a line or two, and a stack for each kind of error. */
  private static final long MAX_LOG_BYTES = 1_000;

  /** The used size of each generation, or of the whole heap, depending on the garbage collector. */
  private final AtomicLong nextNumber = new AtomicLong();

  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  @Test
  void badRequestsCauseNo5xxNoLeakAndNoHeapGrowth(RunningServer server) throws Exception {
    DATABASES.forEach(server::awaitUse);
    server.awaitUse(CODE_LIST_DATABASE);
    System.out.printf("%d bad requests, faults.seed=%d%n", REQUESTS, SEED);
    send(server, WARM_UP);
    long before = server.server().liveHeapKibibytes();
    long logged = server.logs().length();
    Instant started = Instant.now();
    send(server, REQUESTS);
    Duration duration = Duration.between(started, Instant.now());
    long after = server.server().liveHeapKibibytes();
    System.out.printf(
        "%d in %d s, answered %s; heap in use %d MiB, then %d MiB%n",
        REQUESTS - WARM_UP, duration.toSeconds(), statuses, before / 1024, after / 1024);

    assertEquals(List.of(), violations.stream().limit(MAX_REPORTED).toList(), RUN);
    long bytes = (server.logs().length() - logged) / (REQUESTS - WARM_UP);
    assertTrue(bytes < MAX_LOG_BYTES, bytes + " bytes of log for a request; " + RUN);
    assertTrue(
        after - before < MAX_HEAP_GROWTH_KIB,
        "heap in use: " + before + " KiB, then " + after + " KiB; " + RUN);
    assertFalse(
        server.logs().contains(SentContents.MARKER), "the log has contents of records; " + RUN);
    server.operations().get("/health/live").then().statusCode(200).body("status", equalTo("UP"));
    for (String database : DATABASES) {
      assertValidBatchIsStored(server, database);
    }
  }

  /** Sends the requests up to this number, over several connections at once. */
  private void send(RunningServer server, long end) throws Exception {
    BadRequestGenerator requests =
        new BadRequestGenerator(
            ApiOperations.of(server),
            cookie(server),
            SEED,
            validHeaders(server),
            DATABASES,
            CODE_LIST_DATABASE);
    Callable<Void> sender =
        () -> {
          try (RawClient client = new RawClient(server.httpPort())) {
            for (long number = nextNumber.getAndIncrement();
                number < end && violations.size() < MAX_REPORTED;
                number = nextNumber.getAndIncrement()) {
              send(client, requests.get(number), List.of(server.secrets().apiKey()));
            }
          }
          return null;
        };
    ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      for (Future<Void> sent : senders.invokeAll(Collections.nCopies(CONNECTIONS, sender))) {
        sent.get();
      }
    } finally {
      senders.shutdownNow();
    }
    nextNumber.set(end);
  }

  private static String cookie(RunningServer server) {
    String value =
        server
            .plain()
            .header("X-Requested-With", "grievances-console")
            .contentType("application/json")
            .body("{\"user\": \"writer\", \"password\": \"%s\"}".formatted(RunningServer.PASSWORD))
            .post("/vbasoftware/console-session")
            .then()
            .statusCode(201)
            .extract()
            .cookie(COOKIE);
    return COOKIE + "=" + value;
  }

  private static List<String> validHeaders(RunningServer server) {
    return List.of(
        "Host: localhost",
        "User-Agent: bad-requests",
        "Content-Type: application/json",
        "x-api-key: " + server.secrets().apiKey(),
        "Authorization: Bearer " + server.token("grievance-admin"),
        "vbasoftware-client-id: " + Secrets.CLIENT,
        "vbasoftware-client-code: " + server.secrets().clientCode(),
        "expired-id-token: " + server.token("grievance-reader"),
        "refresh-token: " + SentContents.MARKER);
  }

  private void send(RawClient client, BadRequest request, List<String> secrets) {
    try {
      List<RawResponse> responses = client.send(request);
      if (responses.isEmpty() && request.connectionUse() != ConnectionUse.CLOSE_RESPONSE_OPTIONAL) {
        violations.add(request + ": not answered");
      }
      for (RawResponse response : responses) {
        statuses.computeIfAbsent(response.status(), status -> new LongAdder()).increment();
        response
            .findViolation(request, secrets)
            .ifPresent(violation -> violations.add(request + ": " + violation));
      }
    } catch (IOException | RuntimeException e) {
      violations.add(request + ": " + e);
    }
  }

  private static void assertValidBatchIsStored(RunningServer server, String database) {
    List<JsonObject> sent =
        new SampleGrievances(SEED).batch(1_000_000, 50).getValuesAs(JsonObject.class);
    server
        .to(database)
        .body(sent.toString())
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", everyItem(equalTo(201)));
    for (JsonObject grievance : sent) {
      String path = "/vbasoftware/grievances/" + grievance.getInt("grievance_Key");
      JsonObject stored = parse(server.to(database).get(path).asString()).getJsonObject("data");
      grievance.forEach(
          (name, value) -> assertEquals(value, stored.get(name), () -> name + "; " + RUN));
    }
  }

  private static JsonObject parse(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
