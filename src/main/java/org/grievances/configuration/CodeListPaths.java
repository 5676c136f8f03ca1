package org.grievances.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASModelReader;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.grievances.http.MediaTypes;
import org.grievances.schema.Field;

/** Describes the operations of each list separately, although one resource serves all lists. */
public class CodeListPaths implements OASModelReader {
  private static final List<String> MEDIA_TYPES =
      List.of(MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT);
  private static final List<String> BODY_TYPES =
      List.of(MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON);
  private static final Map<String, Object> DEBUG =
      Map.of("activityID", "5f0c9e9c-43a4-4e0a-9a0e-0a6d7f0b8f11");

  @Override
  public OpenAPI buildModel() {
    Paths paths = OASFactory.createPaths();
    Components components = OASFactory.createComponents();
    for (CodeList list : CodeList.values()) {
      new Description(list).addTo(paths, components);
    }
    return OASFactory.createOpenAPI().paths(paths).components(components);
  }

  /** The description of one list. */
  private static final class Description {
    private final CodeList list;
    private final String name;
    private final String words;
    private final Map<String, Object> example;

    Description(CodeList list) {
      this.list = list;
      this.name = list.entryName();
      this.words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
      this.example = example();
    }

    private Map<String, Object> example() {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Field field : list.table().fields()) {
        values.put(
            field.name(),
            switch (field.kind()) {
              case BOOLEAN -> true;
              case DATE_TIME -> "2025-03-01T08:30:00Z";
              default ->
                  field.key() ? list.example() : field.name().endsWith("User") ? "jane" : null;
            });
      }
      return values;
    }

    void addTo(Paths paths, Components components) {
      String path = "/vbasoftware/" + list.path();
      paths.addPathItem(path, OASFactory.createPathItem().GET(listOperation()).POST(create()));
      paths.addPathItem(
          path + "/{" + keyParameter() + "}",
          OASFactory.createPathItem().GET(get()).PUT(update()).DELETE(delete()));
      paths.addPathItem(path + "-batch", OASFactory.createPathItem().PUT(batch()));
      components.addSchema(name, entry());
      components.addSchema(name + "Envelope", envelope(ref(name)));
      components.addSchema(name + "ListEnvelope", envelope(array()));
    }

    private Operation listOperation() {
      Operation operation =
          operation("list" + name, "List " + words, "Lists the entries page by page.")
              .responses(
                  OASFactory.createAPIResponses()
                      .addAPIResponse(
                          "200",
                          response("The page", name + "ListEnvelope", List.of(example))
                              .addHeader(
                                  "X-Pagination", OASFactory.createHeader().ref("X-Pagination"))));
      return parameters(operation, "page", "pageSize", "sortBy");
    }

    private Operation create() {
      return parameters(
          body(
              answer(
                  operation(
                      "create" + name,
                      "Create " + words,
                      "Creates an entry. One whose code is taken is refused with 409. The default flag"
                          + " takes it from the entry that had it."),
                  "201",
                  "The entry, as it was created"),
              ref(name),
              example),
          "Idempotency-Key");
    }

    private Operation get() {
      Operation operation =
          answer(
              conditional(
                  operation("get" + name, "Get " + words, "Gives an entry."), "If-None-Match"),
              "200",
              "The entry");
      operation
          .getResponses()
          .addAPIResponse("304", OASFactory.createAPIResponse().ref("NotModified"));
      return operation;
    }

    private Operation update() {
      Operation operation =
          answer(
              conditional(
                  operation(
                      "update" + name,
                      "Update " + words,
                      "Replaces an entry. The code in the path counts; the body may leave it out,"
                          + " but not name another. With `If-None-Match: *` it is created instead,"
                          + " and refused with 412 when it is there."),
                  "If-Match",
                  "If-None-Match"),
              "200",
              "The entry, as it is now");
      operation.getResponses().addAPIResponse("201", entry("The entry, as it was created"));
      return body(operation, ref(name), example);
    }

    private Operation delete() {
      Operation operation =
          conditional(
              operation(
                  "delete" + name,
                  "Delete " + words,
                  "Deletes an entry. A code that a grievance holds is refused with 409."),
              "If-Match");
      operation.setResponses(
          OASFactory.createAPIResponses()
              .addAPIResponse(
                  "204", OASFactory.createAPIResponse().description("The entry is gone"))
              .addAPIResponse("409", OASFactory.createAPIResponse().ref("Problem"))
              .addAPIResponse("412", OASFactory.createAPIResponse().ref("Problem")));
      return operation;
    }

