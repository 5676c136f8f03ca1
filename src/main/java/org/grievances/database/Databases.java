package org.grievances.database;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * All configured databases: the data sources below {@code jdbc/grievances} in JNDI, each under the
 * last part of its name. One of them that fails neither stops the server nor the others.
 */
@ApplicationScoped
public class Databases {
  private static final Logger LOGGER = Logger.getLogger(Databases.class.getName());
  private static final String NAMES = "jdbc/grievances";
  private static final long SECONDS_BETWEEN_CHECKS = 2;

  @Resource private ManagedScheduledExecutorService executor;

  private final Map<String, Database> byName = new ConcurrentSkipListMap<>();
  private final List<Future<?>> checks = new CopyOnWriteArrayList<>();

  void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
    repeat(this::findNew);
  }

  private void repeat(Runnable check) {
    checks.add(executor.scheduleWithFixedDelay(check, 0, SECONDS_BETWEEN_CHECKS, TimeUnit.SECONDS));
  }

  /** The server may name its data sources after the application has started, or be given more. */
  private void findNew() {
    try {
      InitialContext names = new InitialContext();
      for (NameClassPair entry : Collections.list(names.list(NAMES))) {
        if (!byName.containsKey(entry.getName())) {
          add(database(entry.getName(), names));
        }
      }
    } catch (NamingException none) {
      if (byName.isEmpty()) {
        LOGGER.log(
            Level.WARNING, "No database is configured: no data source is named {0}/…", NAMES);
      }
    }
  }

  private void add(Database database) {
    LOGGER.log(Level.INFO, "Database {0} is configured.", database.name());
    byName.put(database.name(), database);
    repeat(database::check);
  }

  private static Database database(String name, InitialContext names) throws NamingException {
    String jndiName = NAMES + "/" + name;
    Config config = ConfigProvider.getConfig();
    boolean migrated =
        config
            .getOptionalValue("grievances.databases." + name + ".migrate", Boolean.class)
            .orElse(true);
    return new Database(name, jndiName, (DataSource) names.lookup(jndiName), migrated);
  }

  /** The database of this name; letter case counts. */
  public Optional<Database> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Collection<Database> all() {
    return byName.values();
  }

  @PreDestroy
  void close() {
    checks.forEach(check -> check.cancel(true));
    all().forEach(Database::close);
  }
}
