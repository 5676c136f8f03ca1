package org.grievances.security;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.database.Database;
import org.grievances.digest.Sha256;

/**
 * The sessions of signed-in users, stored in the database that they signed in to, so that an ended
 * session stays ended on every server and after each restart.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Sessions {
  @Inject private AuditLog audit;

  /** Begins a session with its first tokens, and deletes expired sessions. */
  public void begin(Database database, UserSession session, IssuedTokens tokens) {
    database.within(
        entities -> {
          entities
              .createQuery("DELETE FROM UserSession s WHERE s.expires < :now")
              .setParameter("now", Instant.now())
              .executeUpdate();
          entities.persist(session);
          entities.persist(new RefreshToken(session, tokens, null));
          return null;
        });
  }

  /** The open session that a refresh token belongs to, if it was issued with this ID token. */
  public Optional<UserSession> find(
      Database database, String client, String refreshToken, String idToken) {
    return database.within(
        entities ->
            find(entities, client, refreshToken, idToken)
                .map(RefreshToken::session)
                .filter(UserSession::isOpen));
  }

  private static Optional<RefreshToken> find(
      EntityManager entities, String client, String refreshToken, String idToken) {
    return Optional.ofNullable(entities.find(RefreshToken.class, Sha256.hex(refreshToken)))
        .filter(token -> token.session().isOf(client) && token.cameWith(idToken));
  }

  /**
   * Uses up a refresh token and continues its session with new tokens. If two parties turn out to
   * have the token, the session ends.
   *
   * @return whether the session continues
   */
  public boolean refresh(
      Database database, String client, String refreshToken, String idToken, IssuedTokens tokens) {
    return database.within(
        entities ->
            find(entities, client, refreshToken, idToken)
                .map(token -> refresh(database, entities, token, tokens))
                .orElse(false));
  }

  private boolean refresh(
      Database database, EntityManager entities, RefreshToken token, IssuedTokens tokens) {
    UserSession session = token.session();
    entities.refresh(session, LockModeType.PESSIMISTIC_WRITE);
    entities.refresh(token);
    if (!session.isOpen()) {
      return false;
    }
    if (!token.isFresh() || isUsedByAnother(entities, token)) {
      session.end();
      audit.write(AuditEvent.REFRESH_REUSED, Map.of("database", database.name()));
      return false;
    }
    token.use();
    entities.persist(new RefreshToken(session, tokens, token));
    return true;
  }

  /**
   * Whether a token issued in exchange for this one, or another one issued in exchange for its
   * predecessor, has been used.
   */
  private static boolean isUsedByAnother(EntityManager entities, RefreshToken token) {
    return entities
            .createQuery(
                "SELECT COUNT(t) FROM RefreshToken t WHERE t.used IS NOT NULL"
                    + " AND t.sha256 <> :sha256 AND t.replacesSha256 IN (:sha256, :replaced)",
                Long.class)
            .setParameter("sha256", token.sha256())
            .setParameter(
                "replaced", Objects.requireNonNullElse(token.replacesSha256(), token.sha256()))
            .getSingleResult()
        > 0;
  }

  /** Whether a session is open now. */
  public boolean isOpen(Database database, String id) {
    return database.within(
        entities -> {
          UserSession session = entities.find(UserSession.class, id);
          return session != null && session.isOpen();
        });
  }

  /** Ends a session permanently. */
  public void end(Database database, String id) {
    database.within(
        entities -> {
          UserSession session = entities.find(UserSession.class, id);
          if (session != null) {
            session.end();
          }
          return null;
        });
  }
}
