package org.grievances.security.caller;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.grievances.http.request.Identity;
import org.grievances.security.client.ApiKey;
import org.grievances.security.session.BrowserSession;
import org.grievances.security.session.TokenIssuer;
import org.grievances.security.user.DatabaseScope;
import org.grievances.security.user.UserPermissions;

/**
 * The caller: a client, and a user by a token or by a session of the console; no user if the
 * request is for one of these.
 *
 * @param session the session that the token belongs to, if this service issued it
 * @param roles those that the token claims
 * @param databases those that the token or the session covers
 * @param permissions whether the user has a role; empty if the container knows
 */
public record Caller(
    ApiKey key,
    Optional<String> user,
    Optional<String> session,
    Set<String> roles,
    DatabaseScope databases,
    Optional<UserPermissions> permissions) {
  /** One for all, since each search for the parser takes longer than the parsing. */
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  /** The request property that holds the caller. */
  public static final String PROPERTY = Caller.class.getName();

  private static final String DATABASES = "databases";

  public static Caller of(HttpServletRequest request) {
    return (Caller) request.getAttribute(PROPERTY);
  }

  public static Caller withoutUser(ApiKey key) {
    return new Caller(
        key, Optional.empty(), Optional.empty(), Set.of(), allDatabases(), Optional.empty());
  }

  /** A caller with a token, which covers all databases if it does not say which. */
  public static Caller of(ApiKey key, JsonWebToken token) {
    return new Caller(
        key,
        user(token),
        token.claim(TokenIssuer.SESSION).map(Caller::text),
        Set.copyOf(UserPermissions.of(groups(token)).roles()),
        names(token, DATABASES)
            ? DatabaseScope.of(texts(token.claim(DATABASES).orElse(null)))
            : allDatabases(),
        Optional.empty());
  }

  private static Set<String> groups(JsonWebToken token) {
    return token.getGroups() == null ? Set.of() : token.getGroups();
  }

  /** Whether a token has a claim, even one that is null, which the container leaves out. */
  private static boolean names(JsonWebToken token, String claim) {
    if (token.containsClaim(claim)) {
      return true;
    }
    String payload =
        new String(
            Base64.getUrlDecoder().decode(token.getRawToken().split("\\.")[1]),
            StandardCharsets.UTF_8);
    return parse(payload).containsKey(claim);
  }

  private static JsonObject parse(String payload) {
    try (JsonReader reader = READERS.createReader(new StringReader(payload))) {
      return reader.readObject();
    }
  }

  public static Caller of(ApiKey key, BrowserSession session) {
    UserPermissions permissions = session.permissions();
    return new Caller(
        key,
        Optional.of(session.user()),
        Optional.empty(),
        Set.of(),
        permissions.databases(),
        Optional.of(permissions));
  }

  private static DatabaseScope allDatabases() {
    return DatabaseScope.of(List.of(DatabaseScope.ALL));
  }

  /** The name of the user (MicroProfile JWT 2.1, section 5.1); empty when there is none. */
  private static Optional<String> user(JsonWebToken token) {
    return Stream.of("upn", "preferred_username", "sub")
        .map(claim -> text(token.claim(claim).orElse(null)))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The user, with the client; empty when there is no user. */
  public Optional<Identity> identity() {
    return user.map(name -> new Identity(name, key.client(), this::mayUse));
  }

  private boolean mayUse(String database) {
    return key.databases().covers(database) && databases.covers(database);
  }

  /** A claim that is not an array of strings yields an empty list. */
  private static List<String> texts(Object claim) {
    return claim instanceof Collection<?> values
        ? values.stream().map(Caller::text).filter(Objects::nonNull).toList()
        : List.of();
  }

  /** Custom claims come as JSON values. Names must not contain control characters. */
  private static String text(Object claim) {
    String text = claim instanceof JsonString json ? json.getString() : null;
    text = claim instanceof String string ? string : text;
    return text == null || text.isBlank() || text.chars().anyMatch(Character::isISOControl)
        ? null
        : text;
  }
}
