package org.grievances.combinations;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Uses up the memory that the server reserves for request bodies, with unfinished requests that
 * lack the last byte of their bodies. The server then stores all but small bodies in files.
 */
final class BodyMemoryFiller implements AutoCloseable {
  /** The server reserves a sixteenth of its heap for request bodies. */
  private static final int BODY_MEMORY_BYTES = CombinationServer.HEAP_MEBIBYTES * 1024 * 1024 / 16;

  private static final int CLIENTS = 5;

  /**
   * Liberty passes bodies on in parts of 32 KiB, so each connection may leave some memory unused.
   */
  private static final int PROBE_BYTES = CLIENTS * 64 * 1024;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final byte[] BLANKS = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);

  private final CombinationServer server;
  private final List<Socket> connections = new ArrayList<>();

  private BodyMemoryFiller(CombinationServer server) {
    this.server = server;
  }

  /**
   * Fills the memory.
   *
   * @param full if false, no requests are sent
   */
  static BodyMemoryFiller of(CombinationServer server, boolean full)
      throws IOException, InterruptedException {
    BodyMemoryFiller filler = new BodyMemoryFiller(server);
    if (full) {
      for (int connection = 0; connection < CLIENTS; connection++) {
        filler.connections.add(filler.send(BODY_MEMORY_BYTES / CLIENTS));
      }
      filler.awaitFull();
    }
    return filler;
  }

  private Socket send(int bytes) throws IOException {
    Socket connection = new Socket("localhost", server.httpPort());
    OutputStream out = connection.getOutputStream();
    out.write(server.batchHead(bytes + 1).getBytes(StandardCharsets.US_ASCII));
    for (int left = bytes; left > 0; left -= BLANKS.length) {
      out.write(BLANKS, 0, Math.min(left, BLANKS.length));
    }
    return connection;
  }

  /** Waits until the server stores a small body in a file. */
  private void awaitFull() {
    await("the memory for bodies is full").atMost(TIMEOUT).until(this::isFull);
  }

  private boolean isFull() throws IOException, InterruptedException {
    Socket probe = send(PROBE_BYTES);
    try {
      TimeUnit.MILLISECONDS.sleep(20);
      return server.openSpoolFiles() > 0;
    } finally {
      probe.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
