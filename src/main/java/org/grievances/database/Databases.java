package org.grievances.database;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  private final List<Future<?>> checks = new ArrayList<>();
  private volatile Map<String, Database> byName = Map.of();

  void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
    byName = configured();
    LOGGER.log(Level.INFO, "Configured databases: {0}", byName.keySet());
    for (Database database : byName.values()) {
      checks.add(
          executor.scheduleWithFixedDelay(
              database::check, 0, SECONDS_BETWEEN_CHECKS, TimeUnit.SECONDS));
    }
  }

  private static Map<String, Database> configured() {
    Map<String, Database> databases = new TreeMap<>();
    try {
      InitialContext names = new InitialContext();
      for (NameClassPair entry : Collections.list(names.list(NAMES))) {
        String name = entry.getName();
        databases.put(name, database(name, names));
      }
    } catch (NamingException none) {
      LOGGER.log(Level.SEVERE, "No database is configured: no data source is named {0}/…", NAMES);
    }
    return databases;
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
