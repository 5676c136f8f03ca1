package org.grievances.security.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.grievances.http.request.Identity;
import org.grievances.scope.Scope;
import org.grievances.security.client.ApiKey;
import org.grievances.security.session.BrowserSession;
import org.grievances.security.user.DatabaseScope;
import org.grievances.security.user.UserPermissions;

/**
 * The caller: a client, and a user by a token or by a session of the console; no user if the
 * request is for one of these.
 *
 * @param session the session that the token belongs to, if this service issued it
 * @param roles those of the token or the session
 * @param databases those that the token or the session covers
 * @param isAllowed whether the issuer of the token can be that of a database
 * @param ofToken the records that the token lets see
 * @param usesConsole whether the user is known by a session of the console
 */
public record Caller(
    ApiKey key,
    Optional<String> user,
    Optional<String> session,
    Set<String> roles,
    DatabaseScope databases,
    Predicate<String> isAllowed,
    Scope ofToken,
    boolean usesConsole) {
  /** The request property that holds the caller. */
  public static final String PROPERTY = Caller.class.getName();

  public static Caller of(HttpServletRequest request) {
    return (Caller) request.getAttribute(PROPERTY);
  }

  public static Caller withoutUser(ApiKey key) {
    return new Caller(
        key,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        DatabaseScope.everything(),
        database -> true,
        Scope.ALL,
        false);
  }

  public static Caller of(ApiKey key, TokenClaims token, TokenIssuers issuers) {
    return new Caller(
        key,
        token.user(),
        token.session(),
        token.roles(),
        token.databases(),
        database -> issuers.allow(token.issuer(), database),
        token.scope(),
        false);
  }

  /** Users of the console are those of the common issuer, or of the server. */
  public static Caller of(ApiKey key, BrowserSession session, TokenIssuers issuers) {
    UserPermissions permissions = session.permissions();
    return new Caller(
        key,
        Optional.of(session.user()),
        Optional.empty(),
        Set.copyOf(permissions.roles()),
        permissions.databases(),
        database -> !issuers.isOfAnother(database),
        Scope.ALL,
        true);
  }

  /** The user, with the client; empty when there is no user. */
  public Optional<Identity> identity() {
    return user.map(name -> new Identity(name, key.client(), this::mayUse));
  }

  /** The limits of both credentials together. */
  public Scope scope() {
    return key.limits().scope().and(ofToken);
  }

  /** Whether one of the credentials has limits. */
  public boolean isLimited() {
    return !scope().equals(Scope.ALL) || key.limits().permissions().isPresent();
  }

  /** Whether the token or the session covers a database. */
  public boolean covers(String database) {
    return databases.covers(database) && isAllowed.test(database);
  }

  private boolean mayUse(String database) {
    return key.databases().covers(database) && covers(database);
  }
}
