package org.grievances.database;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.metamodel.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.history.OpenChanges;
import org.grievances.database.reads.ReadLog;
import org.grievances.schema.Table;

/**
 * Opens a database: migrates or checks its schema, claims it for its name and creates its
 * persistence unit. Only the checks of the database use it, of which one at a time runs.
 */
final class DatabaseOpener {
  private static final String UNIT = "grievances";

  /** How long a read may take to be recorded. */
  private static final Duration READ_RECORDED = Duration.ofSeconds(5);

  private final String name;

  /** One for all that is opened, since transactions end after their unit is replaced. */
  private final OpenChanges openChanges = new OpenChanges();

  private int openings;

  DatabaseOpener(String name) {
    this.name = name;
  }

  /**
   * @throws SQLException if the database cannot be reached or cannot be used with these settings
   */
  OpenedDatabase open(DataSource source, DatabaseSettings settings) throws SQLException {
    settings.check();
    ServiceConnections own = ServiceConnections.outsidePool(source);
    try (Connection connection = own.get()) {
      OpenedDatabase.checkValid(connection);
      Dialect dialect = Dialect.of(connection.getMetaData(), settings.spread());
      dialect.check(connection);
      if (settings.migrate()) {
        Migrations.run(name, connection, own.source(), dialect);
      } else {
        Migrations.check(connection, own.source(), dialect);
      }
      Migrations.refuseLater(connection, own.source(), dialect);
      DatabaseIdentity.claim(connection, name);
      OpenedDatabase opened = open(source, settings, connection, dialect, own);
      own.warnIfShared(name);
      ConnectionSecurity.warnIfExposed(connection, name);
      return opened;
    }
  }

  /** Closes the unit if the rest fails, since another is created when that is tried again. */
  private OpenedDatabase open(
      DataSource source,
      DatabaseSettings settings,
      Connection connection,
      Dialect dialect,
      ServiceConnections own)
      throws SQLException {
    EntityManagerFactory unit = createUnit(source, dialect, own);
    try {
      Tables tables = tables(unit, dialect, settings.readTimeout());
      Restoration.apply(name, settings.restored(), connection, tables);
      return new OpenedDatabase(
          source,
          DatabaseInfo.Product.of(connection),
          unit,
          tables,
          HistorySetup.apply(settings, connection, tables),
          own,
          new ReadLog(() -> own.get(READ_RECORDED), dialect),
          sharedBuckets(settings, dialect, own));
    } catch (SQLException | RuntimeException e) {
      unit.close();
      throw e;
    }
  }

  private Tables tables(EntityManagerFactory unit, Dialect dialect, Duration readTimeout) {
    return new Tables(
        dialect,
        unit.getMetamodel().getEntities().stream()
            .map(Type::getJavaType)
            .filter(Table::holdsRecords)
            .map(Table::of)
            .sorted(Comparator.comparing(table -> table.coded().isEmpty()))
            .toList(),
        readTimeout,
        openChanges);
  }

  private static Optional<ProxyManager<String>> sharedBuckets(
      DatabaseSettings settings, Dialect dialect, ServiceConnections own) {
    return settings.sharedRateLimits() ? dialect.buckets(own.pooled()) : Optional.empty();
  }

  /**
   * EclipseLink opens one connection while it creates the unit. It gets one of the service's own,
   * since one of the pool would stay open for a while in each database. Each opening has a session
   * of its own, or EclipseLink would reuse the last one.
   */
  private EntityManagerFactory createUnit(
      DataSource source, Dialect dialect, ServiceConnections own) {
    AtomicBoolean isMade = new AtomicBoolean();
    DataSource handedOver =
        new SimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            return isMade.get() ? source.getConnection() : own.get();
          }
        };
    openings++;
    EntityManagerFactory unit =
        Persistence.createEntityManagerFactory(
            UNIT,
            Map.of(
                "jakarta.persistence.jtaDataSource",
                handedOver,
                "eclipselink.session-name",
                UNIT + "-" + name + "-" + openings,
                "eclipselink.target-server",
                "WebSphere_Liberty",
                "eclipselink.target-database",
                dialect.platform()));
    unit.createEntityManager().close();
    LockQuery.addTo(unit);
    isMade.set(true);
    return unit;
  }
}
