package org.grievances.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests what is derived from the secret of a sign-in. */
class PendingSignInTest {

  @Test
  void valuesSentToTheProviderDiffer() {
    PendingSignIn one = PendingSignIn.begin();
    PendingSignIn other = PendingSignIn.begin();
    Set<String> sent =
        Stream.of(one, other)
            .flatMap(
                each -> Stream.of(each.secret(), each.state(), each.nonce(), each.codeVerifier()))
            .collect(Collectors.toSet());
    assertEquals(8, sent.size());
  }

  @Test
  void anyServerWithTheSecretAwaitsTheSameAnswer() {
    PendingSignIn signIn = PendingSignIn.begin();
    PendingSignIn elsewhere = PendingSignIn.of(signIn.secret()).orElseThrow();
    assertTrue(elsewhere.isAwaiting(signIn.state()));
    assertFalse(elsewhere.isAwaiting(PendingSignIn.begin().state()));
    assertFalse(elsewhere.isAwaiting(""));
    assertFalse(elsewhere.isAwaiting(null));
  }

  @Test
  void malformedSecretBelongsToNoSignIn() {
    assertEquals(Optional.empty(), PendingSignIn.of(""));
    assertEquals(Optional.empty(), PendingSignIn.of("x"));
  }
}
