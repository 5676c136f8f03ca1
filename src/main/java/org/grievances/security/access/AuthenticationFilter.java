package org.grievances.security.access;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.grievances.audit.Requester;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.http.problem.ProblemPages;
import org.grievances.openid.ProviderKeys;
import org.grievances.security.caller.Caller;
import org.grievances.security.caller.CallerContext;
import org.grievances.security.caller.TokenClaims;
import org.grievances.security.caller.TokenIssuers;
import org.grievances.security.caller.VerifiedTokens;
import org.grievances.security.client.ApiKey;
import org.grievances.security.client.ApiKeys;
import org.grievances.security.client.RateLimitState;
import org.grievances.security.client.RateLimits;
import org.grievances.security.signin.SignInResource;

/**
 * Rejects every request that lacks a {@code User-Agent}, a known API key within its rate limit or,
 * unless the request is for a token, a valid token. A session of the console replaces both.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class AuthenticationFilter implements ContainerRequestFilter {
  /** The request property that holds the id of the key that was sent. */
  static final String KEY_ID = AuthenticationFilter.class.getName() + ".key";

  private static final Duration KEYS_RETRY = Duration.ofSeconds(5);
  private static final String SCHEME = "Bearer ";
  private static final Set<String> WITHOUT_TOKEN =
      Set.of("/" + SignInResource.BEGIN, "/" + SignInResource.REFRESH);

  @Inject private ApiKeys keys;
  @Inject private ProviderKeys providerKeys;
  @Inject private VerifiedTokens tokens;
  @Inject private TokenIssuers issuers;
  @Inject private BrowserRequests browsers;
  @Inject private RateLimits limits;
  @Context private HttpServletRequest servletRequest;
  @Context private HttpServletResponse servletResponse;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (request.getUriInfo().getPath().startsWith("/" + ProblemPages.PATH + "/")) {
      return;
    }
    String userAgent = request.getHeaderString(HttpHeaders.USER_AGENT);
    if (userAgent == null || userAgent.isBlank()) {
      throw new FailureException(
          ProblemType.USER_AGENT_MISSING, "Say which software calls, in the header User-Agent.");
    }
    boolean browser = browsers.isFromConsole(request);
    ApiKey key = browser ? browsers.client(request) : apiKey(request.getHeaderString("x-api-key"));
    Requester.client(key.client());
    if (!key.limits().allowFrom(servletRequest.getRemoteAddr())) {
      throw new FailureException(
          ProblemType.NETWORK_FORBIDDEN, "The API key may not be used from this address.");
    }
    Caller caller = browser ? browserCaller(request, key) : caller(request, key);
    caller.user().ifPresent(Requester::user);
    request.setProperty(Caller.PROPERTY, caller);
    if (!browser) {
      key.keyId(request.getHeaderString("x-api-key"))
          .ifPresent(id -> request.setProperty(KEY_ID, id));
    }
    caller.scope().begin();
    caller
        .identity()
        .map(user -> new CallerContext(request.getSecurityContext(), user, caller.roles()))
        .ifPresent(request::setSecurityContext);
  }

  /**
   * Requests that are not signed in do not count against the rate limit of the console's users.
   * Each address has the same rate limit as a client.
   */
  private Caller browserCaller(ContainerRequestContext request, ApiKey key) {
    check(request, limits.take(key.client(), servletRequest.getRemoteAddr(), key.rate()));
    Caller caller = browsers.caller(request, key);
    if (caller.user().isPresent()) {
      check(request, limits.take(key));
    }
    return caller;
  }

  private static void check(ContainerRequestContext request, RateLimitState allowance) {
    request.setProperty(RateLimitState.PROPERTY, allowance);
    if (!allowance.granted()) {
      throw RateLimits.refused(allowance);
    }
  }

  private Caller caller(ContainerRequestContext request, ApiKey key) throws IOException {
    check(request, limits.take(key));
    if (WITHOUT_TOKEN.contains(request.getUriInfo().getPath())) {
      return Caller.withoutUser(key);
    }
    Caller caller =
        Caller.of(key, claims(request.getHeaderString(HttpHeaders.AUTHORIZATION)), issuers);
    if (caller.user().isEmpty()) {
      throw tokenRefused();
    }
    return caller;
  }

  private ApiKey apiKey(String presented) {
    if (presented == null || presented.isBlank()) {
      throw keyRefused("Send your API key in the header x-api-key.");
    }
    return keys.find(presented)
        .orElseThrow(() -> keyRefused("The API key in the header x-api-key is not known."));
  }

  private static ProblemException keyRefused(String detail) {
    return new ProblemException(
        ProblemType.API_KEY_REFUSED,
        detail,
        Map.of(HttpHeaders.WWW_AUTHENTICATE, "ApiKey realm=\"grievances\", header=\"x-api-key\""));
  }

  private TokenClaims claims(String authorization) throws IOException {
    checkForm(authorization);
    Optional<TokenClaims> known = tokens.find(authorization);
    return known.isPresent() ? known.get() : verifiedClaims(authorization);
  }

  /** Remembers a token only if it is the one that was verified: mp.jwt.token.header may be set. */
  private TokenClaims verifiedClaims(String authorization) throws IOException {
    JsonWebToken token = verifiedToken();
    TokenClaims claims = TokenClaims.of(token);
    if (authorization.substring(SCHEME.length()).equals(token.getRawToken())) {
      tokens.add(authorization, claims);
    }
    return claims;
  }

  private static void checkForm(String authorization) {
    if (authorization == null || authorization.isBlank()) {
      throw tokenRefused("Send a token in the header Authorization, as Bearer.", "");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || authorization.contains(",")) {
      throw tokenRefused();
    }
  }

  /** The container verifies the token (MicroProfile JWT). */
  private JsonWebToken verifiedToken() throws IOException {
    try {
      if (servletRequest.authenticate(new NoChallengeResponse(servletResponse))
          && servletRequest.getUserPrincipal() instanceof JsonWebToken token) {
        return token;
      }
    } catch (ServletException e) {
      // Same response as any other refusal: why a token is refused concerns only its issuer.
    }
    if (!providerKeys.areAvailable()) {
      throw new FailureException(
          ProblemType.KEYS_UNAVAILABLE,
          "The token cannot be verified now; try again in " + KEYS_RETRY.toSeconds() + " seconds.",
          KEYS_RETRY);
    }
    throw tokenRefused();
  }

  /** The response is the same whatever is wrong with a token. */
  static ProblemException tokenRefused() {
    return tokenRefused(
        "The bearer token is not valid now, or was not made for this service.",
        ", error=\"invalid_token\"");
  }

  private static ProblemException tokenRefused(String detail, String error) {
    return new ProblemException(
        ProblemType.TOKEN_REFUSED,
        detail,
        Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"grievances\"" + error));
  }
}
