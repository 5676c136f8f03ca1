package org.grievances.security.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The addresses that count as one caller: a single IPv4 address, or the /64 of an IPv6 address,
 * since a network gives each of its subscribers at least so many (RFC 6177).
 *
 * @param text the same for all addresses of the block
 */
public record AddressBlock(String text) {
  /** Only such a text is parsed, so that no name is ever looked up. */
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final int PREFIX_BYTES = 8;

  /**
   * The block of an address. An IPv4 address that is mapped to IPv6 (RFC 4291, section 2.5.5.2)
   * counts as IPv4, and a zone is left out. A text that is not an address is its own block.
   */
  public static AddressBlock of(String address) {
    String withoutZone = address.strip().replaceFirst("%.*", "").replaceAll("[\\[\\]]", "");
    if (!IPV6.matcher(withoutZone).matches()) {
      return new AddressBlock(withoutZone.toLowerCase(Locale.ROOT));
    }
    try {
      InetAddress parsed = InetAddress.getByName(withoutZone);
      return new AddressBlock(parsed instanceof Inet6Address ? prefix(parsed) : text(parsed));
    } catch (UnknownHostException e) {
      return new AddressBlock(withoutZone.toLowerCase(Locale.ROOT));
    }
  }

  private static String prefix(InetAddress address) {
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
    try {
      return text(InetAddress.getByAddress(bytes)) + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
