package org.grievances.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy between the service and PostgreSQL that can inject connection faults. */
final class FaultyProxy implements AutoCloseable {
  private static final int NEVER = Integer.MAX_VALUE;

  private final int databasePort;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger bytesUntilFault = new AtomicInteger(NEVER);
  private final AtomicBoolean faultAtCommit = new AtomicBoolean();
  private volatile ServerSocket listener;
  private volatile ConnectionFault fault = ConnectionFault.CUT;
  private volatile Duration responseDelay = Duration.ZERO;
  private volatile boolean stalled;

  /** A fault of one connection, at a chosen moment. */
  enum ConnectionFault {
    /** The connection is closed before the complete request reaches the database. */
    CUT,
    /** The request reaches the database, and the connection is closed before the response. */
    CUT_BEFORE_RESPONSE,
    /** The request reaches the database, and nothing is forwarded after it. */
    STALL
  }

  FaultyProxy(int databasePort) throws IOException {
    this.databasePort = databasePort;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    threads.execute(this::accept);
  }

  int port() {
    return port;
  }

  /** Closes all connections; new ones are accepted. */
  void cut() {
    connections.forEach(ProxiedConnection::close);
  }

  /** Closes all connections and refuses new ones. */
  void refuse() throws IOException {
    listener.close();
    cut();
  }

  /** Accepts connections but forwards nothing until {@link #repair()}. */
  void stall() {
    stalled = true;
  }

  /** Waits this long after each part of a response. */
  void delayResponses(Duration duration) {
    responseDelay = duration;
  }

  /**
   * Injects a fault into the connection that forwards the last of this number of bytes from the
   * service, counted over all connections from now on.
   */
  void injectFaultAfter(int bytes, ConnectionFault nextFault) {
    fault = nextFault;
    bytesUntilFault.set(bytes);
  }

  /** Injects a fault into the connection that forwards the next {@code COMMIT}. */
  void injectFaultAtCommit(ConnectionFault nextFault) {
    fault = nextFault;
    faultAtCommit.set(true);
  }

  /** Whether a requested fault has not been injected yet. */
  boolean isFaultPending() {
    return faultAtCommit.get() || bytesUntilFault.get() != NEVER;
  }

  /** Ends all faults, and closes stalled connections. */
  void repair() throws IOException {
    bytesUntilFault.set(NEVER);
    faultAtCommit.set(false);
    responseDelay = Duration.ZERO;
    if (stalled) {
      stalled = false;
      cut();
    }
    connections.stream().filter(connection -> connection.stalled).forEach(ProxiedConnection::close);
    if (listener.isClosed()) {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      threads.execute(this::accept);
    }
  }

  private void accept() {
    ServerSocket open = listener;
    try {
      while (true) {
        connect(open.accept());
      }
    } catch (IOException e) {
      // The listener was closed.
    }
  }

  private void connect(Socket service) throws IOException {
    try {
      ProxiedConnection connection =
          new ProxiedConnection(
              service, new Socket(InetAddress.getLoopbackAddress(), databasePort));
      connections.add(connection);
      if (listener.isClosed()) { // It may have been added after all were cut.
        connection.close();
      }
      threads.execute(connection::forwardRequests);
      threads.execute(connection::forwardResponses);
    } catch (IOException e) {
      service.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
    threads.shutdown();
  }

  /** A connection of the service and the connection to the database that it is forwarded to. */
  private final class ProxiedConnection {
    private final Socket service;
    private final Socket database;
    private final PostgresMessageReader messages = new PostgresMessageReader();
    private volatile boolean stalled;
    private volatile boolean cutBeforeResponse;

    ProxiedConnection(Socket service, Socket database) throws IOException {
      this.service = service;
      this.database = database;
      service.setTcpNoDelay(true);
      database.setTcpNoDelay(true);
    }

    void forwardRequests() {
      try (DataInputStream in = new DataInputStream(service.getInputStream())) {
        OutputStream out = database.getOutputStream();
        while (true) {
          byte[] message = messages.readMessage(in);
          if (!waitWhileStalled()) {
            return;
          }
          if (messages.requestsCommit() && faultAtCommit.compareAndSet(true, false)) {
            forwardCommitWithFault(message, in, out);
          } else if (isFaultDue(message.length)) {
            out.write(message, 0, message.length / 2);
            injectFault(out);
          } else {
            out.write(message);
          }
        }
      } catch (IOException e) {
        // If one side closes, the other is closed too.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    private boolean isFaultDue(int bytes) {
      if (bytesUntilFault.get() == NEVER || bytesUntilFault.addAndGet(-bytes) > 0) {
        return false;
      }
      return bytesUntilFault.getAndSet(NEVER) != NEVER;
    }

    /** Forwards the commit up to the Sync message, which the database responds to; not if cut. */
    private void forwardCommitWithFault(byte[] commit, DataInputStream in, OutputStream out)
        throws IOException {
      if (fault == ConnectionFault.CUT) {
        close();
        return;
      }
      cutBeforeResponse = fault == ConnectionFault.CUT_BEFORE_RESPONSE;
      stalled = fault == ConnectionFault.STALL;
      out.write(commit);
      while (!messages.endsPipeline()) {
        out.write(messages.readMessage(in));
      }
    }

    private void injectFault(OutputStream out) throws IOException {
      out.flush();
      stalled = fault == ConnectionFault.STALL;
      if (!stalled) {
        close();
      }
    }

    void forwardResponses() {
      byte[] buffer = new byte[8192];
      try (InputStream in = database.getInputStream()) {
        OutputStream out = service.getOutputStream();
        for (int n = in.read(buffer); n >= 0 && forward(buffer, n, out); n = in.read(buffer)) {
          Thread.sleep(responseDelay.toMillis());
        }
      } catch (IOException e) {
        // If one side closes, the other is closed too.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    private boolean forward(byte[] buffer, int length, OutputStream out)
        throws IOException, InterruptedException {
      if (cutBeforeResponse || !waitWhileStalled()) {
        return false;
      }
      out.write(buffer, 0, length);
      return true;
    }

    /** Waits until the connection is no longer stalled; returns false if it was closed. */
    private boolean waitWhileStalled() throws InterruptedException {
      while ((stalled || FaultyProxy.this.stalled) && !service.isClosed()) {
        Thread.sleep(5);
      }
      return !service.isClosed();
    }

    void close() {
      connections.remove(this);
      for (Socket end : new Socket[] {service, database}) {
        try {
          end.close();
        } catch (IOException e) {
          // Already closed.
        }
      }
    }
  }
}
