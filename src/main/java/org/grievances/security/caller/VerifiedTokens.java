package org.grievances.security.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.grievances.digest.Sha256;

/**
 * Remembers the claims of verified tokens for a short time, since most clients send the same token
 * with many requests. It keeps their hashes alone, none past its end, and no token that was
 * refused. Whether the session of a token is still open is asked at each request, all the same.
 */
@ApplicationScoped
public class VerifiedTokens {
  /** How much longer than the container alone it accepts a token whose key is withdrawn. */
  private static final Duration RETENTION = Duration.ofMinutes(1);

  private static final int MAX_TOKENS = 10_000;

  private final Cache<String, TokenClaims> claims =
      Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(RETENTION).build();

  /**
   * The claims of a token that was verified a short time ago and has not ended.
   *
   * @param authorization the header, as it was sent
   */
  public Optional<TokenClaims> find(String authorization) {
    return Optional.ofNullable(claims.getIfPresent(Sha256.hex(authorization)))
        .filter(TokenClaims::areCurrent);
  }

  /** Remembers a token that the container has just verified. */
  public void add(String authorization, TokenClaims verified) {
    claims.put(Sha256.hex(authorization), verified);
  }
}
