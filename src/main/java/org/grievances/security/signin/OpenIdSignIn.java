package org.grievances.security.signin;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.database.Bulkhead;
import org.grievances.failure.FailureException;
import org.grievances.http.failure.ServiceServlet;
import org.grievances.openid.NotSignedInException;
import org.grievances.openid.OpenIdConnect;
import org.grievances.openid.PendingSignIn;
import org.grievances.openid.VerifiedUser;
import org.grievances.security.client.RateLimitState;
import org.grievances.security.session.SessionKeys;

/**
 * {@code /console/sign-in}: sends a browser to the OpenID provider, and begins a session of the
 * console when it comes back.
 */
@WebServlet({OpenIdSignIn.PATH, OpenIdSignIn.CALLBACK})
public class OpenIdSignIn extends ServiceServlet {
  static final String PATH = "/console/sign-in";
  static final String CALLBACK = PATH + "/callback";
  private static final int TOO_MANY_REQUESTS = 429;

  private static final long serialVersionUID = 1L;
  private static final String SIGNED_IN = "/console/";
  private static final String REFUSED = "/console/#/sign-in?refused";

  /** Keeps the sign-in's secret while the user is at the provider. */
  private static final String COOKIE = "__Host-grievances-sign-in";

  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final String PURPOSE = "openid sign-in";

  @Inject private transient OpenIdConnect provider;
  @Inject private transient BrowserSignIn signIn;
  @Inject private transient OpenIdThrottle throttle;
  @Inject private transient SessionKeys keys;
  @Inject private transient AuditLog audit;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!signIn.isByOpenIdConnect()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    RateLimitState allowance = throttle.take(request.getRemoteAddr());
    if (!allowance.granted()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(allowance.retryAfter()));
      response.sendError(TOO_MANY_REQUESTS);
      return;
    }
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    redirect(response, next(request, response));
  }

  private String next(HttpServletRequest request, HttpServletResponse response) {
    try {
      return request.getServletPath().equals(CALLBACK)
          ? finish(request, response)
          : begin(response);
    } catch (NotSignedInException | FailureException e) {
      audit.write(
          AuditEvent.SIGN_IN_FAILED, Map.of("by", "openid-connect", "reason", e.getMessage()));
      return REFUSED;
    }
  }

  private String begin(HttpServletResponse response) throws NotSignedInException {
    PendingSignIn pending = PendingSignIn.begin();
    String address = provider.request(pending).toString();
    set(response, pendingCookie(signed(pending), TIMEOUT));
    return address;
  }

  /** With the time of issue, so that the provider is asked for no sign-in that is too old. */
  private String signed(PendingSignIn pending) {
    return keys.attach(PURPOSE, Instant.now().getEpochSecond() + "." + pending.secret());
  }

  /** The sign-in that was begun in a browser; empty if none was, or too long ago. */
  private Optional<PendingSignIn> pending(HttpServletRequest request) {
    return cookie(request, COOKIE)
        .flatMap(cookie -> keys.detach(PURPOSE, cookie.getValue()))
        .map(text -> text.split("\\.", 2))
        .filter(parts -> isRecent(Instant.ofEpochSecond(Long.parseLong(parts[0]))))
        .flatMap(parts -> PendingSignIn.of(parts[1]));
  }

  private static boolean isRecent(Instant begun) {
    return Instant.now().isBefore(begun.plus(TIMEOUT));
  }

  private String finish(HttpServletRequest request, HttpServletResponse response)
      throws NotSignedInException {
    PendingSignIn pending =
        pending(request)
            .orElseThrow(
                () -> new NotSignedInException("the browser has begun none, or too long ago"));
    VerifiedUser user = user(pending, request);
    BrowserToken token = signIn.begin(user);
    cookie(request, BrowserToken.COOKIE).flatMap(BrowserToken::in).ifPresent(signIn::end);
    set(response, pendingCookie("", Duration.ZERO));
    set(response, token.cookie());
    return SIGNED_IN;
  }

  /** Asks the provider once for each sign-in, within the limits of the address. */
  private VerifiedUser user(PendingSignIn pending, HttpServletRequest request)
      throws NotSignedInException {
    Map<String, List<String>> answer = parameters(request);
    if (pending.isAnsweredBy(answer) && !throttle.isFirst(pending)) {
      throw new NotSignedInException("the sign-in was completed before, or failed");
    }
    Bulkhead.Permit permit =
        throttle
            .enter(request.getRemoteAddr())
            .orElseThrow(
                () -> new NotSignedInException("too many from one address wait for the provider"));
    try {
      return provider.user(pending, answer);
    } finally {
      permit.close();
    }
  }

  private static Map<String, List<String>> parameters(HttpServletRequest request) {
    return request.getParameterMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, values -> List.of(values.getValue())));
  }

  private static Optional<Cookie> cookie(HttpServletRequest request, String name) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(name))
        .findFirst()
        .map(cookie -> new Cookie.Builder(name).value(cookie.getValue()).build());
  }

  /** Lax, because the browser comes back from the provider's site. */
  private static NewCookie pendingCookie(String secret, Duration lifetime) {
    return new NewCookie.Builder(COOKIE)
        .value(secret)
        .path("/")
        .maxAge(Math.toIntExact(lifetime.toSeconds()))
        .secure(true)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.LAX)
        .build();
  }

  private static void set(HttpServletResponse response, NewCookie cookie) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        RuntimeDelegate.getInstance().createHeaderDelegate(NewCookie.class).toString(cookie));
  }

  /** Relative where possible, because only the browser knows the address of this server. */
  private static void redirect(HttpServletResponse response, String address) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader(HttpHeaders.LOCATION, address);
  }
}
