package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Compares responses of the server with their descriptions in the OpenAPI document. Some generated
 * clients, such as those in Go, refuse a response with a member that is not described.
 */
@ExtendWith(RunningServer.Resolver.class)
class DescribedResponsesIT {
  private static final String BASE = "/vbasoftware/";
  private static final String GRIEVANCES = BASE + "grievances";
  private static final String ADMIN = "grievance-admin";

  /** Those of HTTP itself and of the container. */
  private static final Set<String> UNDESCRIBED =
      Set.of(
          "cache-control",
          "connection",
          "content-encoding",
          "content-language",
          "content-length",
          "content-type",
          "date",
          "strict-transport-security",
          "transfer-encoding",
          "vary",
          "x-content-type-options");

  @Test
  void headersOfResponsesAreInTheDocument(RunningServer server) {
    JsonObject document = OpenApiDocumentIT.document(server);
    responses(server)
        .forEach(
            (operation, response) ->
                assertHeadersAreDescribed(
                    operation, description(document, operation, response), response));
  }

  @Test
  void bodiesOfResponsesAreInTheDocument(RunningServer server) {
    JsonObject document = OpenApiDocumentIT.document(server);
    responses(server)
        .forEach(
            (operation, response) -> {
              JsonObject content =
                  description(document, operation, response).getJsonObject("content");
              if (content != null && content.containsKey("application/json")) {
                JsonObject schema =
                    content.getJsonObject("application/json").getJsonObject("schema");
                assertBodyIsDescribed(operation, document, schema, response.asString());
              }
            });
  }

  /** Responses by the operations that they are of; more than one may be of the same. */
  private static Map<String, Response> responses(RunningServer server) {
    Map<String, Response> responses = new LinkedHashMap<>();
    addResponsesOfWriting(responses, server);
    addResponsesOfReading(responses, server);
    addResponsesOfWebhooks(responses, server);
    return responses;
  }

  private static void addResponsesOfWriting(Map<String, Response> to, RunningServer server) {
    int key = ThreadLocalRandom.current().nextInt(-2_000_000_000, -1_950_000_000);
    String one = GRIEVANCES + "/" + key;
    String item = "{\"grievance_Key\":" + key + "}";
    String batch = "[" + item + "]";
    RequestSpecification json =
        server.to("alpha").contentType("application/json").header("Prefer", "handling=strict");
    to.put("createGrievance", json.body(item).post(GRIEVANCES));
    to.put("updateGrievance", json.body("{}").put(one));
    to.put("getGrievance", server.to("alpha").get(one));
    String tag = to.get("getGrievance").header("ETag");
    to.put("getGrievance 304", server.to("alpha").header("If-None-Match", tag).get(one));
    to.put("deleteGrievance 412", server.to("alpha").header("If-Match", "\"x\"").delete(one));
    to.put("createGrievance 409", json.body(item).post(GRIEVANCES));
    to.put("listGrievanceHistory", server.to("alpha", ADMIN).get(one + "/history"));
    to.put("listGrievanceRead", server.to("alpha", ADMIN).get(one + "/reads"));
    to.put("listRead", server.to("alpha", ADMIN).get(BASE + "reads?pageSize=2"));
    addResponsesOfEvents(to, one, server);
    server.to("alpha").delete(one);
    to.put("restoreGrievance", server.to("alpha", ADMIN).post(one + "/restore"));
    to.put("restoreGrievance 409", server.to("alpha", ADMIN).post(one + "/restore"));
    String dryRun = RunningServer.BATCH + "?dryRun=true";
    to.put("updateBatchGrievance", json.body(batch).put(dryRun));
    to.put("createBatchGrievance", server.to("alpha").body("[{}]").post(dryRun));
    to.put("createGrievanceJob", json.body(batch).post(RunningServer.BATCH + "/jobs"));
    String job = to.get("createGrievanceJob").header("Location");
    to.put("getJob", server.to("alpha").get(job));
    to.put("listFailedOfJob", server.to("alpha").get(job + "/failed"));
    JobsIT.end(server, "alpha", to.get("getJob").path("data.id"));
    to.put("undoJob", server.to("alpha").post(job + "/undo?dryRun=true"));
    to.put("deleteBatchGrievance", json.body(batch).delete(RunningServer.BATCH));
    to.put("updateBatchGrievance 415", server.to("alpha").contentType("a/b").put(dryRun));
  }

