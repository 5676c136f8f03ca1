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
 * Callers who begin a batch and send a byte of it a second, as long as they are let; each that is
 * not begins anew. One thread does it for all of them.
 */
final class SlowSenders implements AutoCloseable {
  private static final int LENGTH = 1_000_000;

  private final OwnServer server;
  private final List<SocketChannel> lines = new ArrayList<>();
  private final Thread thread;

  private SlowSenders(OwnServer server, int senders, Instant end) throws IOException {
    this.server = server;
    for (int sender = 0; sender < senders; sender++) {
      lines.add(begin());
    }
    thread = new Thread(() -> sendUntil(end), "slow senders");
    thread.start();
  }

  static SlowSenders start(OwnServer server, int senders, Instant end) throws IOException {
    return new SlowSenders(server, senders, end);
  }

  private SocketChannel begin() throws IOException {
    SocketChannel line = SocketChannel.open(new InetSocketAddress("localhost", server.port()));
    String head = server.batchHead(OwnServer.DERBY, LENGTH) + "[";
    line.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
    line.configureBlocking(false);
    return line;
  }

  private void sendUntil(Instant end) {
    try {
      while (Instant.now().isBefore(end)) {
        for (int line = 0; line < lines.size(); line++) {
          lines.set(line, sendOrBeginAnew(lines.get(line)));
        }
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (IOException | InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is given up is answered, or its connection is closed. */
  private SocketChannel sendOrBeginAnew(SocketChannel line) throws IOException {
    try {
      if (line.read(ByteBuffer.allocate(1)) == 0) {
        line.write(ByteBuffer.wrap(new byte[] {' '}));
        return line;
      }
    } catch (IOException closed) {
      // Begun anew like one that was answered.
    }
    line.close();
    return begin();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    for (SocketChannel line : lines) {
      line.close();
    }
  }
}
