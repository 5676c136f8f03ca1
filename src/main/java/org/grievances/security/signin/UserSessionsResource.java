package org.grievances.security.signin;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
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
import org.grievances.http.response.Envelope;
import org.grievances.json.Data;
import org.grievances.security.session.BrowserSession;
import org.grievances.security.session.SessionLimits;
import org.grievances.security.session.Sessions;
import org.grievances.security.session.UserSession;
import org.grievances.security.user.RegistryIdentityStore;
import org.grievances.settings.ConsoleSettings;

/** {@code /user-sessions}: lets administrators see and end the sessions of another user. */
@Path("user-sessions")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class UserSessionsResource {
  @Inject private Databases databases;
  @Inject private Sessions sessions;
  @Inject private RegistryIdentityStore registry;
  @Inject private AuditLog audit;
  @Inject private ConsoleSettings settings;

  /** Lists the sessions of a user in each available database that the caller may use. */
  @GET
  @Path("{user}")
  @WithoutDatabase
  @Needs(Permission.ADMINISTER)
  public Response list(@BeanParam RequestParameters call, @PathParam("user") String user) {
    SessionLimits ofConsole = new SessionLimits(settings.idleTimeout(), settings.lifetime());
    List<UserSessionData> all = new ArrayList<>();
    for (Database database : databases.all()) {
      if (call.databases().test(database.name()) && database.isUp()) {
        sessions
            .of(database, user, ofConsole)
            .forEach(session -> all.add(new UserSessionData(database.name(), session)));
      }
    }
    write(AuditEvent.SESSIONS_OF_ANOTHER_LISTED, user);
    return Response.ok(Envelope.of(Data.array(all))).build();
  }

  private void write(AuditEvent event, String user) {
    audit.write(event, registry.nameOf(user).map(name -> Map.of("of", name)).orElse(Map.of()));
  }

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
    write(AuditEvent.SESSIONS_OF_ANOTHER_ENDED, user);
    return Response.noContent().build();
  }
}
