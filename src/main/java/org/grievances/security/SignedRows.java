package org.grievances.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.Database;

/**
 * Decides which rows of sessions count: those that a server has signed, and that did not end here.
 */
@ApplicationScoped
public class SignedRows {
  private static final Logger LOGGER = Logger.getLogger(SignedRows.class.getName());

  @Inject private SessionKeys keys;
  @Inject private EndedSessions ended;

  void sign(SignedRow row, Database database) {
    row.sign(keys, database.name());
  }

  /**
   * Whether a row counts.
   *
   * @param session the id of the session that it belongs to
   */
  boolean isValid(SignedRow row, Database database, String session) {
    if (!row.isSigned(keys, database.name())) {
      Activity.log(
          LOGGER,
          Level.WARNING,
          "A row of %s in %s does not count: no server with this key has signed it."
              .formatted(row.purpose(), database.name()));
      return false;
    }
    return !ended.has(database, session);
  }

  /** Remembers that a session has ended. */
  void remember(Database database, String session) {
    ended.add(database, session);
  }
}
