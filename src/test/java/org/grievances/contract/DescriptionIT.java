package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What integrators read and generate clients from. */
@ExtendWith(RunningServer.Resolver.class)
class DescriptionIT {
  private static final Set<String> OF_ALL =
      Set.of("400", "401", "403", "404", "405", "406", "500", "503", "default");

  private static JsonObject document(RunningServer server) {
    String text = server.plain().get("/openapi?format=JSON").asString();
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static Map<String, JsonObject> operations(RunningServer server) {
    Map<String, JsonObject> operations = new TreeMap<>();
    document(server)
        .getJsonObject("paths")
        .values()
        .forEach(
            path ->
                path.asJsonObject()
                    .values()
                    .forEach(
                        operation ->
                            operations.put(
                                operation.asJsonObject().getString("operationId"),
                                operation.asJsonObject())));
    return operations;
  }

  @Test
  void operationsHaveTheirPublicNames(RunningServer server) {
    Set<String> expected =
        new TreeSet<>(Set.of("userAuthentication", "userRefreshTokens", "logout", "fileGrievance"));
    expected.add("deleteBatchGrievance");
    expected.add("listGrievanceHistory");
    for (String record :
        List.of(
            "", "Category", "Status", "Type", "IssueType", "ResolutionType", "AdminChangeType")) {
      for (String verb : List.of("list", "create", "get", "update", "delete", "updateBatch")) {
        expected.add(verb + "Grievance" + record);
      }
    }
    assertEquals(expected, operations(server).keySet());
  }

  @Test
  void everyOperationHasExamplesAndAllItsStatuses(RunningServer server) {
    operations(server)
        .forEach(
            (id, operation) -> {
              assertTrue(operation.containsKey("summary"), id);
              JsonObject responses = operation.getJsonObject("responses");
              assertTrue(responses.keySet().containsAll(OF_ALL), id);
              List<JsonObject> contents = new ArrayList<>();
              responses.forEach(
                  (status, response) -> {
                    if (response.asJsonObject().containsKey("content")) {
                      contents.add(response.asJsonObject().getJsonObject("content"));
                    }
                  });
              if (operation.containsKey("requestBody")) {
                assertTrue(responses.keySet().containsAll(Set.of("413", "415")), id);
                contents.add(operation.getJsonObject("requestBody").getJsonObject("content"));
              }
              contents.forEach(content -> assertHasExamples(id, content));
            });
  }

  private static void assertHasExamples(String operation, JsonObject content) {
    content.forEach(
        (type, media) ->
            assertTrue(
                media.asJsonObject().containsKey("example")
                    || media.asJsonObject().containsKey("examples"),
                operation + " " + type));
  }

  @Test
  void thePageForPeopleIsReachable(RunningServer server) {
    server.plain().get("/openapi/ui/").then().statusCode(200).body(containsString("<html"));
  }
}
