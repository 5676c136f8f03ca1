package org.grievances.security.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.database.Database;
import org.grievances.database.Databases;

/** Reads every few seconds which sessions other servers have ended. */
@ApplicationScoped
public class EndedSessionsReader {
  private static final Logger LOGGER = Logger.getLogger(EndedSessionsReader.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** For clocks that differ, and for transactions that commit late. */
  private static final Duration OVERLAP = Duration.ofMinutes(5);

  @Inject private BackgroundTasks tasks;
  @Inject private Databases databases;
  @Inject private Sessions sessions;
  @Inject private EndedSessions ended;

  /** Until when each database was read. */
  private final Map<String, Instant> read = new ConcurrentHashMap<>();

  void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
    tasks.every(INTERVAL, "reading the ended sessions", this::readAll);
  }

  /** Skips databases in which no session was looked up. */
  private void readAll() {
    for (String name : ended.databases()) {
      databases.find(name).filter(Database::isUp).ifPresent(this::read);
    }
  }

  private void read(Database database) {
    Instant now = Instant.now();
    Instant since = read.getOrDefault(database.name(), Instant.EPOCH);
    try {
      ended.add(database.name(), sessions.endedSince(database, since));
      read.put(database.name(), now.minus(OVERLAP));
    } catch (RuntimeException e) {
      Activity.log(
          LOGGER, Level.WARNING, "The ended sessions of " + database.name() + " are unknown.", e);
    }
  }
}
