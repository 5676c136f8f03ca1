package org.grievances.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line to a server on this machine, on which every byte takes 200 ms in each direction and all
 * connections together get 50 kB a second. So each handshake costs what it costs on such a line;
 * that TCP begins slowly is not modelled.
 */
final class SlowLine implements AutoCloseable {
  static final int ROUND_TRIP_MILLIS = 400;
  static final int BYTES_PER_SECOND = 50_000;

  private static final long ROUND_TRIP = ROUND_TRIP_MILLIS * 1_000_000L;
  private static final int PACKET = 1_400;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final int server;
  private final Direction up = new Direction();
  private final Direction down = new Direction();

  /** Bytes, and when the last of them is there. */
  private record Packet(byte[] bytes, long arrival) {}

  /** One direction of the line, which all connections share. */
  private static final class Direction {
    private final AtomicLong bytes = new AtomicLong();
    private long free = System.nanoTime();

    /** When bytes arrive that are sent now, or later. */
    synchronized long arrival(int count, long sent) {
      bytes.addAndGet(count);
      free = Math.max(free, sent) + count * 1_000_000_000L / BYTES_PER_SECOND;
      return free + ROUND_TRIP / 2;
    }
  }

  /**
   * @param server the port of the server
   */
  SlowLine(int server) throws IOException {
    this.server = server;
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  long bytesDown() {
    return down.bytes.get();
  }

  /** Closes all connections, so that the next request needs a new one. */
  void reset() {
    sockets.forEach(SlowLine::close);
    sockets.clear();
    connections.set(0);
    down.bytes.set(0);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The listener or the server is closed.
      }
    }
  }

  /**
   * The client has connected at once; the first bytes wait for the handshake that it was spared.
   */
  private void connect(Socket client) throws IOException {
    long connected = System.nanoTime() + ROUND_TRIP;
    connections.incrementAndGet();
    Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
    sockets.add(client);
    sockets.add(target);
    forward(client, target, up, connected);
    forward(target, client, down, connected);
  }

  private void forward(Socket from, Socket to, Direction direction, long connected)
      throws IOException {
    to.setTcpNoDelay(true);
    BlockingQueue<Packet> way = new LinkedBlockingQueue<>();
    threads.execute(() -> send(from, way, direction, connected));
    threads.execute(() -> deliver(way, to));
  }

  private static void send(
      Socket from, BlockingQueue<Packet> way, Direction direction, long connected) {
    byte[] buffer = new byte[PACKET];
    try (InputStream in = from.getInputStream()) {
      for (int count; (count = in.read(buffer)) >= 0; ) {
        long sent = Math.max(System.nanoTime(), connected);
        way.add(new Packet(Arrays.copyOf(buffer, count), direction.arrival(count, sent)));
      }
    } catch (IOException e) {
      // One side has closed the connection.
    }
    way.add(new Packet(null, System.nanoTime() + ROUND_TRIP / 2));
  }

  private static void deliver(BlockingQueue<Packet> way, Socket to) {
    try (OutputStream out = to.getOutputStream()) {
      for (Packet packet = way.take(); packet.bytes() != null; packet = way.take()) {
        TimeUnit.NANOSECONDS.sleep(packet.arrival() - System.nanoTime());
        out.write(packet.bytes());
      }
    } catch (IOException e) {
      // The other side has closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    reset();
    threads.shutdownNow();
  }
}
