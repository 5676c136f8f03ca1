package org.grievances.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of addresses, in the notation of CIDR: {@code 10.0.0.0/8} (RFC 4632), {@code fc00::/7}.
 *
 * @param text as it is written
 * @param prefix an address of the network
 * @param bits how many bits of it all addresses of the network share
 */
public record Network(String text, byte[] prefix, int bits) {
  /** Only such a text is parsed, so that no name is ever looked up. */
  private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f.:]{2,45})/([0-9]{1,3})");

  /** Empty if it is no network. */
  public static Optional<Network> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || !matcher.group(1).matches(".*[.:].*")) {
      return Optional.empty();
    }
    try {
      byte[] prefix = InetAddress.getByName(matcher.group(1)).getAddress();
      int bits = Integer.parseInt(matcher.group(2));
      return bits <= prefix.length * Byte.SIZE
          ? Optional.of(new Network(text, prefix, bits))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether an address is in the network; one of another version never is. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if ((bytes[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
