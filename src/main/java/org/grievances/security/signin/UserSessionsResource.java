package org.grievances.security.signin;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.request.WithoutDatabase;
import org.grievances.security.session.BrowserSession;
import org.grievances.security.session.Sessions;
import org.grievances.security.session.UserSession;
import org.grievances.security.user.RegistryIdentityStore;

/** {@code /user-sessions}: lets administrators end the sessions of another user. */
@Path("user-sessions")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class UserSessionsResource {
  @Inject private Databases databases;
  @Inject private Sessions sessions;
  @Inject private RegistryIdentityStore registry;
  @Inject private AuditLog audit;

  /**
   * Ends all sessions of a user in each available database that the caller may use.
   *
   * @throws FailureException if that failed in one of them; the others' have ended
   */
  @DELETE
  @Needs(Permission.ADMINISTER)
  @Path("{user}")
  @WithoutDatabase
  public Response end(@BeanParam RequestParameters call, @PathParam("user") String user) {
    FailureException failure = null;
    for (Database database : databases.all()) {
      if (call.databases().test(database.name()) && database.isUp()) {
        try {
          sessions.endAll(database, UserSession.class, user);
          sessions.endAll(database, BrowserSession.class, user);
        } catch (FailureException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    audit.write(
        AuditEvent.SESSIONS_OF_ANOTHER_ENDED,
        registry.nameOf(user).map(name -> Map.of("of", name)).orElse(Map.of()));
    return Response.noContent().build();
  }
}