  private static void addResponsesOfEvents(
      Map<String, Response> to, String grievance, RunningServer server) {
    String events = grievance + "/events";
    RequestSpecification json = server.to("alpha").header("Prefer", "handling=strict");
    String call = "{\"kind\":\"CALL\",\"at\":\"2026-03-01\"}";
    to.put("createGrievanceEvent", json.body(call).post(events));
    to.put("createGrievanceEvent 400", json.body("{}").post(events));
    String event = to.get("createGrievanceEvent").header("Location");
    to.put("listGrievanceEvent", server.to("alpha").get(events));
    to.put("getGrievanceEvent", server.to("alpha").get(event));
    String notes =
        BASE
            + "note-data?noteCategory=GRIEV&columnName1=grievance_key&keyValue1="
            + grievance.substring(grievance.lastIndexOf('/') + 1);
    to.put("createNoteData", json.body("{\"note_Alert\":false}").post(notes));
    String note = to.get("createNoteData").header("Location");
    to.put("listNoteData", server.to("alpha").get(notes));
    to.put("getNoteData", server.to("alpha").get(note));
    to.put("updateNoteData", json.body("{\"note_Alert\":true}").put(note));
    to.put("deleteNoteData", server.to("alpha").delete(note));
    String files = event + "/attachments";
    to.put(
        "createEventAttachment",
        server
            .to("alpha")
            .header("Content-Disposition", "attachment; filename=\"note.txt\"")
            .body("text")
            .post(files));
    to.put("listEventAttachment", server.to("alpha").get(files));
    to.put(
        "getEventAttachment",
        server.to("alpha").get(to.get("createEventAttachment").header("Location")));
    to.put("strikeOutGrievanceEvent", server.to("alpha").delete(event + "?reason=x"));
    to.put("strikeOutGrievanceEvent 409", server.to("alpha").delete(event + "?reason=x"));
  }

  private static void addResponsesOfReading(Map<String, Response> to, RunningServer server) {
    RequestSpecification postgresql = server.to("delta", ADMIN);
    to.put("listGrievance", postgresql.get(GRIEVANCES + "?pageSize=1"));
    RequestSpecification waiting =
        server.to("delta").header("Prefer", "wait=1").header("Accept", "application/json");
    to.put("listGrievanceChange", waiting.get(GRIEVANCES + "/changes?from=start&limit=3"));
    to.put("listDeadline", postgresql.get(BASE + "deadlines?pageSize=1"));
    to.put("listDeadlineRule", postgresql.get(BASE + "deadlines/rules"));
    to.put("getGrievanceStatistics", postgresql.get(BASE + "grievance-statistics"));
    to.put("listJob", postgresql.get(BASE + "jobs?pageSize=1"));
    to.put("listGrievanceStatus", postgresql.get(BASE + "grievance-statuses"));
    to.put(
        "exportGrievance",
        server
            .credentials(RunningServer.GENERATED_CLIENT_KEY, server.token("grievance-reader"))
            .header("vbasoftware-database", "beta")
            .get(GRIEVANCES + "/export?keyTo=-2147483648"));
    to.put("listGrievance 401", server.plain().get(GRIEVANCES));
    to.put("listDatabase", server.to("alpha", ADMIN).get(BASE + "databases"));
    to.put("listClient", server.to("alpha", ADMIN).get(BASE + "clients"));
    to.put("listUserSession", server.to("alpha", ADMIN).get(BASE + "user-sessions/nobody"));
    to.put(
        "getConsoleSession",
        server
            .plain()
            .header("X-Requested-With", "grievances-console")
            .get(BASE + "console-session"));
  }

