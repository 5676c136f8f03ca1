package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads from the replica of a database, if it has one. Written by the search for databases, read by
 * all threads.
 */
final class ReplicaReader {
  private final String database;
  private final DatabaseMonitor monitor;
  private final ListIndexes indexes;
  private volatile Optional<Replica> replica = Optional.empty();

  ReplicaReader(String database, DatabaseMonitor monitor, ListIndexes indexes) {
    this.database = database;
    this.monitor = monitor;
    this.indexes = indexes;
  }

  /** Sets the replica. */
  Replica use(DataSource source) {
    Replica added = new Replica(database, this::committed, source);
    replica = Optional.of(added);
    return added;
  }

  /** Removes the replica, and returns it. */
  Optional<Replica> stop() {
    Optional<Replica> before = replica;
    replica = Optional.empty();
    return before;
  }

  Optional<Replica> replica() {
    return replica;
  }

  /**
   * The position of the last committed change; empty if the database cannot be used, or its product
   * has no replicas.
   */
  private Optional<Replica.Committed> committed() {
    Optional<OpenedDatabase> usable = monitor.usable();
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    OpenedDatabase opened = usable.get();
    try (Connection connection = opened.own().get()) {
      return opened.committed(connection);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /**
   * Begins to read from the replica, which has all that was committed before; empty if none can be
   * used.
   *
   * @param limit of the requests to the database
   */
  Optional<DirectReading> read(Bulkhead limit) {
    Optional<Replica> used = replica.filter(each -> each.state() == Replica.State.UP);
    Optional<OpenedDatabase> usable = monitor.usable();
    if (used.isEmpty() || usable.isEmpty()) {
      return Optional.empty();
    }
    OpenedDatabase opened = usable.get();
    Bulkhead.Permit permit = limit.acquire();
    Optional<Connection> connection = connect(used.get(), opened);
    if (connection.isEmpty()) {
      permit.close();
    }
    return connection.map(each -> opened.read(each, indexes, permit));
  }

  private static Optional<Connection> connect(Replica used, OpenedDatabase opened) {
    Optional<Replica.Committed> committed;
    try (Connection connection = opened.source().getConnection()) {
      committed = opened.committed(connection);
    } catch (SQLException | RuntimeException e) {
      return Optional.empty();
    }
    try {
      return committed.isEmpty() ? Optional.empty() : used.connect(committed.get());
    } catch (SQLException | RuntimeException e) {
      used.failed(e);
      return Optional.empty();
    }
  }

  /** Stops using a replica that was lost until a check finds it again. */
  void failed(SQLException exception) {
    if (SqlErrorKind.of(exception) == SqlErrorKind.UNAVAILABLE) {
      replica.ifPresent(each -> each.failed(exception));
    }
  }
}
