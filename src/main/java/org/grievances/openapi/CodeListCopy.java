package org.grievances.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.grievances.codelist.CodeList;

/** The description of one list of codes, copied from that of another with the names replaced. */
final class CodeListCopy {
  private final CodeList from;
  private final List<String> replaced;
  private final List<String> replacements;

  CodeListCopy(CodeList from, CodeList to) {
    this.from = from;
    this.replaced = names(from);
    this.replacements = names(to);
  }

  /** All names and examples that differ from list to list, in the same order for each. */
  private static List<String> names(CodeList list) {
    String name = list.entryName();
    return List.of(
        list.path(),
        name,
        name.replaceAll("(?<=[a-z])(?=[A-Z])", " "),
        Character.toLowerCase(name.charAt(0)) + name.substring(1),
        list.table().keyField().name(),
        list.table().defaultFlag().orElseThrow().name(),
        list.example());
  }

  private String renamed(String text) {
    String renamed = text;
    for (int i = 0; i < replaced.size() && renamed != null; i++) {
      renamed = renamed.replace(replaced.get(i), replacements.get(i));
    }
    return renamed;
  }

  void addTo(OpenAPI api) {
    Map.copyOf(api.getPaths().getPathItems())
        .forEach(
            (path, item) -> {
              if (path.contains("/" + from.path())) {
                api.getPaths().addPathItem(renamed(path), copy(item));
              }
            });
    Map.copyOf(api.getComponents().getSchemas())
        .forEach(
            (name, schema) -> {
              if (name.startsWith(from.entryName())) {
                api.getComponents().addSchema(renamed(name), copy(schema));
              }
            });
  }

  private PathItem copy(PathItem item) {
    PathItem copy = OASFactory.createPathItem();
    item.getOperations().forEach((method, each) -> copy.setOperation(method, copy(each)));
    return copy;
  }

  private Operation copy(Operation operation) {
    return OASFactory.createOperation()
        .operationId(renamed(operation.getOperationId()))
        .summary(renamed(operation.getSummary()))
        .description(operation.getDescription())
        .tags(operation.getTags())
        .parameters(operation.getParameters().stream().map(this::copy).toList())
        .requestBody(copy(operation.getRequestBody()))
        .responses(copy(operation.getResponses()));
  }

  private Parameter copy(Parameter parameter) {
    return parameter.getRef() != null
        ? parameter
        : OASFactory.createParameter()
            .name(renamed(parameter.getName()))
            .in(parameter.getIn())
            .required(parameter.getRequired())
            .description(parameter.getDescription())
            .example(copyExample(parameter.getExample()))
            .schema(parameter.getSchema());
  }

  private RequestBody copy(RequestBody body) {
    // Liberty's model does not tell whether a body that was read from a file is required.
    return body == null
        ? null
        : OASFactory.createRequestBody().required(true).content(copy(body.getContent()));
  }

  private APIResponses copy(APIResponses responses) {
    APIResponses copy = OASFactory.createAPIResponses();
    responses
        .getAPIResponses()
        .forEach((status, response) -> copy.addAPIResponse(status, copy(response)));
    return copy;
  }

  private APIResponse copy(APIResponse response) {
    return response.getRef() != null
        ? response
        : OASFactory.createAPIResponse()
            .description(response.getDescription())
            .headers(response.getHeaders())
            .content(copy(response.getContent()));
  }

  private Content copy(Content content) {
    if (content == null) {
      return null;
    }
    Content copy = OASFactory.createContent();
    content.getMediaTypes().forEach((type, media) -> copy.addMediaType(type, copy(media)));
    return copy;
  }

  private MediaType copy(MediaType media) {
    return OASFactory.createMediaType()
        .schema(copy(media.getSchema()))
        .example(copyExample(media.getExample()));
  }

  private Schema copy(Schema schema) {
    if (schema == null) {
      return null;
    }
    if (schema.getRef() != null) {
      return OASFactory.createSchema().ref(renamed(schema.getRef()));
    }
    return OASFactory.createSchema()
        .type(schema.getType())
        .description(renamed(schema.getDescription()))
        .format(schema.getFormat())
        .minLength(schema.getMinLength())
        .maxLength(schema.getMaxLength())
        .anyOf(schema.getAnyOf())
        .allOf(copies(schema.getAllOf()))
        .items(copy(schema.getItems()))
        .properties(copyProperties(schema.getProperties()))
        .required(copyNames(schema.getRequired()));
  }

  private Map<String, Schema> copyProperties(Map<String, Schema> properties) {
    if (properties == null) {
      return null;
    }
    Map<String, Schema> copy = new LinkedHashMap<>();
    properties.forEach((name, property) -> copy.put(renamed(name), copy(property)));
    return copy;
  }

  private List<Schema> copies(List<Schema> schemas) {
    return schemas == null ? null : schemas.stream().map(this::copy).toList();
  }

  private List<String> copyNames(List<String> names) {
    return names == null ? null : names.stream().map(this::renamed).toList();
  }

  /** An example is a value of JSON: a text, a number, a list, an object … */
  private Object copyExample(Object example) {
    if (example instanceof String text) {
      return renamed(text);
    }
    if (example instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(copyExample(each)));
      return copy;
    }
    if (example instanceof Map<?, ?> object) {
      Map<String, Object> copy = new LinkedHashMap<>();
      object.forEach((name, value) -> copy.put(renamed((String) name), copyExample(value)));
      return copy;
    }
    return example;
  }
}
