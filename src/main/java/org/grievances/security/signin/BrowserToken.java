package org.grievances.security.signin;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.grievances.digest.Sha256;

/**
 * The secret of a session, in a cookie: the database that stores the session, and 256 random bits.
 */
public record BrowserToken(String database, String secret) {
  /** Browsers take one with this prefix only from this host, and over TLS (RFC 6265bis). */
  public static final String COOKIE = "__Host-grievances";

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static BrowserToken create(String database) {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new BrowserToken(
        database, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Empty when the cookie is missing or has another form. */
  public static Optional<BrowserToken> in(Cookie cookie) {
    String[] parts = cookie == null ? new String[0] : cookie.getValue().split("\\.", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      byte[] database = Base64.getUrlDecoder().decode(parts[0]);
      return Optional.of(new BrowserToken(new String(database, StandardCharsets.UTF_8), parts[1]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String sha256() {
    return Sha256.hex(secret);
  }

  /** The cookie, which the browser forgets when it is closed. */
  NewCookie cookie() {
    String name =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(database.getBytes(StandardCharsets.UTF_8));
    return cookie(name + "." + secret).build();
  }

  /** The cookie that makes a browser forget the last one. */
  static NewCookie forgotten() {
    return cookie("").maxAge(0).build();
  }

  private static NewCookie.Builder cookie(String value) {
    return new NewCookie.Builder(COOKIE)
        .value(value)
        .path("/")
        .secure(true)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT);
  }

  @Override
  public String toString() {
    return "a token";
  }
}
