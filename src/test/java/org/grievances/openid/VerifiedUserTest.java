package org.grievances.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests whom the claims of an ID token name, and with what. */
class VerifiedUserTest {

  @Test
  void firstOfThreeClaimsNamesTheUser() throws NotSignedInException {
    Map<String, Object> claims = Map.of("sub", "1", "preferred_username", "jo", "upn", "jo@plan");
    assertEquals("jo@plan", VerifiedUser.of(claims).name());
    assertEquals("jo", VerifiedUser.of(Map.of("sub", "1", "preferred_username", "jo")).name());
    assertEquals("1", VerifiedUser.of(Map.of("sub", "1", "upn", " ")).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "jo\nadmin", "jo\u0000"})
  void blankOrControlCharacterNameIsRefused(String name) {
    assertThrows(NotSignedInException.class, () -> VerifiedUser.of(Map.of("sub", name)));
  }

  @Test
  void tooLongNameIsRefused() {
    Map<String, Object> claims = Map.of("sub", "x".repeat(257));
    assertThrows(NotSignedInException.class, () -> VerifiedUser.of(claims));
  }

  @Test
  void claimThatIsNotAnArrayOfStringsIsEmpty() throws NotSignedInException {
    VerifiedUser user =
        VerifiedUser.of(Map.of("sub", "1", "groups", "grievance-admin", "databases", "*"));
    assertEquals(List.of(), user.groups());
    assertEquals(Optional.of(List.of()), user.databases());
    assertEquals(
        List.of("a"), VerifiedUser.of(Map.of("sub", "1", "groups", List.of("a", 2))).groups());
  }

  @Test
  void missingClaimLeavesTheDatabasesUnspecified() throws NotSignedInException {
    assertEquals(Optional.empty(), VerifiedUser.of(Map.of("sub", "1")).databases());
  }

  @Test
  void nullClaimMeansNoDatabases() throws NotSignedInException {
    Map<String, Object> claims = new HashMap<>(Map.of("sub", "1"));
    claims.put("databases", null);
    assertEquals(Optional.of(List.of()), VerifiedUser.of(claims).databases());
  }
}
