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

/** The line between the service and a PostgreSQL, which can be harmed in every way a line can. */
final class Line implements AutoCloseable {
  private static final int NEVER = Integer.MAX_VALUE;

  private final int target;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger bytesUntilHarm = new AtomicInteger(NEVER);
  private final AtomicBoolean harmsCommit = new AtomicBoolean();
  private volatile ServerSocket listener;
  private volatile Harm harm = Harm.CUT;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean stalled;

  /** What happens to a connection at the moment that is waited for. */
  enum Harm {
    /** It is cut, and the request that it just carried does not arrive. */
    CUT,
    /** The request arrives, and the connection is cut when it is answered. */
    CUT_AT_ANSWER,
    /** The request arrives, and no answer comes back, nor anything else. */
    STALL
  }

  Line(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    threads.execute(this::accept);
  }

  int port() {
    return port;
  }

  /** Cuts all connections at once; new ones can be made. */
  void cut() {
    links.forEach(Link::close);
  }

  /** Cuts all connections at once, and refuses new ones. */
  void refuse() throws IOException {
    listener.close();
    cut();
  }

  /** Accepts connections and forwards nothing on any, until it is repaired. */
  void stall() {
    stalled = true;
  }

  /** Lets answers come this much later, each. */
  void delay(Duration duration) {
    delay = duration;
  }

  /** Harms the connection that has carried the last of so many bytes from the service from now. */
  void harmAfter(int bytes, Harm how) {
    harm = how;
    bytesUntilHarm.set(bytes);
  }

  /** Harms the connection that carries the next {@code COMMIT}. */
  void harmAtCommit(Harm how) {
    harm = how;
    harmsCommit.set(true);
  }

  /** Whether the harm that was asked for is still to be done. */
  boolean waits() {
    return harmsCommit.get() || bytesUntilHarm.get() != NEVER;
  }

  /** All is well again; what was stalled is cut. */
  void repair() throws IOException {
    bytesUntilHarm.set(NEVER);
    harmsCommit.set(false);
    delay = Duration.ZERO;
    if (stalled) {
      stalled = false;
      cut();
    }
    links.stream().filter(link -> link.stalled).forEach(Link::close);
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
    } catch (IOException closed) {
      // Nothing is accepted any more.
    }
  }

  private void connect(Socket service) throws IOException {
    try {
      Link link = new Link(service, new Socket(InetAddress.getLoopbackAddress(), target));
      links.add(link);
      threads.execute(link::carryRequests);
      threads.execute(link::carryAnswers);
    } catch (IOException databaseAbsent) {
      service.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
    threads.shutdown();
  }

  /** One connection through the line. */
  private final class Link {
    private final Socket service;
    private final Socket database;
    private final CommitWatch watch = new CommitWatch();
    private volatile boolean stalled;
    private volatile boolean cutAtAnswer;

    Link(Socket service, Socket database) throws IOException {
      this.service = service;
      this.database = database;
      service.setTcpNoDelay(true);
      database.setTcpNoDelay(true);
    }

    void carryRequests() {
      try (DataInputStream in = new DataInputStream(service.getInputStream())) {
        OutputStream out = database.getOutputStream();
        while (true) {
          byte[] message = watch.next(in);
          if (!waitWhileStalled()) {
            return;
          }
          if (watch.commits() && harmsCommit.compareAndSet(true, false)) {
            carryHarmed(message, in, out);
          } else if (isDue(message.length)) {
            out.write(message, 0, message.length / 2);
            harm(out);
          } else {
            out.write(message);
          }
        }
      } catch (IOException ended) {
        // As one side ends, so does the other.
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    private boolean isDue(int bytes) {
      if (bytesUntilHarm.get() == NEVER || bytesUntilHarm.addAndGet(-bytes) > 0) {
        return false;
      }
      return bytesUntilHarm.getAndSet(NEVER) != NEVER;
    }

    /** With the message that follows a commit, the database is asked to carry it out. */
    private void carryHarmed(byte[] commit, DataInputStream in, OutputStream out)
        throws IOException {
      if (harm == Harm.CUT) {
        close();
        return;
      }
      cutAtAnswer = harm == Harm.CUT_AT_ANSWER;
      stalled = harm == Harm.STALL;
      out.write(commit);
      while (!watch.synced()) {
        out.write(watch.next(in));
      }
    }

    private void harm(OutputStream out) throws IOException {
      out.flush();
      stalled = harm == Harm.STALL;
      if (!stalled) {
        close();
      }
    }

    void carryAnswers() {
      byte[] buffer = new byte[8192];
      try (InputStream in = database.getInputStream()) {
        OutputStream out = service.getOutputStream();
        for (int n = in.read(buffer); n >= 0 && carry(buffer, n, out); n = in.read(buffer)) {
          Thread.sleep(delay.toMillis());
        }
      } catch (IOException ended) {
        // As one side ends, so does the other.
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    private boolean carry(byte[] buffer, int length, OutputStream out)
        throws IOException, InterruptedException {
      if (cutAtAnswer || !waitWhileStalled()) {
        return false;
      }
      out.write(buffer, 0, length);
      return true;
    }

    /** Whether the connection is still there afterwards. */
    private boolean waitWhileStalled() throws InterruptedException {
      while ((stalled || Line.this.stalled) && !service.isClosed()) {
        Thread.sleep(5);
      }
      return !service.isClosed();
    }

    void close() {
      links.remove(this);
      for (Socket end : new Socket[] {service, database}) {
        try {
          end.close();
        } catch (IOException alreadyGone) {
          // That is what is wanted.
        }
      }
    }
  }
}
