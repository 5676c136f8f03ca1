package org.grievances.monitoring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that exports its traces and its log: one trace from the caller to the commit. */
@ExtendWith(RunningServer.Resolver.class)
class TracingIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int FIRST_KEY = -1_515_000;
  private static final int ITEMS = 2_500;
  private static final String CALLER = "00f067aa0ba902b7";

  private static final Random RANDOM = new Random();
  private static OtlpReceiver receiver;
  private static LibertyServer traced;

  @BeforeAll
  static void start(RunningServer server) throws Exception {
    receiver = new OtlpReceiver();
    Overrides overrides =
        Overrides.of(server.secrets())
            .withSignIn(
                server.secrets(), Overrides.basicRegistry(RunningServer.PASSWORD, Map.of()));
    traced =
        server
            .another("traced", overrides)
            .addJvmOption("-Dotel.sdk.disabled=false")
            .addJvmOption("-Dotel.service.name=grievances")
            .addJvmOption("-Dotel.exporter.otlp.protocol=http/protobuf")
            .addJvmOption("-Dotel.exporter.otlp.endpoint=" + receiver.endpoint())
            .addJvmOption("-Dotel.metrics.exporter=none")
            .addJvmOption("-Dotel.bsp.schedule.delay=100")
            .addJvmOption("-Dotel.blrp.schedule.delay=100")
            .start();
    server.awaitUse(traced, "delta");
    server.awaitUse(traced, "alpha");
  }

  /** Among the logs of the run, which are searched for what was sent. */
  @AfterAll
  static void keepWhatWasExported() throws Exception {
    traced.close();
    receiver.close();
    Files.writeString(traced.directory().resolve("logs/exported.txt"), receiver.text());
  }

  private static String newTrace() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private static RequestSpecification to(RunningServer server, String database, String trace) {
    return server
        .plain(traced)
        .header("x-api-key", server.secrets().apiKey())
        .header("Authorization", "Bearer " + server.token("grievance-writer"))
        .header("vbasoftware-database", database)
        .header("traceparent", "00-" + trace + "-" + CALLER + "-01")
        .contentType("application/json");
  }

  private static List<Span> spans(String trace) {
    ByteString id = ByteString.copyFrom(HexFormat.of().parseHex(trace));
    return receiver.spans().stream().filter(span -> span.getTraceId().equals(id)).toList();
  }

  private static List<Span> named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static Span server(List<Span> spans) {
    return spans.stream()
        .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> attributes(Span span) {
    return span.getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aTraceGoesFromTheCallerToTheCommit(String database, RunningServer server) {
    String trace = newTrace();
    String items =
        IntStream.range(FIRST_KEY, FIRST_KEY + ITEMS)
            .mapToObj("{\"grievance_Key\":%d}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));

    Response batch = to(server, database, trace).body(items).put(RunningServer.BATCH);

    batch.then().statusCode(207);
    List<Span> spans = awaitSpans(trace);
    Span request = server(spans);
    assertEquals(CALLER, HexFormat.of().formatHex(request.getParentSpanId().toByteArray()));
    assertEquals("PUT /vbasoftware/grievances-batch", request.getName());
    assertEquals(batch.header("activity-id"), attributes(request).get("grievances.activity_id"));
    assertEquals(1, named(spans, "receive body").size());
    assertEquals(3, named(spans, "read items").size());
    assertEquals(3, named(spans, "write rows").size());
    assertEquals(1, named(spans, "commit").size());
    for (String step : List.of("receive body", "read items", "write rows", "commit")) {
      for (Span span : named(spans, step)) {
        assertEquals(request.getSpanId(), span.getParentSpanId(), step);
        assertEquals(database, attributes(span).get("grievances.database"), step);
      }
    }
  }

  private static List<Span> awaitSpans(String trace) {
    await("the span of the request")
        .atMost(TIMEOUT)
        .until(
            () ->
                spans(trace).stream()
                    .anyMatch(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER));
    return spans(trace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aRequestForOneRecordTellsWhatItDoesInTheDatabase(String database, RunningServer server) {
    String written = newTrace();
    String path = "/vbasoftware/grievances/" + (FIRST_KEY - 1);
    String record = "{\"grievance_Key\":%d}".formatted(FIRST_KEY - 1);
    to(server, database, written).body(record).post("/vbasoftware/grievances");
    String read = newTrace();
    to(server, database, read).get(path).then().statusCode(200);

    assertEquals(1, named(awaitSpans(written), "write rows").size());
    assertEquals(1, named(awaitSpans(written), "commit").size());
    assertEquals(1, named(awaitSpans(read), "read rows").size());
  }

  @Test
  @ResourceLock(RunningServer.TABLES_OF_DELTA)
  void aStepThatFailsIsMarked(RunningServer server) throws Exception {
    String trace = newTrace();
    int refused = FIRST_KEY - 2;
    String items =
        "[{\"grievance_Key\":%d},{\"grievance_Key\":%d}]".formatted(refused, refused - 1);

    server.execute(
        "alter table grievances add constraint r check (grievance_key <> %d)".formatted(refused));
    try {
      to(server, "delta", trace).body(items).put(RunningServer.BATCH).then().statusCode(207);
    } finally {
      server.execute("alter table grievances drop constraint r");
    }

    assertTrue(
        named(awaitSpans(trace), "write rows").stream()
            .anyMatch(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR));
  }

  @Test
  void noSpanHoldsTheKeyOfARecordOrAnythingElseOfTheAddress(RunningServer server) {
    String trace = newTrace();
    to(server, "alpha", trace).get("/vbasoftware/grievances/151515151").then().statusCode(404);
    to(server, "alpha", trace)
        .get("/vbasoftware/no/151515151?who=151515151")
        .then()
        .statusCode(404);
    to(server, "alpha", trace).get("/no/151515151?who=151515151").then().statusCode(404);

    await("all requests")
        .atMost(TIMEOUT)
        .until(
            () ->
                spans(trace).stream()
                        .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                        .count()
                    == 3);

    assertFalse(spans(trace).toString().contains("151515151"), spans(trace).toString());
  }

  /** Liberty's own message on a refused token quotes it. */
  @Test
  void noLogRecordHoldsARefusedToken(RunningServer server) {
    String refused = Secrets.randomText();
    server
        .plain(traced)
        .header("x-api-key", server.secrets().apiKey())
        .header("Authorization", "Bearer " + refused)
        .header("vbasoftware-database", "alpha")
        .get("/vbasoftware/grievances/1")
        .then()
        .statusCode(401);

    awaitLogged(signInWithWrongPassword(server, newTrace()));

    assertFalse(receiver.text().contains(refused));
  }

  /** A refused password is logged. */
  private static String signInWithWrongPassword(RunningServer server, String trace) {
    Response refused =
        server
            .plain(traced)
            .header("x-api-key", server.secrets().apiKey())
            .header("vbasoftware-client-id", Secrets.CLIENT)
            .header("vbasoftware-client-code", server.secrets().clientCode())
            .header("vbasoftware-database", "alpha")
            .header("traceparent", "00-" + trace + "-" + CALLER + "-01")
            .auth()
            .preemptive()
            .basic("nobody", Secrets.randomText())
            .post("/vbasoftware/user-authentication");
    refused.then().statusCode(401);
    return refused.header("activity-id");
  }

  private static void awaitLogged(String activity) {
    await("the log record")
        .atMost(TIMEOUT)
        .until(
            () ->
                receiver.logRecords().stream()
                    .anyMatch(log -> log.getBody().getStringValue().contains(activity)));
  }

  @Test
  void aLogLineNamesItsActivityAndItsTrace(RunningServer server) throws Exception {
    String trace = newTrace();
    String activity = signInWithWrongPassword(server, trace);

    awaitLogged(activity);

    String line =
        Files.readAllLines(traced.directory().resolve("logs/console.log")).stream()
            .filter(each -> each.contains(activity))
            .findFirst()
            .orElseThrow();
    assertTrue(line.contains("\"ext_activityId\":\"" + activity + "\""), line);
    assertTrue(line.contains("\"ext_traceId\":\"" + trace + "\""), line);
    ByteString id = ByteString.copyFrom(HexFormat.of().parseHex(trace));
    assertTrue(
        receiver.logRecords().stream()
            .filter(log -> log.getBody().getStringValue().contains(activity))
            .allMatch(log -> log.getTraceId().equals(id)));
  }
}
