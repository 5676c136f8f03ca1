package org.grievances.security.signin;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.response.Envelope;
import org.grievances.security.caller.Caller;
import org.grievances.security.session.IssuedTokens;
import org.grievances.security.session.Sessions;
import org.grievances.security.session.UserSession;
import org.grievances.security.user.BasicCredentials;

/** Signing in and out: exchanges a password or a refresh token for tokens, and ends sessions. */
@Path("")
@RequestScoped
@PermitAll
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class SignInResource {
  /** The paths of the requests that need no bearer token. */
  public static final String BEGIN = "user-authentication";

  public static final String REFRESH = "user-refresh-tokens";

  @Inject private Databases databases;
  @Inject private SignIn signIn;
  @Inject private Sessions sessions;
  @Inject private AuditLog audit;
  @Context private HttpServletRequest request;

  @POST
  @Needs(Permission.SIGN_IN)
  @Path(BEGIN)
  public Response begin(
      @BeanParam SignInParameters call,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
    String client = call.client();
    BasicCredentials password =
        BasicCredentials.of(authorization).orElseThrow(SignIn::passwordRefused);
    return tokens(signIn.begin(database(call.database()), client, password, call.address()));
  }

  @POST
  @Needs(Permission.SIGN_IN)
  @Path(REFRESH)
  public Response refresh(
      @BeanParam SignInParameters call,
      @HeaderParam("expired-id-token") String idToken,
      @HeaderParam("refresh-token") String refreshToken) {
    String client = call.client();
    if (idToken == null || refreshToken == null) {
      throw SignIn.refreshRefused();
    }
    return tokens(signIn.refresh(database(call.database()), client, refreshToken, idToken));
  }

  @POST
  @Needs(Permission.SIGN_IN)
  @Path("logout")
  public Response logout(@HeaderParam("vbasoftware-database") String database) {
    String session = Caller.of(request).session().orElseThrow(SignIn::withoutSession);
    sessions.end(database(database), UserSession.class, session);
    audit.write(AuditEvent.SESSION_ENDED, Map.of("database", database));
    return Response.noContent().build();
  }

  private Database database(String name) {
    return databases.find(name).orElseThrow();
  }

  private static Response tokens(IssuedTokens tokens) {
    return Response.ok(Envelope.of(tokens)).build();
  }
}
