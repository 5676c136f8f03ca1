package org.grievances.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NamingException;
import org.grievances.activity.BackgroundTasks;
import org.grievances.settings.DataSourceName;
import org.grievances.settings.SettingsCheck;

/** Warns of data sources whose names no database has, and of settings for databases without one. */
@ApplicationScoped
public class DatabaseNamesCheck {
  private static final Logger LOGGER = Logger.getLogger(DatabaseNamesCheck.class.getName());

  /** The server binds data sources for a while after the application has started. */
  private static final Duration DELAY = Duration.ofSeconds(15);

  @Inject private BackgroundTasks tasks;

  void schedule(@Observes @Initialized(ApplicationScoped.class) Object start) {
    tasks.after(DELAY, "checking the names of databases", this::check);
  }

  private void check() {
    for (String folder : names(DataSourceName.ROOT)) {
      String context = DataSourceName.ROOT + "/" + folder;
      if (!DataSourceName.FOLDERS.contains(context)) {
        LOGGER.log(
            Level.WARNING, "Data source {0} {1}.", new Object[] {context, DataSourceName.UNUSED});
      }
    }
    List<String> databases = names(DataSourceName.DATABASES);
    SettingsCheck.checkDatabases(ServerSettings.read(), databases)
        .forEach(ServerSettingsCheck::log);
    for (String replica : names(DataSourceName.REPLICAS)) {
      if (!databases.contains(replica)) {
        LOGGER.log(
            Level.WARNING,
            "Data source {0}/{1} is not used: there is no {2}/{1}.",
            new Object[] {DataSourceName.REPLICAS, replica, DataSourceName.DATABASES});
      }
    }
  }

  private static List<String> names(String context) {
    try {
      return Collections.list(new InitialContext().list(context)).stream()
          .map(NameClassPair::getName)
          .toList();
    } catch (NamingException e) {
      return List.of();
    }
  }
}
