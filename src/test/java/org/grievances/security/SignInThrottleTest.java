package org.grievances.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.grievances.http.ProblemException;
import org.grievances.http.ProblemType;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
  private static final String HOME = "192.0.2.1";
  private static final String PORTAL = "192.0.2.2";

  private final SignInThrottle limits = new SignInThrottle();

  private void fail(String user, String address, int times) {
    for (int time = 0; time < times; time++) {
      try (SignInThrottle.Attempt attempt = limits.attempt(user, address)) {
        attempt.fail();
      }
    }
  }

  private void signIn(String user, String address) {
    try (SignInThrottle.Attempt attempt = limits.attempt(user, address)) {
      attempt.succeed();
    }
  }

  private void checkSlowed(String user, String address) {
    ProblemException slowed =
        assertThrows(ProblemException.class, () -> limits.attempt(user, address));
    assertEquals(ProblemType.TOO_MANY_ATTEMPTS, slowed.type());
  }

  @Test
  void afterFiveWrongPasswordsEachFurtherOneHasToWait() {
    fail("jane", HOME, 5);
    checkSlowed("jane", HOME);
    checkSlowed("JANE", HOME);
  }

  @Test
  void rightPasswordsCostNothing() {
    fail("jane", HOME, 4);
    for (int time = 0; time < 500; time++) {
      signIn("jane", HOME);
    }
    fail("jane", HOME, 1);
    checkSlowed("jane", HOME);
  }

  /** The users could not be looked up, say. */
  @Test
  void anAttemptWithoutOutcomeCostsNothing() {
    for (int time = 0; time < 200; time++) {
      limits.attempt("jane", HOME).close();
    }
  }

  @Test
  void whoKnowsThePasswordGetsInWhileOthersGuessItFromElsewhere() {
    fail("jane", "198.51.100.1", 5);
    checkSlowed("jane", "198.51.100.1");
    signIn("jane", HOME);
  }

  @Test
  void guessesFromManyAddressesAreSlowedButNotTheUserWhereHeSignedInBefore() {
    signIn("jane", HOME);
    for (int address = 1; address <= 20; address++) {
      fail("jane", "198.51.100." + address, 5);
    }
    checkSlowed("jane", "203.0.113.1");
    signIn("jane", HOME);
    signIn("joe", "203.0.113.1");
  }

  @Test
  void aPortalWithOneAddressIsNotShutOutByOneUser() {
    fail("jane", PORTAL, 5);
    for (int time = 0; time < 200; time++) {
      checkSlowed("jane", PORTAL);
    }
    for (int user = 0; user < 90; user++) {
      signIn("user " + user, PORTAL);
    }
  }

  @Test
  void passwordsOfManyUsersFromOneAddressAreSlowed() {
    for (int user = 0; user < 20; user++) {
      fail("user " + user, HOME, 5);
    }
    checkSlowed("another", HOME);
  }
}
