package org.grievances.security;

import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.grievances.http.Identity;

/**
 * The caller, identified by API key and token, or by the API key alone if the request is for a
 * token.
 *
 * @param token null if the request needs none
 */
record Caller(ApiKey key, JsonWebToken token) {
  /** The request property that holds the caller. */
  static final String PROPERTY = Caller.class.getName();

  private static final String DATABASES = "databases";

  static Caller of(HttpServletRequest request) {
    return (Caller) request.getAttribute(PROPERTY);
  }

  /**
   * The user that the token names (MicroProfile JWT 2.1, section 5.1), with the client; empty when
   * it names none.
   */
  Optional<Identity> identity() {
    return Stream.of("upn", "preferred_username", "sub")
        .map(claim -> text(token.claim(claim).orElse(null)))
        .filter(Objects::nonNull)
        .findFirst()
        .map(name -> new Identity(name, key.client(), this::mayUse));
  }

  /** The session that the token belongs to, if this service issued it. */
  Optional<String> session() {
    return token == null ? Optional.empty() : token.claim(TokenIssuer.SESSION).map(Caller::text);
  }

  /** The databases that the token covers; without the claim, all that the API key covers. */
  DatabaseScope tokenDatabases() {
    return token != null && token.containsClaim(DATABASES)
        ? DatabaseScope.of(texts(token.claim(DATABASES).orElse(null)))
        : DatabaseScope.of(List.of(DatabaseScope.ALL));
  }

  private boolean mayUse(String database) {
    return key.databases().covers(database) && tokenDatabases().covers(database);
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
