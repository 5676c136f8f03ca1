package org.grievances.database.reads;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.Dialect;
import org.grievances.schema.Field;

/**
 * Writes who has seen what; each read is committed before its caller goes on. Who comes while
 * another one writes waits for that, and then the first of those who wait writes for all of them,
 * so that many share a commit.
 */
public final class ReadLog implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(ReadLog.class.getName());
  private static final int MAX_ROWS = 500;

  /** After this time without a read, its connection is closed. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Source source;
  private final Dialect dialect;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private Connection connection;
  private PreparedStatement insert;
  private long lastUsed;

  /** Opens connections of the service's own, which belong to no transaction of the container. */
  @FunctionalInterface
  public interface Source {
    Connection open() throws SQLException;
  }

  /** A read that is yet to be written; written by whoever holds the lock. */
  private static final class Waiting {
    private final Object[] row;
    private boolean isDone;
    private SQLException failure;

    Waiting(RecordRead read) {
      this.row = RecordRead.TABLE.values(read);
    }

    void end(SQLException because) {
      isDone = true;
      failure = because;
    }
  }

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
    Waiting own = new Waiting(read);
    waiting.add(own);
    writing.lock();
    try {
      while (!own.isDone) {
        writeWaiting();
      }
    } finally {
      writing.unlock();
    }
    if (own.failure != null) {
      throw new SQLException(own.failure);
    }
  }

  private void writeWaiting() {
    List<Waiting> all = new ArrayList<>();
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      all.add(next);
      if (all.size() == MAX_ROWS) {
        break;
      }
    }
    SQLException failure = null;
    try {
      writeTwice(all);
    } catch (SQLException e) {
      failure = e;
    }
    for (Waiting each : all) {
      each.end(failure);
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
      dialect.bind(insert, parameter, field, read.row[parameter - 1]);
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

  /** Closes its connection if nobody has read for a while; it does not wait for who writes. */
  public void closeIfIdle() {
    if (writing.tryLock()) {
      try {
        if (System.nanoTime() - lastUsed > IDLE.toNanos()) {
          disconnect();
        }
      } finally {
        writing.unlock();
      }
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      disconnect();
    } finally {
      writing.unlock();
    }
  }
}
