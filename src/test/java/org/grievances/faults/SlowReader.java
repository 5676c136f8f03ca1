package org.grievances.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client that begins to export, and then reads so many bytes a second, or none. */
final class SlowReader implements AutoCloseable {
  private static final int SMALL_BUFFER = 4_096;
  private static final int TIMEOUT_MILLIS = 120_000;
  private static final int READS_PER_SECOND = 10;

  private final Socket socket = new Socket();
  private final Thread thread;
  private final String head;
  private volatile boolean slow = true;

  private SlowReader(int port, String request, int bytesPerSecond) throws IOException {
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new InetSocketAddress("localhost", port));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    head = readHead();
    thread = new Thread(() -> read(bytesPerSecond / READS_PER_SECOND), "slow reader");
    thread.start();
  }

  /** Has read the status and the headers when this returns. */
  static SlowReader begin(int port, String request, int bytesPerSecond) throws IOException {
    return new SlowReader(port, request, bytesPerSecond);
  }

  /** The status line and the headers. */
  String head() {
    return head;
  }

  private String readHead() throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("no response, but: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  private void read(int bytes) {
    try {
      while (slow && (bytes == 0 || socket.getInputStream().readNBytes(bytes).length == bytes)) {
        TimeUnit.MILLISECONDS.sleep(1_000 / READS_PER_SECOND);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the rest as fast as it can, until the server ends it; fails if it does not. */
  String readRest() throws IOException, InterruptedException {
    slow = false;
    thread.join();
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    byte[] buffer = new byte[SMALL_BUFFER];
    try {
      for (int read = socket.getInputStream().read(buffer);
          read >= 0;
          read = socket.getInputStream().read(buffer)) {
        rest.write(buffer, 0, read);
        if (endsWithLastChunk(buffer, read)) {
          break;
        }
      }
    } catch (SocketException e) {
      // The server has ended it, as it may.
    }
    return rest.toString(StandardCharsets.UTF_8);
  }

  private static boolean endsWithLastChunk(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).endsWith("\r\n0\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    slow = false;
    socket.close();
  }
}
