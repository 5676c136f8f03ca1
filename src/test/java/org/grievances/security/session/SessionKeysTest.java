package org.grievances.security.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which signatures count. */
class SessionKeysTest {
  private static final String OLD = "o".repeat(32);
  private static final String NEW = "n".repeat(32);

  private static SessionKeys with(String... keys) {
    return new SessionKeys(() -> String.join(" , ", keys));
  }

  @Test
  void aSignedTextIsVerifiedByAllServersWithTheKey() {
    String signed = with(NEW).attach("purpose", "1.text");
    assertEquals(Optional.of("1.text"), with(NEW).detach("purpose", signed));
    assertEquals(Optional.empty(), with(OLD).detach("purpose", signed));
    assertEquals(Optional.empty(), with().detach("purpose", signed));
    assertEquals(Optional.empty(), with(NEW).detach("another", signed));
  }

  @Test
  void keysAreReplacedInTurn() {
    String signed = with(OLD).attach("purpose", "text");
    assertEquals(Optional.of("text"), with(NEW, OLD).detach("purpose", signed));
    assertEquals(
        Optional.empty(), with(OLD).detach("purpose", with(NEW, OLD).attach("purpose", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "text", "text.", ".text", "text.AAAA"})
  void aTextWithoutItsSignatureIsRefused(String forged) {
    assertEquals(Optional.empty(), with(NEW).detach("purpose", forged));
  }

  @Test
  void textsThatAreJoinedOrMissingHaveAnotherSignature() {
    SessionKeys keys = with(NEW);
    String signature = keys.sign("purpose", List.of("ab", "c"));
    assertTrue(keys.isSigned(signature, "purpose", List.of("ab", "c")));
    assertFalse(keys.isSigned(signature, "purpose", List.of("a", "bc")));
    assertFalse(keys.isSigned(signature, "purpose", List.of("abc")));
    assertFalse(keys.isSigned(signature, "purpose", Arrays.asList("ab", "c", null)));
    assertFalse(
        keys.isSigned(keys.sign("purpose", List.of("")), "purpose", Arrays.asList((String) null)));
  }

  @Test
  void missingOrShortKeyIsReplacedByARandomKey() {
    assertNotEquals(with().attach("purpose", "text"), with().attach("purpose", "text"));
    for (String placeholder : List.of("short", "<output of openssl rand -base64 32>")) {
      assertNotEquals(
          with(placeholder).attach("purpose", "text"), with(placeholder).attach("purpose", "text"));
    }
  }
}
