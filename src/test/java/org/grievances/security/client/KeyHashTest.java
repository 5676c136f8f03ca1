package org.grievances.security.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.grievances.digest.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests until when the hash of a key counts. */
class KeyHashTest {
  private static final byte[] SHA256 = Sha256.of("the key");
  private static final String TEXT = HexFormat.of().formatHex(SHA256);

  @Test
  void aKeyCountsUntilItsEnd() {
    assertTrue(KeyHash.parse(TEXT).matches(SHA256));
    assertTrue(KeyHash.parse(TEXT + " until 2999-01-01T00:00:00Z").matches(SHA256));
    assertFalse(KeyHash.parse(TEXT + " until 2020-01-01T00:00:00Z").matches(SHA256));
    assertFalse(KeyHash.parse(TEXT).matches(Sha256.of("another key")));
  }

  @Test
  void idTellsNothingOfTheKey() {
    String id = KeyHash.parse(TEXT).id();
    assertEquals(id, KeyHash.parse(TEXT + " until 2999-01-01T00:00:00Z").id());
    assertFalse(TEXT.contains(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {" until tomorrow", " until ", " until 2026-01-01", "0"})
  void anUnreadableOneIsRefusedWithoutQuotingIt(String end) {
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> KeyHash.parse(TEXT + end));
    assertFalse(refused.getMessage().contains(TEXT), refused.getMessage());
  }
}
