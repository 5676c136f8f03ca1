package org.grievances.loader;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Checks whether the transport to a URL is encrypted. */
final class Transport {
  /** An IP address, which is not looked up. */
  private static final String LITERAL = "[0-9]+(\\.[0-9]+){3}|\\[[0-9A-Fa-f:.]+]";

  private Transport() {}

  /** Whether requests are sent unencrypted to another machine. */
  static boolean isExposed(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) && !isLoopback(url.getHost());
  }

  private static boolean isLoopback(String host) {
    if (host == null || !host.matches(LITERAL)) {
      return "localhost".equalsIgnoreCase(host);
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
