package org.grievances.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.grievances.settings.Network;

/**
 * Resolves the hosts of webhooks, and refuses those with an address that is not of the public
 * internet unless the operator allows it: with a webhook, a caller could otherwise reach what only
 * this server can. It is asked for each connection, which is made to the addresses that it returns.
 */
final class ReceiverAddresses implements DnsResolver {
  /** Networks for special purposes (RFC 6890 and the registries of IANA). */
  private static final List<Network> SPECIAL =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/96",
          "100::/64",
          "2001::/23",
          "2001:db8::/32",
          "fc00::/7",
          "fe80::/9",
          "ff00::/8");

  /** Networks of IPv6 whose addresses hold one of IPv4: NAT64 (RFC 6052) and 6to4 (RFC 3056). */
  private static final Network NAT64 = networks("64:ff9b::/96").get(0);

  private static final Network SIX_TO_FOUR = networks("2002::/16").get(0);
  private static final int BYTES_OF_IPV4 = 4;

  private final DnsResolver names;
  private final List<Network> allowed;

  /**
   * @param allowed networks for special purposes that may be reached
   */
  ReceiverAddresses(List<Network> allowed) {
    this(SystemDefaultDnsResolver.INSTANCE, allowed);
  }

  ReceiverAddresses(DnsResolver names, List<Network> allowed) {
    this.names = names;
    this.allowed = allowed;
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(text -> Network.parse(text).orElseThrow()).toList();
  }

  /**
   * @throws RefusedAddressException if one of the addresses is refused, since the others may be
   *     there to hide it
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = names.resolve(host);
    for (InetAddress address : addresses) {
      if (isRefused(address)) {
        throw new RefusedAddressException();
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return host;
  }

  boolean isRefused(InetAddress address) throws UnknownHostException {
    InetAddress reached = withoutTunnel(address);
    return allowed.stream().noneMatch(network -> network.contains(reached))
        && SPECIAL.stream().anyMatch(network -> network.contains(reached));
  }

  /** The address of IPv4 that is reached by one of IPv6, or the same address. */
  private static InetAddress withoutTunnel(InetAddress address) throws UnknownHostException {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    if (NAT64.contains(address)) {
      return ipv4(bytes, bytes.length - BYTES_OF_IPV4);
    }
    return SIX_TO_FOUR.contains(address) ? ipv4(bytes, 2) : address;
  }

  private static InetAddress ipv4(byte[] bytes, int from) throws UnknownHostException {
    return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + BYTES_OF_IPV4));
  }

  /** A host has an address that must not be reached. */
  static final class RefusedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;
  }
}
