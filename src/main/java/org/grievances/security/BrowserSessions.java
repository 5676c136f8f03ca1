package org.grievances.security;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.grievances.database.Database;

/**
 * The sessions of the console's users, each stored in one database that the user may use, so that
 * one that has ended stays ended on every server and after each restart.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class BrowserSessions {
  @Inject private SignedRows rows;

  /** Begins a session, and deletes expired ones. */
  public void begin(Database database, BrowserSession session) {
    database.within(
        entities -> {
          entities
              .createQuery("DELETE FROM BrowserSession s WHERE s.expires < :now")
              .setParameter("now", Instant.now())
              .executeUpdate();
          rows.sign(session, database);
          entities.persist(session);
          return null;
        });
  }

  /** The session, if it is open. */
  public Optional<BrowserSession> find(Database database, String sha256, SessionLimits limits) {
    return database.within(entities -> open(entities, database, sha256, limits));
  }

  private Optional<BrowserSession> open(
      EntityManager entities, Database database, String sha256, SessionLimits limits) {
    return Optional.ofNullable(entities.find(BrowserSession.class, sha256))
        .filter(session -> rows.isValid(session, database, sha256) && session.isOpen(limits));
  }

  /** Renews a session that is open, with the permissions that its user has now. */
  public Optional<BrowserSession> renew(
      Database database, String sha256, UserPermissions permissions, SessionLimits limits) {
    return database.within(
        entities -> {
          Optional<BrowserSession> open = open(entities, database, sha256, limits);
          open.ifPresent(
              session -> {
                session.renew(permissions, limits);
                rows.sign(session, database);
              });
          return open;
        });
  }

  /** Ends a session permanently. */
  public void end(Database database, String sha256) {
    database.within(
        entities -> {
          Optional.ofNullable(entities.find(BrowserSession.class, sha256))
              .ifPresent(session -> end(database, session));
          return null;
        });
  }

  private void end(Database database, BrowserSession session) {
    rows.remember(database, session.sha256());
    session.end();
    rows.sign(session, database);
  }

  /** The hashes of the tokens of sessions that have ended since a time. */
  public List<String> endedSince(Database database, Instant time) {
    return database.within(
        entities ->
            entities
                .createQuery(
                    "SELECT s.sha256 FROM BrowserSession s WHERE s.ended >= :time", String.class)
                .setParameter("time", time)
                .getResultList());
  }

  /** Ends all sessions of a user in a database permanently. */
  public void endAll(Database database, String user) {
    database.within(
        entities -> {
          entities
              .createQuery(
                  "SELECT s FROM BrowserSession s WHERE s.user = :user AND s.ended IS NULL",
                  BrowserSession.class)
              .setParameter("user", user)
              .getResultList()
              .forEach(session -> end(database, session));
          return null;
        });
  }
}
