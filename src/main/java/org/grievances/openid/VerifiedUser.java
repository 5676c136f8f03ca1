package org.grievances.openid;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user whose identity the provider has verified.
 *
 * @param databases empty if the provider does not say which
 */
public record VerifiedUser(String name, List<String> groups, Optional<List<String>> databases) {
  private static final int MAX_NAME_LENGTH = 256;

  /** Claims of tokens for portals, whose users have no use for the console. */
  private static final List<String> LIMITING = List.of("subscriber_ID", "provider_ID");

  private static final String DATABASES = "databases";

  /**
   * The user that the claims name as those of API tokens do (MicroProfile JWT 2.1, section 5.1).
   *
   * @throws NotSignedInException if they name none, or limit the user to some records
   */
  static VerifiedUser of(Map<String, Object> claims) throws NotSignedInException {
    String name =
        Stream.of("upn", "preferred_username", "sub")
            .map(claim -> text(claims.get(claim)))
            .filter(Objects::nonNull)
            .findFirst()
            .filter(text -> text.length() <= MAX_NAME_LENGTH)
            .orElseThrow(() -> new NotSignedInException("the ID token names no user"));
    if (LIMITING.stream().anyMatch(claims::containsKey)) {
      throw new NotSignedInException(
          "the user may see only some records, and the console shows all");
    }
    return new VerifiedUser(
        name,
        texts(claims.get("groups")),
        claims.containsKey(DATABASES)
            ? Optional.of(texts(claims.get(DATABASES)))
            : Optional.empty());
  }

  /** A claim that is not an array of strings yields an empty list. */
  private static List<String> texts(Object claim) {
    return claim instanceof Collection<?> values
        ? values.stream().map(VerifiedUser::text).filter(Objects::nonNull).toList()
        : List.of();
  }

  /** Names must not contain control characters. */
  private static String text(Object claim) {
    return claim instanceof String text
            && !text.isBlank()
            && text.chars().noneMatch(Character::isISOControl)
        ? text
        : null;
  }
}
