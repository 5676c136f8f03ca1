package org.grievances.security.signin;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.audit.Requester;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.request.BodyReceiver;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.WithoutDatabase;
import org.grievances.http.response.Envelope;
import org.grievances.json.SmallJson;
import org.grievances.security.session.BrowserSession;
import org.grievances.security.user.RegistryIdentityStore;

/** {@code /console-session}: the session of this browser with the console. */
@Path(ConsoleSessionResource.PATH)
@RequestScoped
@PermitAll
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class ConsoleSessionResource {
  public static final String PATH = "console-session";
  private static final int MAX_BYTES = 16_384;

  @Inject private BrowserSignIn signIn;
  @Inject private RegistryIdentityStore registry;
  @Inject private AuditLog audit;
  @Context private HttpServletRequest request;

  @CookieParam(BrowserToken.COOKIE)
  private Cookie cookie;

  @GET
  @Needs(Permission.SIGN_IN)
  @WithoutDatabase
  public Response get() {
    return Response.ok(data(session())).build();
  }

  @POST
  @Needs(Permission.SIGN_IN)
  @WithoutDatabase
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response begin(InputStream body) {
    BrowserToken begun =
        signIn.begin(password(BodyReceiver.read(body, MAX_BYTES)), request.getRemoteAddr());
    token().ifPresent(signIn::end);
    return Response.status(Response.Status.CREATED)
        .cookie(begun.cookie())
        .entity(data(signIn.find(begun)))
        .build();
  }

  @DELETE
  @Needs(Permission.SIGN_IN)
  @WithoutDatabase
  public Response end(@QueryParam("everywhere") String everywhere) {
    boolean all = RequestParameters.flag("everywhere", everywhere);
    Optional<BrowserSession> open = session();
    open.map(BrowserSession::user).ifPresent(Requester::user);
    if (all) {
      open.ifPresent(signIn::endAll);
    }
    token().ifPresent(signIn::end);
    open.ifPresent(ended -> audit.write(ending(all), Map.of()));
    return Response.noContent().cookie(BrowserToken.forgotten()).build();
  }

  private static AuditEvent ending(boolean all) {
    return all ? AuditEvent.SESSIONS_ENDED_EVERYWHERE : AuditEvent.SESSION_ENDED;
  }

  private Optional<BrowserToken> token() {
    return BrowserToken.in(cookie);
  }

  private Optional<BrowserSession> session() {
    return token().flatMap(signIn::find);
  }

  private Envelope data(Optional<BrowserSession> session) {
    return Envelope.of(
        new BrowserSessionData(
            session,
            signIn.limits(),
            session.map(each -> signIn.databases(each.permissions().databases())).orElse(Map.of()),
            signInMethods()));
  }

  private List<String> signInMethods() {
    List<String> signInMethods = new ArrayList<>();
    if (registry.isConfigured()) {
      signInMethods.add("password");
    }
    if (signIn.isByOpenIdConnect()) {
      signInMethods.add("openid-connect");
    }
    return signInMethods;
  }

  private static UsernamePasswordCredential password(byte[] body) {
    JsonObject sent =
        SmallJson.read(new String(body, StandardCharsets.UTF_8), JsonObject.class)
            .orElseThrow(ConsoleSessionResource::malformed);
    return new UsernamePasswordCredential(text(sent, "user"), text(sent, "password"));
  }

  private static String text(JsonObject sent, String member) {
    JsonValue value = sent.get(member);
    if (value instanceof JsonString text && !text.getString().isBlank()) {
      return text.getString();
    }
    throw malformed();
  }

  private static FailureException malformed() {
    return new FailureException(
        ProblemType.MALFORMED_REQUEST,
        "Send a JSON object with the texts user and password, neither of them empty.");
  }
}
