package org.grievances.http.request;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what is known of connections, on Linux; it shows sockets of IPv4 in two forms. */
class CallerConnectionTest {

  private static CallerConnection of(Socket accepted) {
    return CallerConnection.of(accepted.getLocalPort(), accepted.getPort());
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, false", "127.0.0.1, true", "0.0.0.0, false", "::1, false"})
  void connectionIsClosedOnceItsCallerHasClosedIt(String address, boolean isReset)
      throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "Linux");
    InetAddress bound = InetAddress.getByName(address);
    Assumptions.assumeTrue(
        !address.contains(":") || Files.exists(Path.of("/proc/net/if_inet6")), "IPv6");
    Socket caller = new Socket();
    try (ServerSocket server = new ServerSocket(0, 1, bound)) {
      String host = address.contains(":") ? "::1" : "127.0.0.1";
      caller.connect(new InetSocketAddress(host, server.getLocalPort()));
      assertIsClosedAfter(caller, server, isReset);
    }
  }

  private static void assertIsClosedAfter(Socket caller, ServerSocket server, boolean isReset)
      throws IOException {
    try (Socket accepted = server.accept()) {
      CallerConnection connection = of(accepted);
      caller.getOutputStream().write(1);
      assertFalse(connection.isClosed());
      caller.setSoLinger(isReset, 0);
      caller.close();
      await().atMost(Duration.ofSeconds(5)).until(connection::isClosed);
    }
  }

  @Test
  void connectionThatTheSystemDoesNotShowIsOpen() {
    for (CallerConnection unknown :
        List.of(CallerConnection.of(9443, 9443), CallerConnection.of(9443, -1))) {
      assertFalse(unknown.isClosed());
      assertFalse(unknown.isClosed());
      assertFalse(unknown.isClosed());
    }
  }
}
