package org.grievances.security.access;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.metrics.MetricsFilter;
import org.grievances.http.request.WithoutDatabase;
import org.grievances.security.caller.Caller;
import org.grievances.security.client.KeyUses;
import org.grievances.security.session.Sessions;
import org.grievances.security.session.UserSession;
import org.grievances.security.user.UserDirectory;
import org.grievances.tracing.Tracing;

/**
 * Allows a request access only to a database that both its API key and its token cover, and only
 * while the token's session is open. An operation {@link WithoutDatabase} keeps to these databases
 * itself.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class DatabaseAccessFilter implements ContainerRequestFilter {

  @Inject private Databases databases;
  private static final Duration STARTING = Duration.ofSeconds(2);

  @Inject private KeyUses keyUses;
  @Inject private Sessions sessions;
  @Inject private UserDirectory users;
  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getProperty(Caller.PROPERTY) instanceof Caller caller)) {
      return;
    }
    Optional<String> session = caller.session();
    if (operation.getResourceMethod().isAnnotationPresent(WithoutDatabase.class)) {
      session.ifPresent(open -> checkOpen(signedInTo(caller), open, caller));
      return;
    }
    Database found = requested(request.getHeaderString("vbasoftware-database"), caller);
    request.setProperty(MetricsFilter.DATABASE, found.name());
    Tracing.nameDatabase(found.name());
    if (request.getProperty(AuthenticationFilter.KEY_ID) instanceof String key) {
      keyUses.note(found.name(), key);
    }
    session.ifPresent(open -> checkOpen(found, open, caller));
  }

  /** A token of this service covers only the database that has its session. */
  private Database signedInTo(Caller caller) {
    return caller
        .databases()
        .only()
        .flatMap(databases::find)
        .orElseThrow(AuthenticationFilter::tokenRefused);
  }

  private Database requested(String database, Caller caller) {
    if (database == null || database.isBlank()) {
      throw new FailureException(
          ProblemType.DATABASE_MISSING,
          "Name the target database in the header vbasoftware-database.");
    }
    return find(database, caller);
  }

  private Database find(String database, Caller caller) {
    if (!caller.key().databases().covers(database)) {
      throw forbidden("The API key does not cover this database.");
    }
    if (!caller.covers(database)) {
      throw forbidden(
          caller.usesConsole()
              ? "Your user may not use this database."
              : "The bearer token does not cover this database.");
    }
    return databases.find(database).orElseThrow(this::unknown);
  }

  private RuntimeException unknown() {
    return databases.areComplete()
        ? new FailureException(
            ProblemType.DATABASE_UNKNOWN, "No database of this name is configured here.")
        : new FailureException(
            ProblemType.DATABASE_UNAVAILABLE,
            "This server has just started; try again in " + STARTING.toSeconds() + " seconds.",
            STARTING);
  }

  /** A token of this service counts while its session is open and its user has what it claims. */
  private void checkOpen(Database database, String session, Caller caller) {
    if (sessions
        .find(database, UserSession.class, session, sessions.limits())
        .filter(open -> users.stillHas(open.user(), caller.roles(), database.name()))
        .isEmpty()) {
      throw AuthenticationFilter.tokenRefused();
    }
  }

  private static FailureException forbidden(String detail) {
    return new FailureException(ProblemType.DATABASE_FORBIDDEN, detail);
  }
}