  private static void addResponsesOfWebhooks(Map<String, Response> to, RunningServer server) {
    RequestSpecification client =
        server
            .credentials(RunningServer.WEBHOOK_CLIENT_KEY, server.token("grievance-writer"))
            .header("vbasoftware-database", "beta")
            .contentType("application/json");
    String form = "{\"url\":\"https://plan.example/\",\"events\":[\"job.ended\"]}";
    to.put("createWebhook", client.body(form).post(BASE + "webhooks"));
    String webhook = to.get("createWebhook").header("Location");
    to.put("updateWebhook", client.body(form).put(webhook));
    to.put("createWebhook 400", client.body("{}").post(BASE + "webhooks"));
    client.body("");
    to.put("listWebhook", client.get(BASE + "webhooks"));
    to.put("getWebhook", client.get(webhook));
    to.put("testWebhook", client.post(webhook + "/deliveries"));
    to.put("listWebhookDelivery", client.get(webhook + "/deliveries"));
    String delivery = to.get("testWebhook").path("data.id");
    to.put("resendWebhookDelivery", client.post(webhook + "/deliveries/" + delivery + "/resend"));
    to.put("deleteWebhook", client.delete(webhook));
    to.put("getWebhook 404", client.get(webhook));
  }

  /** The description of the response of an operation with the status of one that was received. */
  private static JsonObject description(JsonObject document, String operation, Response response) {
    JsonObject described =
        OpenApiDocumentIT.operations(document)
            .get(operation.split(" ")[0])
            .getJsonObject("responses")
            .getJsonObject(Integer.toString(response.statusCode()));
    assertNotNull(described, operation + " " + response.statusCode());
    return resolve(document, described);
  }

  private static JsonObject resolve(JsonObject document, JsonObject object) {
    return object.containsKey("$ref")
        ? document.getValue(object.getString("$ref").substring(1)).asJsonObject()
        : object;
  }

  private static void assertHeadersAreDescribed(
      String operation, JsonObject described, Response response) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(described.getJsonObject("headers").keySet());
    names.addAll(UNDESCRIBED);
    response
        .headers()
        .forEach(
            header ->
                assertTrue(
                    names.contains(header.getName()),
                    operation + " " + response.statusCode() + " " + header.getName()));
  }

  private static void assertBodyIsDescribed(
      String operation, JsonObject document, JsonObject schema, String body) {
    String whole =
        Json.createObjectBuilder(schema)
            .add("components", document.getJsonObject("components"))
            .build()
            .toString();
    List<com.networknt.schema.Error> errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(whole, InputFormat.JSON)
            .validate(body, InputFormat.JSON);
    assertEquals(List.of(), errors, operation);
    assertMembersAreDescribed(operation, document, schema, OpenApiDocumentIT.parse(body));
  }

  private static void assertMembersAreDescribed(
      String where, JsonObject document, JsonObject reference, JsonValue value) {
    JsonObject schema = resolve(document, reference);
    if (schema.containsKey("anyOf") && value != JsonValue.NULL) {
      assertMembersAreDescribed(
          where, document, schema.getJsonArray("anyOf").getJsonObject(0), value);
    } else if (value instanceof JsonArray array && schema.containsKey("items")) {
      array.forEach(
          each -> assertMembersAreDescribed(where, document, schema.getJsonObject("items"), each));
    } else if (value instanceof JsonObject object) {
      Map<String, JsonValue> properties = properties(document, schema);
      if (!properties.isEmpty()) {
        object.forEach(
            (name, member) -> {
              assertTrue(properties.containsKey(name), where + ": " + name);
              assertMembersAreDescribed(
                  where + "." + name, document, properties.get(name).asJsonObject(), member);
            });
      }
    }
  }

  /** Those of a schema, and of all that it is made of. */
  private static Map<String, JsonValue> properties(JsonObject document, JsonObject reference) {
    JsonObject schema = resolve(document, reference);
    Map<String, JsonValue> properties = new TreeMap<>();
    if (schema.containsKey("allOf")) {
      schema
          .getJsonArray("allOf")
          .forEach(part -> properties.putAll(properties(document, part.asJsonObject())));
    }
    if (schema.containsKey("properties")) {
      properties.putAll(schema.getJsonObject("properties"));
    }
    return properties;
  }
}
