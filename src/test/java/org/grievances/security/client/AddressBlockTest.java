package org.grievances.security.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
    "2001:DB8:1:2::1, 2001:db8:1:2::1",
    "2001:db8:1:2::1, 2001:0db8:0001:0002:0:0:0:9",
    "fe80::1%eth0, fe80::2%eth1",
    "[2001:db8:1:2::1], 2001:db8:1:2::3",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::ffff:c000:207, 192.0.2.7",
  })
  void addressesOfOneSubscriberAreOneBlock(String one, String other) {
    assertEquals(AddressBlock.of(one), AddressBlock.of(other));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:3::1",
    "192.0.2.7, 192.0.2.8",
    "::ffff:192.0.2.7, ::ffff:192.0.2.8",
    "2001:db8:1:2::1, 192.0.2.7",
    "::1, 127.0.0.1",
  })
  void addressesOfTwoSubscribersAreTwoBlocks(String one, String other) {
    assertNotEquals(AddressBlock.of(one), AddressBlock.of(other));
  }

  /** A lookup would take longer, or find something. */
  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "x:y", "unknown", "", ":", ".:1", "1:2:3", "::1.2.3", "a.example:80"})
  void aTextThatIsNoAddressIsItsOwnBlockWithoutALookup(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(1), () -> assertEquals(text, AddressBlock.of(text).text()));
  }
}
