package org.grievances.security.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.grievances.scope.Scope;
import org.grievances.security.user.DatabaseScope;
import org.junit.jupiter.api.Test;

/** Tests which tokens count as verified. */
class VerifiedTokensTest {
  private final VerifiedTokens tokens = new VerifiedTokens();

  private static TokenClaims claims(Instant expires) {
    return new TokenClaims(
        "https://issuer.example/",
        Optional.of("ann"),
        Optional.empty(),
        Set.of("grievance-writer"),
        DatabaseScope.everything(),
        Scope.ALL,
        expires);
  }

  @Test
  void onlyATokenThatWasVerifiedIsKnown() {
    TokenClaims claims = claims(Instant.now().plusSeconds(600));
    tokens.add("header.payload.signature", claims);
    assertEquals(Optional.of(claims), tokens.find("header.payload.signature"));
    assertEquals(Optional.empty(), tokens.find("header.payload.signaturf"));
    assertEquals(Optional.empty(), tokens.find("header.payload."));
    assertEquals(Optional.empty(), tokens.find(""));
  }

  @Test
  void aTokenThatHasEndedIsNotKnown() {
    tokens.add("token", claims(Instant.now()));
    assertEquals(Optional.empty(), tokens.find("token"));
  }
}
