package org.grievances.http.query;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.http.request.RequestParameters;
import org.grievances.schema.Truncation;

/**
 * Rejects a query parameter that the operation does not have or that is given twice, before
 * anything is read or written: a misspelt {@code dryRun} must not write.
 */
@Provider
@Priority(Priorities.USER)
public class QueryFilter implements ContainerRequestFilter {
  private static final int MAX_QUOTED_NAME = 64;
  private static final Map<Method, Set<String>> NAMES = new ConcurrentHashMap<>();

  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    Set<String> names = NAMES.computeIfAbsent(operation.getResourceMethod(), QueryNames::of);
    request.getUriInfo().getQueryParameters().forEach((name, values) -> check(names, name, values));
  }

  /** Between two ampersands there is nothing, which JAX-RS takes for a name. */
  private static void check(Set<String> names, String name, List<String> values) {
    if (name.isEmpty() && values.stream().allMatch(String::isEmpty)) {
      return;
    }
    if (!names.contains(name)) {
      throw RequestParameters.malformed(
          "There is no parameter " + quoted(name) + " here" + suggestion(names, name) + ".");
    }
    if (values.size() > 1) {
      throw RequestParameters.malformed("The parameter " + name + " is given twice.");
    }
  }

  private static String quoted(String name) {
    return Truncation.of(name, MAX_QUOTED_NAME);
  }

  private static String suggestion(Set<String> names, String name) {
    return names.stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(known -> "; letter case counts, write " + known)
        .orElse("");
  }
}
