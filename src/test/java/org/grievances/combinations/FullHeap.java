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
 * Senders who have sent all of their bodies but the last byte, and together take the memory that a
 * server gives to bodies: what is larger than a few items goes to a file then.
 */
final class FullHeap implements AutoCloseable {
  /** A sixteenth of the heap. */
  private static final int SHARE = CombinationServer.HEAP_MEBIBYTES * 1024 * 1024 / 16;

  private static final int SENDERS = 5;

  /** Liberty hands bodies on in parts of 32 KiB, so each sender may leave as much. */
  private static final int PROBE = SENDERS * 64 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] BLANKS = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);

  private final CombinationServer server;
  private final List<Socket> senders = new ArrayList<>();

  private FullHeap(CombinationServer server) {
    this.server = server;
  }

  /**
   * @param taken false for one that takes nothing
   */
  static FullHeap of(CombinationServer server, boolean taken)
      throws IOException, InterruptedException {
    FullHeap heap = new FullHeap(server);
    if (taken) {
      for (int sender = 0; sender < SENDERS; sender++) {
        heap.senders.add(heap.send(SHARE / SENDERS));
      }
      heap.awaitFull();
    }
    return heap;
  }

  private Socket send(int bytes) throws IOException {
    Socket sender = new Socket("localhost", server.httpPort());
    OutputStream out = sender.getOutputStream();
    out.write(server.batchHead(bytes + 1).getBytes(StandardCharsets.US_ASCII));
    for (int left = bytes; left > 0; left -= BLANKS.length) {
      out.write(BLANKS, 0, Math.min(left, BLANKS.length));
    }
    return sender;
  }

  /** Until a small body goes to a file. */
  private void awaitFull() {
    await("a full heap").atMost(PATIENCE).until(this::isFull);
  }

  private boolean isFull() throws IOException, InterruptedException {
    Socket probe = send(PROBE);
    try {
      TimeUnit.MILLISECONDS.sleep(20);
      return server.bodiesInFiles() > 0;
    } finally {
      probe.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket sender : senders) {
      sender.close();
    }
  }
}
