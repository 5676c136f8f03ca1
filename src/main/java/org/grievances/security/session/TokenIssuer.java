package org.grievances.security.session;

import com.ibm.websphere.security.jwt.InvalidBuilderException;
import com.ibm.websphere.security.jwt.InvalidClaimException;
import com.ibm.websphere.security.jwt.JwtBuilder;
import com.ibm.websphere.security.jwt.JwtException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;

/**
 * Issues the tokens of signed-in users, using the server's {@code jwtBuilder} with the name {@code
 * grievances}, which has the issuer, audience and key that tokens are verified with.
 */
@ApplicationScoped
public class TokenIssuer {
  /**
   * The claim that names the session; when the session ends, none of its tokens is valid any more.
   */
  public static final String SESSION = "grievances_session";

  private static final String BUILDER = "grievances";
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final int REFRESH_TOKEN_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  /**
   * @param database the only database that the tokens cover
   * @throws ProblemException {@code SIGN_IN_NOT_OFFERED} when the server has no such builder
   */
  public IssuedTokens issue(UserSession session, List<String> roles, String database) {
    return new IssuedTokens(
        token("access", session, roles, database),
        token("id", session, roles, database),
        randomText(),
        LIFETIME.toSeconds());
  }

  private static String token(
      String use, UserSession session, List<String> roles, String database) {
    try {
      return builder()
          .jwtId(true)
          .subject(session.user())
          .claim("upn", session.user())
          .claim("groups", roles)
          .claim("databases", List.of(database))
          .claim("token_use", use)
          .claim(SESSION, session.id())
          .expirationTime(Instant.now().plus(LIFETIME).getEpochSecond())
          .buildJwt()
          .compact();
    } catch (InvalidBuilderException | JwtException | InvalidClaimException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws ProblemException {@code SIGN_IN_NOT_OFFERED} when the server has no such builder
   */
  public void checkOffered() {
    builder();
  }

  private static JwtBuilder builder() {
    try {
      return JwtBuilder.create(BUILDER);
    } catch (InvalidBuilderException e) {
      throw notOffered();
    }
  }

  public static FailureException notOffered() {
    ProblemType type = ProblemType.SIGN_IN_NOT_OFFERED;
    return new FailureException(type, type.remedy());
  }

  private String randomText() {
    byte[] bytes = new byte[REFRESH_TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
