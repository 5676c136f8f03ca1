package org.grievances.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that send the body of a batch at one byte per second. A client starts a new request when
 * the server responds or closes the connection. One thread serves all clients.
 */
final class SlowClients implements AutoCloseable {
  private static final int BODY_BYTES = 1_000_000;

  private final PrivateServer server;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final Thread thread;

  private SlowClients(PrivateServer server, int clients, Instant end) throws IOException {
    this.server = server;
    for (int client = 0; client < clients; client++) {
      channels.add(startRequest());
    }
    thread = new Thread(() -> sendBytesUntil(end), "slow clients");
    thread.start();
  }

  static SlowClients start(PrivateServer server, int clients, Instant end) throws IOException {
    return new SlowClients(server, clients, end);
  }

  private SocketChannel startRequest() throws IOException {
    SocketChannel channel = SocketChannel.open(new InetSocketAddress("localhost", server.port()));
    String head = server.batchHead(PrivateServer.DERBY, BODY_BYTES) + "[";
    channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
    return channel;
  }

  private void sendBytesUntil(Instant end) {
    try {
      while (Instant.now().isBefore(end)) {
        for (int i = 0; i < channels.size(); i++) {
          channels.set(i, sendByteOrRestart(channels.get(i)));
        }
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a new request if the server has responded or closed the connection. */
  private SocketChannel sendByteOrRestart(SocketChannel channel) throws IOException {
    try {
      if (channel.read(ByteBuffer.allocate(1)) == 0) {
        channel.write(ByteBuffer.wrap(new byte[] {' '}));
        return channel;
      }
    } catch (IOException e) {
      // Restarted below, as after a response.
    }
    channel.close();
    return startRequest();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
