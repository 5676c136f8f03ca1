package org.grievances.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The connection of a request, which may be closed while the request runs. The server itself
 * notices that only when it writes the response, so Linux is asked for the connection's state. On
 * other systems, and behind a proxy that is trusted to name its callers, it counts as open.
 */
public final class CallerConnection {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final String ESTABLISHED = "01";
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;

  private final String localPort;
  private final List<String> remotes;
  private boolean wasSeen;

  private CallerConnection(String localPort, List<String> remotes) {
    this.localPort = localPort;
    this.remotes = remotes;
  }

  /** The connection over which a request came. */
  public static CallerConnection of(HttpServletRequest request) {
    return of(request.getLocalPort(), request.getRemoteAddr(), request.getRemotePort());
  }

  /**
   * @param remoteAddress an IP address
   */
  static CallerConnection of(int localPort, String remoteAddress, int remotePort) {
    byte[] address = address(remoteAddress);
    String port = port(remotePort);
    Stream<byte[]> forms =
        address.length == 4 ? Stream.of(address, mapped(address)) : Stream.of(address);
    return new CallerConnection(
        port(localPort), forms.map(form -> hexadecimal(form) + port).toList());
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }

  /** An IPv4 address as the sockets of IPv6 have it (RFC 4291, section 2.5.5.2). */
  private static byte[] mapped(byte[] address) {
    return ByteBuffer.allocate(16)
        .put(10, (byte) 0xff)
        .put(11, (byte) 0xff)
        .put(12, address)
        .array();
  }

  /** Linux writes an address as words in the byte order of the machine. */
  private static String hexadecimal(byte[] address) {
    ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append("%08X".formatted(words.getInt()));
    }
    return text.toString();
  }

  private static String port(int port) {
    return ":%04X".formatted(port);
  }

  /** Whether the caller, or the network, has closed the connection. */
  public synchronized boolean isClosed() {
    Optional<String> state = TABLES.stream().flatMap(this::states).findFirst();
    boolean isClosed = state.map(each -> !each.equals(ESTABLISHED)).orElse(wasSeen);
    wasSeen |= state.isPresent();
    return isClosed;
  }

  private Stream<String> states(Path table) {
    try (Stream<String> lines = Files.lines(table)) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns.length > STATE && remotes.contains(columns[REMOTE]))
          .filter(columns -> columns[LOCAL].endsWith(localPort))
          .map(columns -> columns[STATE])
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
