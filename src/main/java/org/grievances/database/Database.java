package org.grievances.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.metamodel.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.grievances.api.Activity;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;

/**
 * One configured database and its persistence unit. It is opened when it is first reached, whenever
 * that is, and each request finds it as it is then.
 */
public final class Database {
  private static final Logger LOGGER = Logger.getLogger(Database.class.getName());
  private static final String UNIT = "grievances";
  private static final int CHECK_SECONDS = 5;
  private static final String RETRY_SECONDS = "5";

  private final String name;
  private final String jndiName;
  private final DataSource dataSource;
  private final boolean migrated;
  private final boolean indexed;
  private final SortIndexes indexes = new SortIndexes();

  private volatile Opened opened;
  private volatile State state = State.STARTING;

  /** What a look at the database last found. */
  public enum State {
    STARTING,
    UP,
    DOWN
  }

  private record Opened(Product product, EntityManagerFactory unit, Tables tables) {}

  /**
   * @param migrated whether its schema is this service's to make and to bring forward
   * @param indexed whether its large tables get indexes for the orders they are listed in
   */
  Database(String name, String jndiName, DataSource dataSource, boolean migrated, boolean indexed) {
    this.name = name;
    this.jndiName = jndiName;
    this.dataSource = dataSource;
    this.migrated = migrated;
    this.indexed = indexed;
  }

  public String name() {
    return name;
  }

  State state() {
    return state;
  }

  /**
   * Joins the caller's transaction.
   *
   * @throws ProblemException {@code DATABASE_UNAVAILABLE} when the database cannot be reached, has
   *     no free connection within the pool's time, or was never reached yet
   */
  public Session join() {
    Opened now = opened;
    if (now == null) {
      throw unavailable();
    }
    EntityManager entityManager = now.unit().createEntityManager();
    try {
      entityManager.joinTransaction();
      Connection connection = entityManager.unwrap(Connection.class);
      return new Session(entityManager, connection, now.product(), now.tables(), indexes);
    } catch (RuntimeException unreachable) {
      entityManager.close();
      SqlFault.in(unreachable).orElseThrow(() -> unreachable);
      Activity.log(LOGGER, Level.WARNING, "No connection to database " + name, unreachable);
      throw unavailable();
    }
  }

  /** The problem to end a request with when this database fails it. */
  private ProblemException unavailable() {
    return new ProblemException(
        ProblemType.DATABASE_UNAVAILABLE,
        "Database " + name + " cannot be used now; try again in " + RETRY_SECONDS + " seconds.",
        Map.of("Retry-After", RETRY_SECONDS));
  }

  /** The problem to end a request with for what its database says, where no row is at fault. */
  public ProblemException problem(SqlFault kind, Exception fault) {
    return switch (kind) {
      case CONTENTION -> busy();
      case UNAVAILABLE -> unavailable();
      case REFUSED, SCHEMA, UNFORESEEN -> failed(fault);
    };
  }

  /** Logs what nothing foresaw, and makes the problem to end the request with. */
  private ProblemException failed(Exception fault) {
    Activity.log(LOGGER, Level.SEVERE, "Database " + name + " met an unforeseen fault.", fault);
    ProblemType type = ProblemType.INTERNAL_ERROR;
    return new ProblemException(type, type.remedy());
  }

  /** The problem to end a request with when others keep it from the same records. */
  public ProblemException busy() {
    return new ProblemException(
        ProblemType.DATABASE_BUSY,
        "Database " + name + " gave up this request for others on the same records; try again.",
        Map.of("Retry-After", "1"));
  }

  /**
   * Looks whether the database can be used, and opens it when it is reached for the first time.
   * Never fails, since the checks would end with that.
   */
  void check() {
    try {
      reach();
      become(State.UP, null);
    } catch (SQLException | RuntimeException fault) {
      become(State.DOWN, fault);
    }
  }

  /** Makes the indexes that lists were found to need. */
  void makeIndexes() {
    if (indexed && state == State.UP) {
      indexes.make(dataSource, opened.product());
    }
  }

  private void reach() throws SQLException {
    Product product;
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.isValid(CHECK_SECONDS)) {
        throw new SQLException("The connection is not valid", "08003");
      }
      if (opened != null) {
        return;
      }
      product = Product.of(connection.getMetaData());
      warnOfIsolation(connection.getTransactionIsolation());
    }
    if (migrated) {
      Migrations.run(name, dataSource, product);
    }
    EntityManagerFactory unit = createUnit(product);
    opened = new Opened(product, unit, tables(unit));
  }

  private static Tables tables(EntityManagerFactory unit) {
    return new Tables(
        unit.getMetamodel().getEntities().stream()
            .map(Type::getJavaType)
            .filter(Table::holdsCodes)
            .map(Table::of)
            .toList());
  }

  /** Concurrent batches count on seeing what others committed; see README, Another database. */
  private void warnOfIsolation(int isolation) {
    if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
      LOGGER.log(
          Level.WARNING,
          "Database {0}: set isolationLevel=\"TRANSACTION_READ_COMMITTED\" on its data source, or"
              + " concurrent batches will meet needless retries.",
          name);
    }
  }

  private EntityManagerFactory createUnit(Product product) {
    EntityManagerFactory unit =
        Persistence.createEntityManagerFactory(
            UNIT,
            Map.of(
                "jakarta.persistence.jtaDataSource",
                jndiName,
                "eclipselink.session-name",
                UNIT + "-" + name,
                "eclipselink.target-server",
                "WebSphere_Liberty",
                "eclipselink.target-database",
                product.platform()));
    unit.createEntityManager().close();
    return unit;
  }

  private void become(State next, Exception fault) {
    if (state == next) {
      return;
    }
    state = next;
    if (fault == null) {
      LOGGER.log(Level.INFO, "Database {0} can be used.", name);
    } else {
      Activity.log(
          LOGGER, Level.WARNING, "Database " + name + " cannot be used" + reason(fault), fault);
    }
  }

  /** What drivers say of a failed connection quotes no record, and is what an operator needs. */
  private static String reason(Exception fault) {
    return fault instanceof SQLException sql && SqlFault.of(sql) == SqlFault.UNAVAILABLE
        ? ": " + sql.getMessage()
        : ".";
  }

  void close() {
    if (opened != null) {
      opened.unit().close();
    }
  }
}
