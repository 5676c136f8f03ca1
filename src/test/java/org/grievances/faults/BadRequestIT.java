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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.grievances.faults.Draft.Ending;
import org.grievances.server.RunningServer;
import org.grievances.server.SampleGrievances;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Malformed and hostile requests, many at a time: none is answered 5xx, none shows internals, none
 * costs memory that stays, and afterwards the service serves as before.
 */
@ExtendWith(RunningServer.Resolver.class)
class BadRequestIT {
  private static final long REQUESTS = Long.getLong("faults.requests", 3000);
  private static final long SEED = Long.getLong("faults.seed", new Random().nextLong());
  private static final long WARM_UP = Math.min(5000, REQUESTS / 3);
  private static final int CONNECTIONS = 8;
  private static final int FAULTS_TOLD = 20;
  private static final long HEAP_GROWTH_KIB = 32 * 1024;
  private static final List<String> DATABASES = List.of("faults-derby", "faults-postgresql");
  private static final String CODES = "lived-derby";

  /** That of each generation, or of the whole, as the collector divides it. */
  private static final Pattern HEAP_IN_USE = Pattern.compile("total \\d+K, used (\\d+)K");

  private final AtomicLong next = new AtomicLong();
  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void noneIsAnswered5xxShowsInternalsOrStaysInMemory(RunningServer server) throws Exception {
    DATABASES.forEach(server::awaitUse);
    server.awaitUse(CODES);
    System.out.printf("%d bad requests of the seed %d%n", REQUESTS, SEED);
    send(server, WARM_UP);
    long before = heapInUse(server);
    Instant begun = Instant.now();
    send(server, REQUESTS);
    Duration took = Duration.between(begun, Instant.now());
    long after = heapInUse(server);
    System.out.printf(
        "%d in %d s, answered %s; heap in use %d MiB, then %d MiB%n",
        REQUESTS - WARM_UP, took.toSeconds(), statuses, before / 1024, after / 1024);

    assertEquals(List.of(), faults.stream().limit(FAULTS_TOLD).toList(), "of the seed " + SEED);
    assertTrue(after - before < HEAP_GROWTH_KIB, before + " KiB, then " + after + " KiB");
    assertFalse(server.logs().contains(SentContents.MARKER), "the log has contents of records");
    server.plain().get("/health/live").then().statusCode(200).body("status", equalTo("UP"));
    for (String database : DATABASES) {
      aGoodBatchIsAppliedAsSent(server, database);
    }
  }

  /** Sends until so many were sent, over several connections at once. */
  private void send(RunningServer server, long until) throws Exception {
    BadRequests requests = new BadRequests(SEED, goodHeaders(server), DATABASES, CODES);
    Callable<Void> sender =
        () -> {
          try (RawClient client = new RawClient(server.httpPort())) {
            for (long number = next.getAndIncrement();
                number < until && faults.size() < FAULTS_TOLD;
                number = next.getAndIncrement()) {
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
    next.set(until);
  }

  private static List<String> goodHeaders(RunningServer server) {
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
      List<Answer> answers = client.send(request);
      if (answers.isEmpty() && request.ending() != Ending.CUT) {
        faults.add(request + ": not answered");
      }
      for (Answer answer : answers) {
        statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        answer.fault(request, secrets).ifPresent(fault -> faults.add(request + ": " + fault));
      }
    } catch (IOException | RuntimeException noAnswer) {
      faults.add(request + ": " + noAnswer);
    }
  }

  /** In KiB, after a collection. */
  private static long heapInUse(RunningServer server) throws IOException, InterruptedException {
    server.server().jcmd("GC.run");
    String heap = server.server().jcmd("GC.heap_info");
    List<MatchResult> parts = HEAP_IN_USE.matcher(heap).results().toList();
    assertFalse(parts.isEmpty(), heap);
    return parts.stream().mapToLong(part -> Long.parseLong(part.group(1))).sum();
  }

  private static void aGoodBatchIsAppliedAsSent(RunningServer server, String database) {
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
      grievance.forEach((name, value) -> assertEquals(value, stored.get(name), name));
    }
  }

  private static JsonObject parse(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
