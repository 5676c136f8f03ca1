package org.grievances.security;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.http.MetricsFilter;
import org.grievances.http.ProblemException;
import org.grievances.http.ProblemType;
import org.grievances.tracing.Tracing;

/**
 * Allows a request access only to a database that both its API key and its token cover, and only
 * while the token's session is open.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class DatabaseAccessFilter implements ContainerRequestFilter {

  @Inject private Databases databases;
  @Inject private Sessions sessions;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getProperty(Caller.PROPERTY) instanceof Caller caller)) {
      return;
    }
    String database = request.getHeaderString("vbasoftware-database");
    if (database == null || database.isBlank()) {
      throw new ProblemException(
          ProblemType.DATABASE_MISSING,
          "Name the target database in the header vbasoftware-database.");
    }
    Database found = find(database, caller.key().databases(), caller.tokenDatabases());
    request.setProperty(MetricsFilter.DATABASE, database);
    Tracing.nameDatabase(database);
    caller.session().ifPresent(session -> checkOpen(found, session));
  }

  private Database find(String database, DatabaseScope key, DatabaseScope token) {
    if (!key.covers(database)) {
      throw forbidden("The API key does not cover this database.");
    }
    if (!token.covers(database)) {
      throw forbidden("The bearer token does not cover this database.");
    }
    return databases
        .find(database)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.DATABASE_UNKNOWN, "No database of this name is configured here."));
  }

  private void checkOpen(Database database, String session) {
    if (!sessions.isOpen(database, session)) {
      throw AuthenticationFilter.tokenRefused();
    }
  }

  private static ProblemException forbidden(String detail) {
    return new ProblemException(ProblemType.DATABASE_FORBIDDEN, detail);
  }
}
