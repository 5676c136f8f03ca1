package org.grievances.security.caller;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.grievances.scope.Scope;
import org.grievances.security.session.TokenIssuer;
import org.grievances.security.user.DatabaseScope;
import org.grievances.security.user.UserPermissions;

/**
 * The claims of a verified token.
 *
 * @param issuer who signed it
 * @param user empty if it names none
 * @param session the session that the token belongs to, if this service issued it
 * @param databases all, if it does not say which
 * @param scope the records that its user may see: all, if it does not say whose
 * @param expires when it ends
 */
public record TokenClaims(
    String issuer,
    Optional<String> user,
    Optional<String> session,
    Set<String> roles,
    DatabaseScope databases,
    Scope scope,
    Instant expires) {
  /** One for all, since each search for the parser takes longer than the parsing. */
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  /** The claims with the values that records have which the user may see. */
  public static final List<String> LIMITING = List.of("subscriber_ID", "provider_ID");

  private static final String DATABASES = "databases";

  /** The claims of a token that the container has verified. */
  public static TokenClaims of(JsonWebToken token) {
    return new TokenClaims(
        token.getIssuer(),
        user(token),
        token.claim(TokenIssuer.SESSION).map(TokenClaims::text),
        Set.copyOf(UserPermissions.of(groups(token)).roles()),
        names(token, DATABASES)
            ? DatabaseScope.of(texts(token.claim(DATABASES).orElse(null)))
            : DatabaseScope.everything(),
        scope(token),
        Instant.ofEpochSecond(token.getExpirationTime()));
  }

  /** A claim that has no texts lets its user see nothing. */
  private static Scope scope(JsonWebToken token) {
    Map<String, Set<String>> values = new TreeMap<>();
    for (String claim : LIMITING) {
      if (names(token, claim)) {
        Object value = token.claim(claim).orElse(null);
        String one = text(value);
        values.put(claim, one == null ? Set.copyOf(texts(value)) : Set.of(one));
      }
    }
    return new Scope(values, Set.of());
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

  /** The name of the user (MicroProfile JWT 2.1, section 5.1); empty when there is none. */
  private static Optional<String> user(JsonWebToken token) {
    return Stream.of("upn", "preferred_username", "sub")
        .map(claim -> text(token.claim(claim).orElse(null)))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** A claim that is not an array of strings yields an empty list. */
  private static List<String> texts(Object claim) {
    return claim instanceof Collection<?> values
        ? values.stream().map(TokenClaims::text).filter(Objects::nonNull).toList()
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

  /** Whether the token has not ended yet. */
  boolean areCurrent() {
    return Instant.now().isBefore(expires);
  }
}
