package org.grievances.security.session;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.database.Database;
import org.grievances.digest.Sha256;
import org.grievances.security.user.UserPermissions;
import org.grievances.settings.SessionSettings;

/**
 * The sessions of signed-in users, of the API and of the console, each stored in one database that
 * its user may use, so that an ended session stays ended on every server and after each restart.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Sessions {
  private static final int MAX_LISTED = 200;

  @Inject private AuditLog audit;

  @Inject private SignedRows rows;

  @Inject private SessionSettings settings;

  /** How long sessions of the API last, however much they are used. */
  public SessionLimits limits() {
    return new SessionLimits(settings.lifetime(), settings.lifetime());
  }

  /** Begins a session of the console, and deletes expired ones. */
  public void begin(Database database, BrowserSession session) {
    database.within(
        entities -> {
          begin(entities, database, session);
          return null;
        });
  }

  /** Begins a session of the API with its first tokens, and deletes expired ones. */
  public void begin(Database database, UserSession session, IssuedTokens tokens) {
    database.within(
        entities -> {
          begin(entities, database, session);
          persist(entities, database, new RefreshToken(session, tokens, null));
          return null;
        });
  }

  private void begin(EntityManager entities, Database database, Session session) {
    entities
        .createQuery("DELETE FROM " + name(session.getClass()) + " s WHERE s.expires < :now")
        .setParameter("now", Instant.now())
        .executeUpdate();
    persist(entities, database, session);
  }

  private static String name(Class<? extends Session> type) {
    return type.getSimpleName();
  }

  private void persist(EntityManager entities, Database database, SignedRow row) {
    rows.sign(row, database);
    entities.persist(row);
  }

  /** A session, if it is open now. */
  public <S extends Session> Optional<S> find(
      Database database, Class<S> type, String id, SessionLimits limits) {
    return database.within(entities -> open(entities, database, type, id, limits));
  }

  private <S extends Session> Optional<S> open(
      EntityManager entities, Database database, Class<S> type, String id, SessionLimits limits) {
    return Optional.ofNullable(entities.find(type, id))
        .filter(session -> isOpen(session, database, limits));
  }

  private boolean isOpen(Session session, Database database, SessionLimits limits) {
    return rows.isValid(session, database, session.id()) && session.isOpen(limits);
  }

  /** Renews a session of the console that is open, with the permissions its user has now. */
  public Optional<BrowserSession> renew(
      Database database, String sha256, UserPermissions permissions, SessionLimits limits) {
    return database.within(
        entities -> {
          Optional<BrowserSession> open =
              open(entities, database, BrowserSession.class, sha256, limits);
          open.ifPresent(
              session -> {
                session.renew(permissions, limits);
                rows.sign(session, database);
              });
          return open;
        });
  }

  /** The open session that a refresh token belongs to, if it was issued with this ID token. */
  public Optional<UserSession> find(
      Database database, String client, String refreshToken, String idToken) {
    return database.within(
        entities ->
            find(entities, database, client, refreshToken, idToken)
                .map(RefreshToken::session)
                .filter(session -> isOpen(session, database, limits())));
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

  /** The ids of sessions that have ended since a time, and the hashes of tokens used since. */
  public List<String> endedSince(Database database, Instant time) {
    return database.within(
        entities ->
            Stream.of(
                    "SELECT s.id FROM UserSession s WHERE s.ended >= :time",
                    "SELECT s.sha256 FROM BrowserSession s WHERE s.ended >= :time",
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
    if (!isOpen(session, database, limits())) {
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

  /** Ends a session permanently. */
  public void end(Database database, Class<? extends Session> type, String id) {
    database.within(
        entities -> {
          Session session = entities.find(type, id);
          if (session != null) {
            end(database, session);
          }
          return null;
        });
  }

  private void end(Database database, Session session) {
    rows.remember(database, session.id());
    session.end();
    rows.sign(session, database);
  }

  /**
   * The sessions of a user of the API and of the console that are stored, also those that were
   * ended, the latest first; at most 200 of each.
   *
   * @param ofConsole the limits of sessions of the console
   */
  public List<SessionOverview> of(Database database, String user, SessionLimits ofConsole) {
    return database.within(
        entities ->
            Stream.concat(
                    stored(entities, UserSession.class, user)
                        .map(each -> SessionOverview.of(each, each.client(), limits())),
                    stored(entities, BrowserSession.class, user)
                        .map(each -> SessionOverview.of(each, Optional.empty(), ofConsole)))
                .sorted(Comparator.comparing(SessionOverview::started).reversed())
                .toList());
  }

  private static <S extends Session> Stream<S> stored(
      EntityManager entities, Class<S> type, String user) {
    return entities
        .createQuery(
            "SELECT s FROM " + name(type) + " s WHERE s.user = :user ORDER BY s.started DESC", type)
        .setParameter("user", user)
        .setMaxResults(MAX_LISTED)
        .getResultStream();
  }

  /** Ends all sessions of one type of a user in a database permanently. */
  public void endAll(Database database, Class<? extends Session> type, String user) {
    database.within(
        entities -> {
          entities
              .createQuery(
                  "SELECT s FROM " + name(type) + " s WHERE s.user = :user AND s.ended IS NULL",
                  type)
              .setParameter("user", user)
              .getResultList()
              .forEach(session -> end(database, session));
          return null;
        });
  }
}
