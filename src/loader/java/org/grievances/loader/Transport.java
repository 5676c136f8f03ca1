package org.grievances.loader;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Whether what is sent to a URL can be read on the way. */
final class Transport {
  /** An IP address, which is not looked up. */
  private static final String LITERAL = "[0-9]+(\\.[0-9]+){3}|\\[[0-9A-Fa-f:.]+]";

  private Transport() {}

  /** Whether it is sent as plain text to another machine. */
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
