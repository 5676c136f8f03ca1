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
 * Rejects a query parameter that the operation does not have or that is given too often, before
 * anything is read or written: a misspelt {@code dryRun} must not write.
 */
@Provider
@Priority(Priorities.USER)
public class QueryFilter implements ContainerRequestFilter {
  private static final int MAX_QUOTED_NAME = 64;
  private static final Map<Method, Map<String, Integer>> PARAMETERS = new ConcurrentHashMap<>();

  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    Map<String, Integer> known =
        PARAMETERS.computeIfAbsent(operation.getResourceMethod(), QueryNames::of);
    request.getUriInfo().getQueryParameters().forEach((name, values) -> check(known, name, values));
  }

  /** Between two ampersands there is nothing, which JAX-RS takes for a name. */
  private static void check(Map<String, Integer> known, String name, List<String> values) {
    if (name.isEmpty() && values.stream().allMatch(String::isEmpty)) {
      return;
    }
    Integer max = known.get(name);
    if (max == null) {
      throw RequestParameters.malformed(
          "There is no parameter "
              + quoted(name)
              + (" here" + suggestion(known.keySet(), name) + "."));
    }
    if (values.size() > max) {
      throw RequestParameters.malformed(
          "The parameter "
              + name
              + (max == 1 ? " is given twice." : " has more than " + max + " values."));
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