    private Operation batch() {
      Operation operation =
          operation(
              "updateBatch" + name,
              "Create or Update Batch " + words,
              "Creates or replaces multiple entries at once, in their order. The answer to item i"
                  + " of the request is item i of `data`, whatever its outcome.");
      Map<String, Object> result =
          Map.of(
              "id",
              List.of(Map.of("key", list.table().keyField().name(), "value", list.example())),
              "status",
              201,
              "body",
              "Created");
      operation.setResponses(
          OASFactory.createAPIResponses()
              .addAPIResponse(
                  "207",
                  response("Each item's own outcome", "MultiStatusEnvelope", List.of(result))));
      return body(
          parameters(operation, "atomic", "dryRun", "ifUnchanged", "Idempotency-Key"),
          array(),
          List.of(example));
    }

    private Operation operation(String id, String summary, String description) {
      Operation operation =
          OASFactory.createOperation()
              .operationId(id)
              .summary(summary)
              .description(description)
              .addTag("Grievance Configuration");
      return parameters(operation, "vbasoftware-database");
    }

    private static Operation parameters(Operation operation, String... names) {
      for (String parameter : names) {
        operation.addParameter(OASFactory.createParameter().ref(parameter));
      }
      return operation;
    }

    private Operation conditional(Operation operation, String... headers) {
      return parameters(keyed(operation), headers);
    }

    private Operation keyed(Operation operation) {
      return operation.addParameter(
          OASFactory.createParameter()
              .name(keyParameter())
              .in(Parameter.In.PATH)
              .required(true)
              .description("The code")
              .example(list.example())
              .schema(schema(list.table().keyField())));
    }

    /** As in the paths of the public API: {@code grievanceStatus}. */
    private String keyParameter() {
      return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private Operation answer(Operation operation, String status, String description) {
      return operation.responses(
          OASFactory.createAPIResponses()
              .addAPIResponse(status, entry(description))
              .addAPIResponse("412", OASFactory.createAPIResponse().ref("Problem"))
              .addAPIResponse("409", OASFactory.createAPIResponse().ref("Problem")));
    }

    private APIResponse entry(String description) {
      return response(description, name + "Envelope", example)
          .addHeader("ETag", OASFactory.createHeader().ref("ETag"));
    }

    private static APIResponse response(String description, String envelope, Object data) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("data", data);
      body.put("error", null);
      body.put("debug", DEBUG);
      return OASFactory.createAPIResponse()
          .description(description)
          .content(content(MEDIA_TYPES, ref(envelope), body));
    }

    private static Operation body(Operation operation, Schema schema, Object example) {
      RequestBody body =
          OASFactory.createRequestBody()
              .required(true)
              .content(content(BODY_TYPES, schema, example));
      return parameters(operation, "Prefer").requestBody(body);
    }

    private static Content content(List<String> mediaTypes, Schema schema, Object example) {
      Content content = OASFactory.createContent();
      mediaTypes.forEach(
          type ->
              content.addMediaType(
                  type, OASFactory.createMediaType().schema(schema).example(example)));
      return content;
    }

    private Schema entry() {
      Schema entry =
          OASFactory.createSchema().addType(SchemaType.OBJECT).description("An entry: " + words);
      for (Field field : list.table().fields()) {
        entry.addProperty(field.name(), schema(field));
        if (field.required()) {
          entry.addRequired(field.name());
        }
      }
      return entry;
    }

    private static Schema schema(Field field) {
      Schema schema = OASFactory.createSchema();
      switch (field.kind()) {
        case BOOLEAN -> schema.addType(SchemaType.BOOLEAN);
        case INTEGER -> schema.addType(SchemaType.INTEGER).format("int32");
        case DATE_TIME -> schema.addType(SchemaType.STRING).format("date-time");
        case TEXT ->
            schema
                .addType(SchemaType.STRING)
                .minLength(field.minLength() == 0 ? null : field.minLength())
                .maxLength(field.maxLength());
      }
      return field.required() ? schema : schema.addType(SchemaType.NULL);
    }

    private Schema array() {
      return OASFactory.createSchema().addType(SchemaType.ARRAY).items(ref(name));
    }

    private static Schema envelope(Schema data) {
      return OASFactory.createSchema()
          .addType(SchemaType.OBJECT)
          .addProperty("data", data)
          .addProperty(
              "error",
              OASFactory.createSchema()
                  .addAnyOf(ref("Problem"))
                  .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL)))
          .addProperty("debug", ref("Debug"))
          .addRequired("data")
          .addRequired("debug");
    }

    private static Schema ref(String name) {
      return OASFactory.createSchema().ref(name);
    }
  }
}
