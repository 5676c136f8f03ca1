package org.grievances.security.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Map;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.security.caller.Caller;
import org.grievances.security.caller.TokenIssuers;
import org.grievances.security.client.ApiKey;
import org.grievances.security.signin.BrowserSignIn;
import org.grievances.security.signin.BrowserToken;
import org.grievances.security.signin.ConsoleSessionResource;

/**
 * Finds the caller of a request of the console, which has a cookie instead of an API key and a
 * token.
 */
@ApplicationScoped
public class BrowserRequests {
  /** Pages of other sites cannot send it without being allowed to (Fetch, CORS protocol). */
  static final String HEADER = "X-Requested-With";

  static final String CONSOLE = "grievances-console";
  private static final String SITE = "Sec-Fetch-Site";

  @Inject private TokenIssuers issuers;
  @Inject private BrowserSignIn signIn;

  /** Whether a request comes from the console, or claims to. */
  boolean isFromConsole(ContainerRequestContext request) {
    return isForSession(request)
        || (request.getHeaderString("x-api-key") == null
            && request.getCookies().containsKey(BrowserToken.COOKIE));
  }

  private static boolean isForSession(ContainerRequestContext request) {
    return request.getUriInfo().getPath().equals("/" + ConsoleSessionResource.PATH);
  }

  /**
   * The client of the console.
   *
   * @throws ProblemException {@code NOT_FOUND} where there is no console, {@code
   *     CROSS_SITE_REQUEST} if the request does not come from its pages
   */
  ApiKey client(ContainerRequestContext request) {
    String site = request.getHeaderString(SITE);
    if (!CONSOLE.equals(request.getHeaderString(HEADER))
        || (site != null && !site.equals("same-origin"))) {
      throw new FailureException(
          ProblemType.CROSS_SITE_REQUEST,
          "A request with a cookie needs the header " + HEADER + " of the console's own pages.");
    }
    return signIn
        .client()
        .orElseThrow(
            () -> new FailureException(ProblemType.NOT_FOUND, "There is no console here."));
  }

  /**
   * The caller; without a user if the request is for the session itself.
   *
   * @throws ProblemException {@code SESSION_ENDED}
   */
  Caller caller(ContainerRequestContext request, ApiKey client) {
    if (isForSession(request)) {
      return Caller.withoutUser(client);
    }
    return BrowserToken.in(request.getCookies().get(BrowserToken.COOKIE))
        .flatMap(signIn::find)
        .map(session -> Caller.of(client, session, issuers))
        .orElseThrow(BrowserRequests::ended);
  }

  private static ProblemException ended() {
    ProblemType type = ProblemType.SESSION_ENDED;
    return new ProblemException(
        type, type.remedy(), Map.of("WWW-Authenticate", "Session realm=\"grievances\""));
  }
}
