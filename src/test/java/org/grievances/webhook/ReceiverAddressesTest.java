package org.grievances.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.grievances.settings.Network;
import org.grievances.webhook.ReceiverAddresses.RefusedAddressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiverAddressesTest {

  /** A name server of one name. */
  private record Names(InetAddress[] addresses) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) {
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  private static InetAddress[] addresses(String... texts) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[texts.length];
    for (int index = 0; index < texts.length; index++) {
      addresses[index] = InetAddress.getByName(texts[index]);
    }
    return addresses;
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(text -> Network.parse(text).orElseThrow()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, false",
    "172.15.255.255, false",
    "172.16.0.0, true",
    "172.31.255.255, true",
    "172.32.0.0, false",
    "10.255.255.255, true",
    "100.64.0.1, true",
    "100.128.0.1, false",
    "127.0.0.1, true",
    "169.254.169.254, true",
    "192.168.0.1, true",
    "0.0.0.0, true",
    "224.0.0.1, true",
    "255.255.255.255, true",
    "2606:4700::1111, false",
    "::1, true",
    "::, true",
    "::ffff:10.0.0.1, true",
    "::10.0.0.1, true",
    "fe80::1, true",
    "fd00::1, true",
    "fec0::1, true",
    "ff02::1, true",
    "64:ff9b::10.0.0.1, true",
    "64:ff9b::8.8.8.8, false",
    "2002:a00:1::1, true",
    "2002:808:808::1, false"
  })
  void onlyPublicAddressesAreReached(String address, boolean isRefused) throws Exception {
    assertEquals(
        isRefused, new ReceiverAddresses(List.of()).isRefused(InetAddress.getByName(address)));
  }

  @Test
  void operatorAllowsNetworks() throws Exception {
    ReceiverAddresses addresses = new ReceiverAddresses(networks("10.20.0.0/16", "fd00:20::/32"));
    assertEquals(false, addresses.isRefused(InetAddress.getByName("10.20.3.4")));
    assertEquals(true, addresses.isRefused(InetAddress.getByName("10.21.3.4")));
    assertEquals(false, addresses.isRefused(InetAddress.getByName("fd00:20:1::4")));
    assertEquals(true, addresses.isRefused(InetAddress.getByName("fd00:21::4")));
  }

  /** The addresses that were checked are those that are connected to. */
  @Test
  void nameWithAnAddressThatIsRefusedIsRefused() throws Exception {
    InetAddress[] both = addresses("8.8.8.8", "10.0.0.1");
    assertThrows(
        RefusedAddressException.class,
        () -> new ReceiverAddresses(new Names(both), List.of()).resolve("plan.example"));
    InetAddress[] one = addresses("8.8.8.8");
    assertArrayEquals(
        one, new ReceiverAddresses(new Names(one), List.of()).resolve("plan.example"));
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0", "10.0.0.0/33", "plan.example/8", "fd00::/129", "10/8", "a/8"})
  void networkThatIsNoneIsNotRead(String text) {
    assertEquals(true, Network.parse(text).isEmpty());
  }
}
