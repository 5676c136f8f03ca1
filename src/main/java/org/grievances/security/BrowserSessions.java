package org.grievances.security;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.grievances.database.Database;

/**
 * The sessions of the console's users, each stored in one database that the user may use, so that
 * one that has ended stays ended on every server and after each restart.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class BrowserSessions {

  /** Begins a session, and deletes expired ones. */
  public void begin(Database database, BrowserSession session) {
    database.within(
        entities -> {
          entities
              .createQuery("DELETE FROM BrowserSession s WHERE s.expires < :now")
              .setParameter("now", Instant.now())
              .executeUpdate();
          entities.persist(session);
          return null;
        });
  }

  /** The session, if it is open. */
  public Optional<BrowserSession> find(Database database, String sha256) {
    return database.within(
        entities ->
            Optional.ofNullable(entities.find(BrowserSession.class, sha256))
                .filter(BrowserSession::isOpen));
  }

  /** Renews a session that is open, with the groups that its user is in now. */
  public Optional<BrowserSession> renew(
      Database database, String sha256, UserGroups groups, Duration idle) {
    return database.within(
        entities -> {
          Optional<BrowserSession> open =
              Optional.ofNullable(entities.find(BrowserSession.class, sha256))
                  .filter(BrowserSession::isOpen);
          open.ifPresent(session -> session.renew(groups, idle));
          return open;
        });
  }

  /** Ends a session permanently. */
  public void end(Database database, String sha256) {
    database.within(
        entities -> {
          Optional.ofNullable(entities.find(BrowserSession.class, sha256))
              .ifPresent(BrowserSession::end);
          return null;
        });
  }

  /** Ends all sessions of a user in a database permanently. */
  public void endAll(Database database, String user) {
    database.within(
        entities ->
            entities
                .createQuery(
                    "UPDATE BrowserSession s SET s.ended = :now"
                        + " WHERE s.user = :user AND s.ended IS NULL")
                .setParameter("now", Instant.now())
                .setParameter("user", user)
                .executeUpdate());
  }
}
