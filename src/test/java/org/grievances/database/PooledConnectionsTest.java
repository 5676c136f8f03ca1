package org.grievances.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which failures of a pool lead to another pool; the pools are stubs. */
class PooledConnectionsTest {
  private static final SQLException CLOSED = new SQLException("connection pool is being shut down");
  private static final SQLException REFUSED = new SQLException("Connection refused", "08001");

  private static DataSource failing(SQLException failure) {
    return new SimpleDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        throw failure;
      }
    };
  }

  private static DataSource working() {
    return new SimpleDataSource() {
      @Override
      public Connection getConnection() {
        return (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, m, a) -> null);
      }
    };
  }

  @Test
  void poolIsLookedUpUntilTheServerHasOneThatIsOpen() throws SQLException {
    AtomicInteger lookups = new AtomicInteger();
    PooledConnections connections =
        new PooledConnections(
            failing(CLOSED), () -> lookups.incrementAndGet() < 3 ? failing(CLOSED) : working());
    assertNotNull(connections.getConnection());
    assertEquals(3, lookups.get());
  }

  @Test
  void poolThatStaysClosedFailsInTheEnd() {
    PooledConnections connections = new PooledConnections(failing(CLOSED), () -> failing(CLOSED));
    long begun = System.nanoTime();
    assertEquals(CLOSED, assertThrows(SQLException.class, connections::getConnection));
    assertTrue(System.nanoTime() - begun < 10_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 200})
  void databaseThatRefusesIsAskedTwiceAtMost(int millis) {
    AtomicInteger attempts = new AtomicInteger();
    DataSource refusing =
        new SimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            attempts.incrementAndGet();
            throw REFUSED;
          }
        };
    PooledConnections connections = new PooledConnections(refusing, () -> refusing);
    SQLException thrown =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> assertThrows(SQLException.class, connections::getConnection));
    assertEquals(REFUSED, thrown);
    assertTrue(attempts.get() <= 2, "attempts: " + attempts);
  }
}
