package org.grievances.security;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Databases;

/** Lets a request pass to those databases only that both its API key and its token cover. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class DatabaseAccessFilter implements ContainerRequestFilter {
  private static final String CLAIM = "databases";

  @Inject private Databases databases;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getProperty(AuthenticationFilter.API_KEY) instanceof ApiKey key)) {
      return;
    }
    String database = request.getHeaderString("vbasoftware-database");
    if (database == null || database.isBlank()) {
      throw new ProblemException(
          ProblemType.DATABASE_MISSING,
          "Name the target database in the header vbasoftware-database.");
    }
    check(database, key.databases(), tokenScope(request));
  }

  private void check(String database, DatabaseScope key, DatabaseScope token) {
    if (!key.covers(database)) {
      throw forbidden("The API key does not cover this database.");
    }
    if (!token.covers(database)) {
      throw forbidden("The bearer token does not cover this database.");
    }
    if (databases.find(database).isEmpty()) {
      throw new ProblemException(
          ProblemType.DATABASE_UNKNOWN, "No database of this name is configured here.");
    }
  }

  private static ProblemException forbidden(String detail) {
    return new ProblemException(ProblemType.DATABASE_FORBIDDEN, detail);
  }

  /** Without the claim, a token covers what its caller's API key covers. */
  private static DatabaseScope tokenScope(ContainerRequestContext request) {
    if (!(request.getSecurityContext().getUserPrincipal() instanceof JsonWebToken token)) {
      return DatabaseScope.of(List.of());
    }
    Optional<Object> claim = token.claim(CLAIM);
    return DatabaseScope.of(
        claim.map(DatabaseAccessFilter::names).orElse(List.of(DatabaseScope.ALL)));
  }

  /** A claim that is not an array of texts covers nothing. */
  private static List<String> names(Object claim) {
    if (!(claim instanceof Collection<?> values)) {
      return List.of();
    }
    return values.stream()
        .map(value -> value instanceof JsonString text ? text.getString() : value)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }
}
