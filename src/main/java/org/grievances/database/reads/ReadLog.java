package org.grievances.database.reads;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.Dialect;
import org.grievances.schema.Field;

/**
 * Writes who has seen what; each read is committed before its caller goes on. One caller at a time
 * writes, all reads that wait when it begins, so that many share a commit. Then all of these go on,
 * and the first of those who came meanwhile writes next.
 */
public final class ReadLog implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(ReadLog.class.getName());
  private static final int MAX_ROWS = 500;

  /** After this time without a read, its connection is closed. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Source source;
  private final Dialect dialect;

  /** Those who wait, in the order in which they came; guarded by this object. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  /** Whether somebody writes; guarded by this object. */
  private boolean isWriting;

  /** Used by whoever writes, as the fields below. */
  private Connection connection;

  private PreparedStatement insert;
  private volatile long lastUsed;
  private volatile boolean isClosed;

  /** Opens connections of the service's own, which belong to no transaction of the container. */
  @FunctionalInterface
  public interface Source {
    Connection open() throws SQLException;
  }

  /** The end of waiting: it is one's turn to write, or another one has written. */
  private enum Turn {
    WRITE,
    WRITTEN
  }

  /** A read that is yet to be written. */
  private record Waiting(Object[] row, CompletableFuture<Turn> turn) {}

  public ReadLog(Source source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  /**
   * Writes a read, and returns when it is committed.
   *
   * @throws SQLException if it is not certain that it is
   */
  public void append(RecordRead read) throws SQLException {
    Waiting own = new Waiting(RecordRead.TABLE.values(read), new CompletableFuture<>());
    synchronized (this) {
      waiting.add(own);
      if (!isWriting) {
        isWriting = true;
        own.turn().complete(Turn.WRITE);
      }
    }
    try {
      if (own.turn().join() == Turn.WRITE) {
        writeWaiting();
      }
    } catch (CompletionException e) {
      throw new SQLException(e.getCause());
    }
  }

  /** The caller's own read is the first of those that wait. */
  private void writeWaiting() throws SQLException {
    List<Waiting> all = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && all.size() < MAX_ROWS) {
        all.add(waiting.remove());
      }
    }
    try {
      writeTwice(all);
      all.forEach(each -> each.turn().complete(Turn.WRITTEN));
    } catch (SQLException | RuntimeException | Error e) {
      all.forEach(each -> each.turn().completeExceptionally(e));
      throw e;
    } finally {
      if (isClosed) {
        disconnect();
      }
      endWriting();
    }
  }

  private synchronized void endWriting() {
    isWriting = !waiting.isEmpty();
    if (isWriting) {
      waiting.element().turn().complete(Turn.WRITE);
    }
  }

  /** A connection that was kept may have been lost since. */
  private void writeTwice(List<Waiting> all) throws SQLException {
    boolean isKept = connection != null;
    try {
      write(all);
    } catch (SQLException e) {
      disconnect();
      if (!isKept) {
        throw e;
      }
      writeAgain(all);
    }
    lastUsed = System.nanoTime();
  }

  private void writeAgain(List<Waiting> all) throws SQLException {
    try {
      write(all);
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
  }

  private void write(List<Waiting> all) throws SQLException {
    connect();
    if (all.size() == 1) {
      bind(all.get(0));
      insert.executeUpdate();
      return;
    }
    connection.setAutoCommit(false);
    for (Waiting each : all) {
      bind(each);
      insert.addBatch();
    }
    insert.executeBatch();
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void connect() throws SQLException {
    if (connection == null) {
      connection = source.open();
      insert = connection.prepareStatement(dialect.insertOnce(RecordRead.TABLE));
    }
  }

  private void bind(Waiting read) throws SQLException {
    int parameter = 1;
    for (Field field : RecordRead.TABLE.fields()) {
      dialect.bind(insert, parameter, field, read.row()[parameter - 1]);
      parameter++;
    }
  }

  private void disconnect() {
    if (connection == null) {
      return;
    }
    try (Connection closed = connection) {
      if (!closed.getAutoCommit()) {
        closed.rollback();
        closed.setAutoCommit(true);
      }
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.FINE, "A connection could not be closed.", e);
    } finally {
      connection = null;
      insert = null;
    }
  }

  /** Closes its connection if nobody has read for a while; a later read opens another one. */
  public void closeIfIdle() {
    if (System.nanoTime() - lastUsed > IDLE.toNanos()) {
      disconnectUnlessWriting();
    }
  }

  /** Closes its connection, at once or when who writes has written. */
  @Override
  public void close() {
    isClosed = true;
    disconnectUnlessWriting();
  }

  private void disconnectUnlessWriting() {
    synchronized (this) {
      if (isWriting) {
        return;
      }
      isWriting = true;
    }
    try {
      disconnect();
    } finally {
      endWriting();
    }
  }
}
