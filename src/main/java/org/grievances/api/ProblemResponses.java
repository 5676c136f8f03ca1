package org.grievances.api;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Adds to the description of every operation the problems that any of them can meet. */
public class ProblemResponses implements OASFilter {
  private static final List<String> ANY =
      List.of("400", "401", "403", "404", "406", "500", "503", "default");
  private static final List<String> WITH_BODY = List.of("413", "415");

  @Override
  public Operation filterOperation(Operation operation) {
    ANY.forEach(status -> add(operation, status));
    if (operation.getRequestBody() != null) {
      WITH_BODY.forEach(status -> add(operation, status));
    }
    return operation;
  }

  private static void add(Operation operation, String status) {
    operation.getResponses().addAPIResponse(status, OASFactory.createAPIResponse().ref("Problem"));
  }
}
