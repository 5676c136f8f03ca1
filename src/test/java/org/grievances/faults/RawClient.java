package org.grievances.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.grievances.faults.RawRequestBuilder.ConnectionUse;

/** Sends requests as raw bytes over one connection at a time, and reads HTTP/1.1 responses. */
final class RawClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 40_000;

  /** Not that of other tests: wrong passwords are counted by address. */
  private static final InetAddress ADDRESS = address(3);

  private static final int STATUS_OFFSET = "HTTP/1.1 ".length();

  private final int port;
  private Socket socket;
  private InputStream in;

  RawClient(int port) {
    this.port = port;
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends a request and returns all responses, if any.
   *
   * @throws IOException if a response is not valid HTTP, or does not arrive on an open connection
   */
  List<RawResponse> send(BadRequest request) throws IOException {
    boolean reused = socket != null;
    List<RawResponse> responses = sendOnce(request);
    // A server may close a connection at any moment between two requests (RFC 9112, section 9.3.1).
    return responses.isEmpty() && reused ? sendOnce(request) : responses;
  }

  private List<RawResponse> sendOnce(BadRequest request) throws IOException {
    List<RawResponse> responses = new ArrayList<>();
    boolean keepAlive = false;
    try {
      open();
      write(request);
      boolean more = true;
      while (more) {
        boolean noBodyExpected = request.responseHasNoBody() && responses.isEmpty();
        Optional<RawResponse> response = readResponse(noBodyExpected);
        response.ifPresent(responses::add);
        more = request.connectionUse() != ConnectionUse.KEEP_ALIVE && response.isPresent();
        keepAlive = !more && response.filter(RawResponse::keepsAlive).isPresent();
      }
      return responses;
    } finally {
      if (!keepAlive) {
        close();
      }
    }
  }

  private void open() throws IOException {
    if (socket == null) {
      socket = new Socket(InetAddress.getLoopbackAddress(), port, ADDRESS, 0);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }
  }

  /** Ignores failures because the server may respond and close before it has read everything. */
  private void write(BadRequest request) throws IOException {
    try {
      socket.getOutputStream().write(request.bytes());
      if (request.connectionUse() != ConnectionUse.KEEP_ALIVE) {
        socket.shutdownOutput();
      }
    } catch (SocketException e) {
      return;
    }
  }

  private Optional<RawResponse> readResponse(boolean noBodyExpected) throws IOException {
    RawResponse response;
    do {
      String head = readHead();
      if (head.isEmpty()) {
        return Optional.empty();
      }
      int status = Integer.parseInt(head.substring(STATUS_OFFSET, STATUS_OFFSET + 3));
      response = new RawResponse(status, head, "");
    } while (response.status() < 200);
    boolean hasNoBody = noBodyExpected || response.status() == 204 || response.status() == 304;
    return Optional.of(
        hasNoBody
            ? response
            : new RawResponse(response.status(), response.head(), readBody(response)));
  }

  /** Reads the status line and headers; empty at the end of the connection. */
  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    try {
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        head.append(line).append('\n');
      }
    } catch (EOFException | SocketException e) {
      if (!head.isEmpty()) {
        throw e;
      }
    }
    if (!head.isEmpty() && !head.toString().matches("(?s)HTTP/\\d\\.\\d \\d{3}.*")) {
      throw new IOException("not an HTTP response");
    }
    return head.toString();
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("a response ended within its headers");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  private String readBody(RawResponse response) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (response.header("Transfer-Encoding").isPresent()) {
      for (int size = readChunkSize(); size > 0; size = readChunkSize()) {
        body.writeBytes(readExactly(size));
        readLine();
      }
      readLine();
    } else if (response.header("Content-Length").isPresent()) {
      body.writeBytes(
          readExactly(Integer.parseInt(response.header("Content-Length").orElseThrow())));
    } else {
      body.writeBytes(in.readAllBytes());
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private int readChunkSize() throws IOException {
    return Integer.parseInt(readLine().strip(), 16);
  }

  private byte[] readExactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a response ended within its body");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
