package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.codelist.CodeList;
import org.grievances.codelist.GrievanceAdminChangeType;
import org.grievances.codelist.GrievanceCategory;
import org.grievances.codelist.GrievanceIssueType;
import org.grievances.codelist.GrievanceResolutionType;
import org.grievances.codelist.GrievanceStatus;
import org.grievances.codelist.GrievanceType;
import org.grievances.grievance.CaseDetails;
import org.grievances.grievance.Grievance;
import org.grievances.http.problem.ProblemPages;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the served OpenAPI document: its operations, statuses, examples, types and limits. */
@ExtendWith(RunningServer.Resolver.class)
class OpenApiDocumentIT {
  private static final String EVENT = "org.grievances.cases.event.";
  private static final Set<String> COMMON_STATUSES =
      Set.of("400", "401", "403", "404", "405", "406", "429", "500", "503", "default");

  static JsonObject document(RunningServer server) {
    return parse(server.plain().get("/openapi?format=JSON").asString());
  }

  static JsonObject parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  @Test
  void documentOfTheBuildIsTheOneThatIsServed(RunningServer server) throws IOException {
    assertEquals(
        parse(Files.readString(java.nio.file.Path.of("target/openapi.json"))), document(server));
  }

  /** Generators give a method the type of one of the responses, and read the others as that. */
  @Test
  void successesOfAnOperationHaveOneType(RunningServer server) {
    operations(server)
        .forEach(
            (id, operation) -> {
              Set<JsonValue> types = new HashSet<>();
              operation
                  .getJsonObject("responses")
                  .forEach(
                      (status, response) -> {
                        assertFalse(status.contains("X"), id);
                        if (status.startsWith("2")) {
                          JsonObject json = response.asJsonObject().getJsonObject("content");
                          types.add(json == null ? JsonValue.NULL : schemaOfFirst(json));
                        }
                      });
              assertEquals(1, types.size(), id + " " + types);
            });
  }

  private static JsonValue schemaOfFirst(JsonObject content) {
    return content.values().iterator().next().asJsonObject().get("schema");
  }

  private static Map<String, JsonObject> operations(RunningServer server) {
    return operations(document(server));
  }

