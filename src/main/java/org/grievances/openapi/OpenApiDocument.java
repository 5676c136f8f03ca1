package org.grievances.openapi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Reference;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.grievances.access.ReadFilters;
import org.grievances.codelist.CodeList;
import org.grievances.grievance.GrievanceFilters;
import org.grievances.http.query.Filters;
import org.grievances.http.request.MediaTypes;

/**
 * Completes {@code META-INF/openapi.yaml}, which describes the service: parts that many operations
 * have in common are written there once, and repeated here for each.
 */
public class OpenApiDocument implements OASFilter {
  private static final List<String> ANY =
      List.of("400", "401", "403", "404", "405", "406", "429", "500", "503", "default");
  private static final List<String> WITH_BODY = List.of("408", "413", "415");
  private static final Pattern STATUS = Pattern.compile("\\d{3}");
  private static final List<String> IDEMPOTENT = List.of("409", "422");

  private static final Map<String, Filters> FILTERED =
      Map.of(
          "listGrievance",
          GrievanceFilters.ALL,
          "exportGrievance",
          GrievanceFilters.ALL,
          "listDeadline",
          GrievanceFilters.OF_DEADLINES,
          "listRead",
          ReadFilters.ALL,
          "listGrievanceRead",
          ReadFilters.OF_ONE);

  private static final String PROBLEM = "Problem";
  private static final List<String> HEADERS =
      List.of("activity-id", "RateLimit", "RateLimit-Policy");

  @Override
  public void filterOpenAPI(OpenAPI api) {
    completeProblems(api);
    operations(api).forEach(operation -> complete(operation, api));
    operations(api)
        .filter(operation -> FILTERED.containsKey(operation.getOperationId()))
        .forEach(
            operation ->
                FilterParameters.addTo(operation, FILTERED.get(operation.getOperationId())));
    Stream.of(CodeList.values())
        .filter(list -> list != CodeList.STATUSES)
        .forEach(list -> new CodeListCopy(CodeList.STATUSES, list).addTo(api));
  }

  private static Stream<Operation> operations(OpenAPI api) {
    return api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream());
  }

  /** A problem with a status of its own has the content of all problems. */
  private static void completeProblems(OpenAPI api) {
    Map<String, APIResponse> responses = api.getComponents().getResponses();
    responses.forEach(
        (name, response) -> {
          if (STATUS.matcher(name).matches()) {
            response.content(responses.get(PROBLEM).getContent());
          }
          addHeaders(response);
        });
  }

  private static void complete(Operation operation, OpenAPI api) {
    operation.getResponses().getAPIResponses().values().stream()
        .map(APIResponse::getContent)
        .forEach(content -> offer(content, MediaTypes.TEXT_JSON, MediaTypes.TEXT));
    addProblems(operation, ANY);
    if (operation.getRequestBody() != null) {
      offer(operation.getRequestBody().getContent(), MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON);
      addProblems(operation, WITH_BODY);
    }
    if (parameters(operation).anyMatch(each -> refersTo(each, "Idempotency-Key"))) {
      addProblems(operation, IDEMPOTENT);
    }
    completeResponses(operation, api.getComponents().getResponses().keySet());
  }

  private static void completeResponses(Operation operation, Set<String> problems) {
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (response.getRef() == null) {
                addHeaders(response);
              } else if (refersTo(response, PROBLEM) && problems.contains(status)) {
                response.setRef(status);
              }
            });
  }

  private static void addHeaders(APIResponse response) {
    HEADERS.forEach(name -> response.addHeader(name, OASFactory.createHeader().ref(name)));
  }

  private static Stream<Parameter> parameters(Operation operation) {
    return Stream.ofNullable(operation.getParameters()).flatMap(List::stream);
  }

  private static boolean refersTo(Reference<?> reference, String name) {
    return reference.getRef() != null && reference.getRef().endsWith("/" + name);
  }

  private static void offer(Content content, String... types) {
    if (content != null && content.hasMediaType(MediaTypes.JSON)) {
      Stream.of(types)
          .forEach(type -> content.addMediaType(type, content.getMediaType(MediaTypes.JSON)));
    }
  }

  private static void addProblems(Operation operation, List<String> statuses) {
    statuses.forEach(
        status ->
            operation
                .getResponses()
                .addAPIResponse(status, OASFactory.createAPIResponse().ref(PROBLEM)));
  }
}
