package org.grievances.security.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.Database;

/**
 * Decides which rows of sessions are valid: those that a server has signed, and that this server
 * does not know to have ended.
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
   * Whether a row is valid.
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
    return !ended.has(database.name(), session);
  }

  /**
   * Remembers that a session has ended, or that a refresh token was used.
   *
   * @param id of the session, or the hash of the token
   */
  public void remember(Database database, String id) {
    ended.add(database.name(), List.of(id));
  }

  /** Whether a refresh token was used so long ago that it is invalid, whatever its row contains. */
  boolean isUsedUp(RefreshToken token, Database database) {
    return ended.hasSince(database.name(), token.sha256(), RefreshToken.GRACE);
  }
}
