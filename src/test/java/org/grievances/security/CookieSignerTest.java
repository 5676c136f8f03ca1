package org.grievances.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which signatures count. */
class CookieSignerTest {
  private static final String OLD = "o".repeat(32);
  private static final String NEW = "n".repeat(32);

  private static CookieSigner with(String... keys) {
    return new CookieSigner(keys.length == 0 ? Optional.empty() : Optional.of(List.of(keys)));
  }

  @Test
  void aSignedTextIsVerifiedByAllServersWithTheKey() {
    String signed = with(NEW).sign("purpose", "1.text");
    assertEquals(Optional.of("1.text"), with(NEW).verify("purpose", signed));
    assertEquals(Optional.empty(), with(OLD).verify("purpose", signed));
    assertEquals(Optional.empty(), with().verify("purpose", signed));
    assertEquals(Optional.empty(), with(NEW).verify("another", signed));
  }

  @Test
  void keysAreReplacedOneAfterTheOther() {
    String signed = with(OLD).sign("purpose", "text");
    assertEquals(Optional.of("text"), with(NEW, OLD).verify("purpose", signed));
    assertEquals(Optional.empty(), with(OLD).verify("purpose", with(NEW, OLD).sign("purpose", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "text", "text.", ".text", "text.AAAA"})
  void aTextWithoutItsSignatureIsRefused(String forged) {
    assertEquals(Optional.empty(), with(NEW).verify("purpose", forged));
  }

  @Test
  void aShortKeyOrNoneMeansARandomOne() {
    assertNotEquals(with().sign("purpose", "text"), with().sign("purpose", "text"));
    assertNotEquals(with("short").sign("purpose", "text"), with("short").sign("purpose", "text"));
  }
}
