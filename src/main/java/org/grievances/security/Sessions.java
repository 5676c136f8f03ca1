package org.grievances.security;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.database.Database;
import org.grievances.digest.Sha256;
import org.grievances.settings.SessionSettings;

/**
 * The sessions of signed-in users, stored in the database that they signed in to, so that an ended
 * session stays ended on every server and after each restart.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Sessions {
  @Inject private AuditLog audit;

  @Inject private SignedRows rows;

  @Inject private SessionSettings settings;

  /** Begins a session with its first tokens, and deletes expired sessions. */
  public void begin(Database database, UserSession session, IssuedTokens tokens) {
    database.within(
        entities -> {
          entities
              .createQuery("DELETE FROM UserSession s WHERE s.expires < :now")
              .setParameter("now", Instant.now())
              .executeUpdate();
          rows.sign(session, database);
          entities.persist(session);
          persist(entities, database, new RefreshToken(session, tokens, null));
          return null;
        });
  }

  private void persist(EntityManager entities, Database database, RefreshToken token) {
    rows.sign(token, database);
    entities.persist(token);
  }

  /** The open session that a refresh token belongs to, if it was issued with this ID token. */
  public Optional<UserSession> find(
      Database database, String client, String refreshToken, String idToken) {
    return database.within(
        entities ->
            find(entities, database, client, refreshToken, idToken)
                .map(RefreshToken::session)
                .filter(session -> isOpen(session, database)));
  }

  private Optional<RefreshToken> find(
      EntityManager entities,
      Database database,
      String client,
      String refreshToken,
      String idToken) {
    return Optional.ofNullable(entities.find(RefreshToken.class, Sha256.hex(refreshToken)))
        .filter(token -> rows.isValid(token, database, token.session().id()))
        .filter(token -> token.session().isOf(client) && token.cameWith(idToken));
  }

  private boolean isOpen(UserSession session, Database database) {
    return rows.isValid(session, database, session.id()) && session.isOpen(settings.lifetime());
  }

  /** The ids of sessions that have ended since a time, and the hashes of tokens used since. */
  public List<String> endedSince(Database database, Instant time) {
    return database.within(
        entities ->
            Stream.of(
                    "SELECT s.id FROM UserSession s WHERE s.ended >= :time",
                    "SELECT t.sha256 FROM RefreshToken t WHERE t.used >= :time")
                .flatMap(
                    query ->
                        entities
                            .createQuery(query, String.class)
                            .setParameter("time", time)
                            .getResultStream())
                .toList());
  }

  /**
   * Consumes a refresh token and continues its session with new tokens. If two parties have the
   * token, the session ends.
   *
   * @return whether the session continues
   */
  public boolean refresh(
      Database database, String client, String refreshToken, String idToken, IssuedTokens tokens) {
    return database.within(
        entities ->
            find(entities, database, client, refreshToken, idToken)
                .map(token -> refresh(entities, database, token, tokens))
                .orElse(false));
  }

  private boolean refresh(
      EntityManager entities, Database database, RefreshToken token, IssuedTokens tokens) {
    UserSession session = token.session();
    entities.refresh(session, LockModeType.PESSIMISTIC_WRITE);
    entities.refresh(token);
    if (!isOpen(session, database)) {
      return false;
    }
    if (!token.isFresh()
        || rows.isUsedUp(token, database)
        || isUsedByAnother(entities, database, token)) {
      end(database, session);
      audit.write(AuditEvent.REFRESH_REUSED, Map.of("database", database.name()));
      return false;
    }
    token.use();
    rows.sign(token, database);
    persist(entities, database, new RefreshToken(session, tokens, token));
    return true;
  }

  /**
   * Whether a token issued in exchange for this one, or another one issued in exchange for its
   * predecessor, has been used, or may have been used.
   */
  private boolean isUsedByAnother(EntityManager entities, Database database, RefreshToken token) {
    return entities
        .createQuery(
            "SELECT t FROM RefreshToken t"
                + " WHERE t.sha256 <> :sha256 AND t.replacesSha256 IN (:sha256, :replaced)",
            RefreshToken.class)
        .setParameter("sha256", token.sha256())
        .setParameter(
            "replaced", Objects.requireNonNullElse(token.replacesSha256(), token.sha256()))
        .getResultStream()
        .anyMatch(other -> other.isUsed() || !rows.isValid(other, database, token.session().id()));
  }

  /** The user of a session that is open now. */
  public Optional<String> userOf(Database database, String id) {
    return database.within(
        entities ->
            Optional.ofNullable(entities.find(UserSession.class, id))
                .filter(session -> isOpen(session, database))
                .map(UserSession::user));
  }

  /** Ends a session permanently. */
  public void end(Database database, String id) {
    database.within(
        entities -> {
          UserSession session = entities.find(UserSession.class, id);
          if (session != null) {
            end(database, session);
          }
          return null;
        });
  }

  private void end(Database database, UserSession session) {
    rows.remember(database, session.id());
    session.end();
    rows.sign(session, database);
  }

  /** Ends all sessions of a user in a database permanently. */
  public void endAll(Database database, String user) {
    database.within(
        entities -> {
          entities
              .createQuery(
                  "SELECT s FROM UserSession s WHERE s.user = :user AND s.ended IS NULL",
                  UserSession.class)
              .setParameter("user", user)
              .getResultList()
              .forEach(session -> end(database, session));
          return null;
        });
  }
}