  /** The operations of a document by their ids. */
  static Map<String, JsonObject> operations(JsonObject document) {
    Map<String, JsonObject> operations = new TreeMap<>();
    document
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
  void theDocumentHasTheExpectedOperationIds(RunningServer server) {
    Set<String> expected =
        new TreeSet<>(Set.of("userAuthentication", "userRefreshTokens", "logout", "fileGrievance"));
    expected.add("endUserSessions");
    expected.addAll(
        List.of("listGrievanceHistory", "restoreGrievance", "listGrievanceRead", "listRead"));
    expected.addAll(List.of("getGrievanceFiling", "updateGrievanceFiling"));
    expected.addAll(List.of("getGrievanceCase", "updateGrievanceCase", "patchGrievanceCase"));
    expected.addAll(List.of("updateBatchGrievanceCase", "createGrievanceCaseJob"));
    expected.addAll(List.of("listGrievanceEvent", "createGrievanceEvent"));
    expected.addAll(List.of("listNoteData", "createNoteData", "getNoteData"));
    expected.addAll(List.of("updateNoteData", "deleteNoteData"));
    expected.addAll(List.of("createBatchGrievanceEvent", "createGrievanceEventJob"));
    expected.addAll(List.of("getGrievanceEvent", "strikeOutGrievanceEvent"));
    expected.addAll(List.of("listEventAttachment", "createEventAttachment", "getEventAttachment"));
    expected.addAll(List.of("listDatabase", "listClient", "listUserSession"));
    expected.addAll(List.of("exportGrievance", "listGrievanceChange", "createBatchGrievance"));
    expected.addAll(List.of("listDeadline", "listDeadlineRule", "getGrievanceStatistics"));
    expected.addAll(List.of("getConsoleSession", "beginConsoleSession", "endConsoleSession"));
    expected.addAll(List.of("listJob", "getJob", "cancelJob"));
    expected.addAll(List.of("listLoadProfile", "getLoadProfile"));
    expected.addAll(List.of("updateLoadProfile", "deleteLoadProfile"));
    expected.addAll(List.of("listReport", "getReport", "listReportGrievance"));
    expected.addAll(List.of("listReportCode", "updateBatchReportCode", "deleteBatchReportCode"));
    expected.addAll(List.of("listReportLayout", "getReportLayout"));
    expected.addAll(List.of("updateReportLayout", "deleteReportLayout"));
    expected.add("undoJob");
    expected.addAll(List.of("listWebhook", "createWebhook", "getWebhook", "updateWebhook"));
    expected.addAll(List.of("deleteWebhook", "listWebhookDelivery", "testWebhook"));
    expected.add("resendWebhookDelivery");
    expected.addAll(List.of("listFailedOfJob", "listSucceededOfJob", "listUnprocessedOfJob"));
    for (String record :
        List.of(
            "", "Category", "Status", "Type", "IssueType", "ResolutionType", "AdminChangeType")) {
      for (String verb : List.of("list", "create", "get", "update", "patch", "delete")) {
        expected.add(verb + "Grievance" + record);
      }
      expected.add("updateBatchGrievance" + record);
      expected.add("deleteBatchGrievance" + record);
      expected.add("createGrievance" + record + "Job");
    }
    assertEquals(expected, operations(server).keySet());
  }

  @Test
  void everyOperationHasExamplesAndTheCommonStatuses(RunningServer server) {
    operations(server)
        .forEach(
            (id, operation) -> {
              assertTrue(operation.containsKey("summary"), id);
              JsonObject responses = operation.getJsonObject("responses");
              assertTrue(responses.keySet().containsAll(COMMON_STATUSES), id);
              if (operation.containsKey("requestBody")) {
                assertTrue(responses.keySet().containsAll(Set.of("408", "413", "415")), id);
              }
              contents(operation).forEach(content -> assertHasExamples(id, content));
            });
  }

  /** Returns the {@code content} objects of an operation's responses and request body. */
  private static List<JsonObject> contents(JsonObject operation) {
    return Stream.concat(
            operation.getJsonObject("responses").values().stream(),
            Stream.ofNullable(operation.get("requestBody")))
        .map(JsonValue::asJsonObject)
        .filter(each -> each.containsKey("content"))
        .map(each -> each.getJsonObject("content"))
        .toList();
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
  void everyResourceMethodIsInTheDocument(RunningServer server) {
    Set<String> documented = new TreeSet<>();
    document(server)
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject()
                    .keySet()
                    .forEach(
                        method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    Set<String> expected = new TreeSet<>();
    for (Class<?> resource : resources()) {
      for (Method method : resource.getMethods()) {
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          if (verb != null) {
            paths(resource, method).forEach(path -> expected.add(verb.value() + " " + path));
          }
        }
      }
    }
    assertEquals(expected, documented);
  }

  /** Returns all resource classes except {@link ProblemPages}, which serves HTML. */
  private static List<Class<?>> resources() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.grievances")
            .stream()
            .filter(each -> each.isAnnotatedWith(Path.class))
            .<Class<?>>map(JavaClass::reflect)
            .filter(each -> each != ProblemPages.class)
            .toList();
  }

  private static List<String> paths(Class<?> resource, Method method) {
    Path methodPath = method.getAnnotation(Path.class);
    String path =
        Stream.of(
                resource.getAnnotation(Path.class).value(),
                methodPath == null ? "" : methodPath.value())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("/", "/vbasoftware/", ""));
    return path.contains("{list:")
        ? Stream.of(CodeList.values()).map(list -> forCodeList(path, list)).toList()
        : List.of(path.replaceAll(": [^}]*}", "}"));
  }

  private static String forCodeList(String path, CodeList list) {
    String entry = list.entryName();
    return path.replaceAll("\\{list: [^}]*}", list.path())
        .replaceAll(
            "\\{code[^}]*}",
            "{" + Character.toLowerCase(entry.charAt(0)) + entry.substring(1) + "}");
  }

