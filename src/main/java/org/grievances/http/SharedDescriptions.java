package org.grievances.http;

import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Completes the description of every operation with what it shares with others: the problems that
 * any operation can return, and the parameters that are described once for all.
 */
public class SharedDescriptions implements OASFilter {
  private static final List<String> ANY =
      List.of("400", "401", "403", "404", "405", "406", "500", "503", "default");
  private static final List<String> WITH_BODY = List.of("413", "415");
  private static final List<String> OF_REPEATED = List.of("409", "422");

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Set<String> shared = api.getComponents().getParameters().keySet();
    api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(operation -> complete(operation, shared));
  }

  private static void complete(Operation operation, Set<String> shared) {
    ANY.forEach(status -> add(operation, status));
    if (operation.getRequestBody() != null) {
      WITH_BODY.forEach(status -> add(operation, status));
    }
    if (operation.getParameters() != null) {
      if (operation.getParameters().stream().anyMatch(SharedDescriptions::isIdempotencyKey)) {
        OF_REPEATED.forEach(status -> add(operation, status));
      }
      operation.setParameters(
          operation.getParameters().stream().map(each -> refer(each, shared)).toList());
    }
  }

  private static void add(Operation operation, String status) {
    operation.getResponses().addAPIResponse(status, OASFactory.createAPIResponse().ref("Problem"));
  }

  private static boolean isIdempotencyKey(Parameter parameter) {
    return "Idempotency-Key".equals(parameter.getName())
        || parameter.getRef() != null && parameter.getRef().endsWith("/Idempotency-Key");
  }

  private static Parameter refer(Parameter parameter, Set<String> shared) {
    return parameter.getRef() == null && shared.contains(parameter.getName())
        ? OASFactory.createParameter().ref(parameter.getName())
        : parameter;
  }
}
