package org.grievances.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.grievances.faults.Draft.Ending;

/** Sends bytes as they are over one connection after another, and reads answers of HTTP/1.1. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 40_000;
  private static final int STATUS = "HTTP/1.1 ".length();

  private final int port;
  private Socket socket;
  private InputStream in;

  RawClient(int port) {
    this.port = port;
  }

  /**
   * All answers that come back, which may be none.
   *
   * @throws IOException when what comes back is no answer, or nothing does and the connection stays
   */
  List<Answer> send(BadRequest request) throws IOException {
    boolean reused = socket != null;
    List<Answer> answers = attempt(request);
    // A server may close a connection at any moment between two requests (RFC 9112, section 9.3.1).
    return answers.isEmpty() && reused ? attempt(request) : answers;
  }

  private List<Answer> attempt(BadRequest request) throws IOException {
    List<Answer> answers = new ArrayList<>();
    boolean kept = false;
    try {
      open();
      write(request);
      boolean more = true;
      while (more) {
        boolean headOnly = request.head() && answers.isEmpty();
        Optional<Answer> answer = read(headOnly);
        answer.ifPresent(answers::add);
        more = request.ending() != Ending.KEPT && answer.isPresent();
        kept = !more && answer.filter(Answer::keepsConnection).isPresent();
      }
      return answers;
    } finally {
      if (!kept) {
        close();
      }
    }
  }

  private void open() throws IOException {
    if (socket == null) {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }
  }

  /** The server may answer and close before it has read everything. */
  private void write(BadRequest request) throws IOException {
    try {
      socket.getOutputStream().write(request.bytes());
      if (request.ending() != Ending.KEPT) {
        socket.shutdownOutput();
      }
    } catch (SocketException closed) {
      return;
    }
  }

  private Optional<Answer> read(boolean headOnly) throws IOException {
    Answer answer;
    do {
      String head = head();
      if (head.isEmpty()) {
        return Optional.empty();
      }
      int status = Integer.parseInt(head.substring(STATUS, STATUS + 3));
      answer = new Answer(status, head, "");
    } while (answer.status() < 200);
    boolean empty = headOnly || answer.status() == 204 || answer.status() == 304;
    return Optional.of(empty ? answer : new Answer(answer.status(), answer.head(), body(answer)));
  }

  /** Empty where nothing more comes. */
  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    try {
      for (String line = line(); !line.isEmpty(); line = line()) {
        head.append(line).append('\n');
      }
    } catch (EOFException | SocketException closed) {
      if (!head.isEmpty()) {
        throw closed;
      }
    }
    if (!head.isEmpty() && !head.toString().matches("(?s)HTTP/\\d\\.\\d \\d{3}.*")) {
      throw new IOException("not an answer of HTTP");
    }
    return head.toString();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("an answer ended within its head");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  private String body(Answer answer) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (answer.header("Transfer-Encoding").isPresent()) {
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        body.writeBytes(exactly(size));
        line();
      }
      line();
    } else if (answer.header("Content-Length").isPresent()) {
      body.writeBytes(exactly(Integer.parseInt(answer.header("Content-Length").orElseThrow())));
    } else {
      body.writeBytes(in.readAllBytes());
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("an answer ended within its body");
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