  static Stream<Arguments> records() throws ClassNotFoundException {
    Stream<Class<?>> entities =
        Stream.of(
            Grievance.class,
            Class.forName("org.grievances.grievance.GrievanceFiling"),
            GrievanceAdminChangeType.class,
            GrievanceCategory.class,
            GrievanceIssueType.class,
            GrievanceResolutionType.class,
            GrievanceStatus.class,
            GrievanceType.class,
            Class.forName("org.grievances.reports.ReportCode"));
    Class<?> filing = Class.forName("org.grievances.grievance.FilingDetails");
    Table events = Table.of(Class.forName(EVENT + "GrievanceEvent"));
    return Stream.concat(
        entities.map(entity -> arguments(entity.getSimpleName(), Table.of(entity))),
        Stream.of(
            arguments("FilingDetails", Grievance.TABLE.part(filing)),
            arguments("GrievanceCase", CaseDetails.TABLE),
            arguments("NewGrievanceEvent", Table.of(Class.forName(EVENT + "EventRequest"))),
            arguments("NoteData", Table.of(Class.forName(EVENT + "NoteData"))),
            arguments("NewNoteData", Table.of(Class.forName(EVENT + "NoteData"))),
            arguments("GrievanceEvent", events.with(Class.forName(EVENT + "StrikeOut")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void schemasHaveTheTypesAndLimitsOfTheRecordClasses(
      String name, Table table, RunningServer server) {
    JsonObject schema =
        document(server).getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    JsonObject properties = properties(document(server), schema);
    Set<String> names = new TreeSet<>();
    for (Field field : table.fields()) {
      names.add(field.name());
      JsonObject property = properties.getJsonObject(field.name());
      assertEquals(type(field), type(property), field.name());
      assertEquals(field.maxLength(), property.getInt("maxLength", 0), field.name());
      assertEquals(field.minLength(), property.getInt("minLength", 0), field.name());
      assertEquals(field.names(), names(property), field.name());
    }
    assertEquals(names, new TreeSet<>(properties.keySet()));
  }

  /** A record whose key is required has all of its members from one whose key is not. */
  private static JsonObject properties(JsonObject document, JsonObject schema) {
    if (!schema.containsKey("allOf")) {
      return schema.getJsonObject("properties");
    }
    String parent = schema.getJsonArray("allOf").getJsonObject(0).getString("$ref");
    return document.getValue(parent.substring(1)).asJsonObject().getJsonObject("properties");
  }

  private static List<String> names(JsonObject property) {
    return property.containsKey("enum")
        ? property.getJsonArray("enum").stream()
            .filter(JsonString.class::isInstance)
            .map(name -> ((JsonString) name).getString())
            .toList()
        : List.of();
  }

  private static String type(Field field) {
    return switch (field.kind()) {
      case BOOLEAN -> "boolean";
      case INTEGER -> "integer int32";
      case DATE_TIME -> "string date-time";
      case TEXT -> "string";
      case INTEGERS -> "array";
    };
  }

  /** The type of a nullable property is an array of two types. */
  private static String type(JsonObject property) {
    String type =
        property.get("type") instanceof JsonArray types
            ? types.getString(0)
            : property.getString("type");
    return (type + " " + property.getString("format", "")).strip();
  }

  @Test
  void examplesMatchTheirSchemas(RunningServer server) {
    JsonObject document = document(server);
    operations(server)
        .forEach(
            (id, operation) ->
                contents(operation)
                    .forEach(
                        content ->
                            content.forEach(
                                (type, media) ->
                                    assertExampleIsValid(
                                        id + " " + type, document, media.asJsonObject()))));
  }

  private static void assertExampleIsValid(String where, JsonObject document, JsonObject media) {
    String schema =
        Json.createObjectBuilder(media.getJsonObject("schema"))
            .add("components", document.getJsonObject("components"))
            .build()
            .toString();
    JsonValue example =
        media.containsKey("example") ? media.get("example") : examples(media, document).get(0);
    List<com.networknt.schema.Error> errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema, InputFormat.JSON)
            .validate(example.toString(), InputFormat.JSON);
    assertEquals(List.of(), errors, () -> where + ": " + example);
  }

  private static List<JsonValue> examples(JsonObject media, JsonObject document) {
    return media.getJsonObject("examples").values().stream()
        .map(
            reference ->
                document.getValue(
                    reference.asJsonObject().getString("$ref").substring(1) + "/value"))
        .toList();
  }

  @Test
  void theOpenApiUiIsReachable(RunningServer server) {
    server.plain().get("/openapi/ui/").then().statusCode(200).body(containsString("<html"));
  }
}
