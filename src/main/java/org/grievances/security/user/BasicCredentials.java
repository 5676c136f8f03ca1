package org.grievances.security.user;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A user's name and password, as sent in {@code Authorization: Basic} (RFC 7617). Jakarta
 * Security's {@code BasicAuthenticationCredential} reads US-ASCII only; these are UTF-8.
 */
public record BasicCredentials(String user, String password) {
  private static final String SCHEME = "Basic ";

  /** Empty when the header does not have this form. */
  public static Optional<BasicCredentials> of(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      String[] parts =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes))
              .toString()
              .split(":", 2);
      return parts.length == 2 && !parts[0].isBlank()
          ? Optional.of(new BasicCredentials(parts[0], parts[1]))
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "a password";
  }
}
