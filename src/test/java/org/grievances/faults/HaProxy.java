package org.grievances.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.grievances.server.DebianProgram;
import org.grievances.server.LibertyServer;
import org.grievances.server.Secrets;

/**
 * HAProxy in front of up to three servers, with the configuration that the project gives operators.
 */
final class HaProxy implements AutoCloseable {
  private static final DebianProgram PROGRAM = DebianProgram.of("sbin/haproxy", "haproxy");
  private static final Path CONFIGURATION = Path.of("src/main/deploy/haproxy/haproxy.cfg");
  private static final List<String> NAMES = List.of("one", "two", "three");
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final Process process;
  private final int port;
  private final Path socket;

  private HaProxy(Process process, int port, Path socket) {
    this.process = process;
    this.port = port;
    this.socket = socket;
  }

  /**
   * @param directory for its log and its socket
   */
  static HaProxy before(List<LibertyServer> servers, Secrets secrets, Path directory)
      throws IOException, GeneralSecurityException {
    int port = LibertyServer.freePort();
    Path socket = directory.toAbsolutePath().resolve("haproxy.sock");
    ProcessBuilder builder = PROGRAM.in(directory, "-db", "-f", CONFIGURATION.toString());
    builder.environment().put("GRIEVANCES_ADDRESS", "localhost:" + port);
    builder
        .environment()
        .put("GRIEVANCES_CERTIFICATE", secrets.certificateAndKey().toAbsolutePath().toString());
    builder
        .environment()
        .put("GRIEVANCES_SERVERS_CA", secrets.caFile().toAbsolutePath().toString());
    builder.environment().put("GRIEVANCES_PROXY_SOCKET", socket.toString());
    for (int server = 0; server < NAMES.size(); server++) {
      boolean isThere = server < servers.size();
      int serverPort = isThere ? servers.get(server).port() : LibertyServer.freePort();
      int operationsPort =
          isThere ? servers.get(server).operationsPort() : LibertyServer.freePort();
      builder.environment().put("GRIEVANCES_SERVER_" + (server + 1), "localhost:" + serverPort);
      builder
          .environment()
          .put("GRIEVANCES_OPERATIONS_PORT_" + (server + 1), Integer.toString(operationsPort));
    }
    return new HaProxy(builder.start(), port, socket);
  }

  int port() {
    return port;
  }

  String url() {
    return "https://localhost:" + port;
  }

  /** Waits until it sends requests to a server, or does so no more. */
  void awaitState(int server, String state) {
    await(NAMES.get(server) + " is " + state)
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(() -> value(server, "status").equals(state));
  }

  /** Sends no more requests to a server, and waits until it has answered those it has. */
  void drain(int server) throws IOException {
    ask("set server servers/" + NAMES.get(server) + " state drain");
    await(NAMES.get(server) + " has no request")
        .atMost(TIMEOUT)
        .until(() -> value(server, "scur").equals("0"));
  }

  /** Sends requests to a server again once it is ready, and waits until then. */
  void resume(int server) throws IOException {
    ask("set server servers/" + NAMES.get(server) + " state ready");
    awaitState(server, "UP");
  }

  private String value(int server, String column) throws IOException {
    List<String> lines = ask("show stat").lines().toList();
    int position = List.of(lines.get(0).replace("# ", "").split(",")).indexOf(column);
    String start = "servers," + NAMES.get(server) + ",";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.split(",")[position])
        .findFirst()
        .orElseThrow();
  }

  private String ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return new String(answer, StandardCharsets.US_ASCII);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
