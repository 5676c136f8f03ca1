package org.grievances.http.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The connection of a request, which may be closed while the request runs, by the caller or by the
 * proxy between. The server itself notices that only when it writes the response, so Linux is asked
 * for the connection's state. On other systems it counts as open.
 */
public final class CallerConnection {
  private static final Set<Path> TABLES =
      Set.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final String ESTABLISHED = "01";
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;

  /** Linux may leave out a line of a table that changes while it is read. */
  private static final int LOOKS_UNTIL_GONE = 2;

  private final String localPort;
  private final String remotePort;
  private boolean wasSeen;
  private int looksInVain;

  private CallerConnection(int localPort, int remotePort) {
    this.localPort = suffix(localPort);
    this.remotePort = suffix(remotePort);
  }

  /** The connection over which a request came, which is looked at for the first time. */
  public static CallerConnection of(HttpServletRequest request) {
    return of(request.getLocalPort(), request.getRemotePort());
  }

  /**
   * Ports identify a connection: its address may be that of the caller, which a trusted proxy
   * names. Where connections of several addresses have the same ports, all of them must be closed.
   */
  static CallerConnection of(int localPort, int remotePort) {
    CallerConnection connection = new CallerConnection(localPort, remotePort);
    connection.isClosed();
    return connection;
  }

  private static String suffix(int port) {
    return ":%04X".formatted(port);
  }

  /**
   * Whether the other side, or the network, has closed the connection. One that was reset is no
   * longer in the table.
   */
  public synchronized boolean isClosed() {
    Set<String> states = TABLES.stream().flatMap(this::states).collect(Collectors.toSet());
    if (states.contains(ESTABLISHED)) {
      wasSeen = true;
      looksInVain = 0;
      return false;
    }
    looksInVain++;
    return !states.isEmpty() || wasSeen && looksInVain >= LOOKS_UNTIL_GONE;
  }

  private Stream<String> states(Path table) {
    try (Stream<String> lines = Files.lines(table)) {
      return lines
          .filter(line -> line.contains(remotePort))
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns.length > STATE)
          .filter(columns -> columns[REMOTE].endsWith(remotePort))
          .filter(columns -> columns[LOCAL].endsWith(localPort))
          .map(columns -> columns[STATE])
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
