package org.grievances.security.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.junit.jupiter.api.Test;

/** Tests which sign-in attempts are throttled, by user and by address. */
class SignInThrottleTest {
  private static final String HOME = "192.0.2.1";
  private static final String PORTAL = "192.0.2.2";

  private final SignInThrottle throttle = new SignInThrottle();

  private void fail(String user, String address, int times) {
    for (int time = 0; time < times; time++) {
      try (SignInThrottle.Attempt attempt = throttle.attempt(user, address)) {
        attempt.fail();
      }
    }
  }

  private void signIn(String user, String address) {
    try (SignInThrottle.Attempt attempt = throttle.attempt(user, address)) {
      attempt.succeed();
    }
  }

  private void checkThrottled(String user, String address) {
    FailureException refused =
        assertThrows(FailureException.class, () -> throttle.attempt(user, address));
    assertEquals(ProblemType.TOO_MANY_ATTEMPTS, refused.type());
  }

  @Test
  void attemptsAreThrottledAfterFiveWrongPasswords() {
    fail("jane", HOME, 5);
    checkThrottled("jane", HOME);
    checkThrottled("JANE", HOME);
    checkThrottled(" jane ", HOME);
  }

  @Test
  void addressesOfOneSubscriberShareALimit() {
    for (int address = 0; address < 5; address++) {
      fail("jane", "2001:db8:1:2::" + address, 1);
    }
    checkThrottled("jane", "2001:db8:1:2:ffff::1");
    fail("jane", "2001:db8:1:3::1", 1);
  }

  @Test
  void rightPasswordsDoNotCountAsAttempts() {
    fail("jane", HOME, 4);
    for (int time = 0; time < 500; time++) {
      signIn("jane", HOME);
    }
    fail("jane", HOME, 1);
    checkThrottled("jane", HOME);
  }

  /** For example, when the user registry could not be reached. */
  @Test
  void anAttemptWithoutOutcomeDoesNotCount() {
    for (int time = 0; time < 200; time++) {
      throttle.attempt("jane", HOME).close();
    }
  }

  @Test
  void aUserCanSignInWhileGuessesFromAnotherAddressAreThrottled() {
    fail("jane", "198.51.100.1", 5);
    checkThrottled("jane", "198.51.100.1");
    signIn("jane", HOME);
  }

  @Test
  void guessesFromManyAddressesAreThrottledButNotTheAddressOfAnEarlierSignIn() {
    signIn("jane", HOME);
    for (int address = 1; address <= 20; address++) {
      fail("jane", "198.51.100." + address, 5);
    }
    checkThrottled("jane", "203.0.113.1");
    signIn("jane", HOME);
    signIn("joe", "203.0.113.1");
  }

  @Test
  void anAddressSharedByManyUsersIsNotBlockedByOneUser() {
    fail("jane", PORTAL, 5);
    for (int time = 0; time < 200; time++) {
      checkThrottled("jane", PORTAL);
    }
    for (int user = 0; user < 90; user++) {
      signIn("user " + user, PORTAL);
    }
  }

  @Test
  void guessesForManyUsersFromOneAddressAreThrottled() {
    for (int user = 0; user < 20; user++) {
      fail("user " + user, HOME, 5);
    }
    checkThrottled("another", HOME);
  }
}
