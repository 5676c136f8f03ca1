package org.grievances.security;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.grievances.api.Sha256;
import org.grievances.database.Database;
import org.grievances.database.Session;
import org.grievances.database.SqlFault;

/**
 * The sessions of signed-in users, in the database that they signed in to, so that an ended one
 * stays ended on every server and after each restart.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Sessions {

  /** Begins a session with its first tokens, and forgets those that have expired. */
  public void begin(Database database, UserSession session, IssuedTokens tokens) {
    run(
        database,
        entities -> {
          entities
              .createQuery("DELETE FROM UserSession s WHERE s.expires < :now")
              .setParameter("now", Instant.now())
              .executeUpdate();
          entities.persist(session);
          entities.persist(new RefreshToken(session, tokens));
          return null;
        });
  }

  /**
   * Uses a refresh token up. One that was used before ends its session.
   *
   * @return the session to continue; empty when the token is not good for that
   */
  public Optional<UserSession> use(
      Database database, String client, String refreshToken, String idToken) {
    return run(
        database,
        entities ->
            Optional.ofNullable(
                    entities.find(
                        RefreshToken.class,
                        Sha256.hex(refreshToken),
                        LockModeType.PESSIMISTIC_WRITE))
                .filter(token -> token.session().isOf(client) && token.cameWith(idToken))
                .filter(RefreshToken::use)
                .map(RefreshToken::session)
                .filter(UserSession::isOpen));
  }

  /** Continues a session with new tokens. */
  public void continueWith(Database database, UserSession session, IssuedTokens tokens) {
    run(
        database,
        entities -> {
          UserSession attached = entities.getReference(UserSession.class, session.id());
          entities.persist(new RefreshToken(attached, tokens));
          return null;
        });
  }

  /** Whether a session is open now. */
  public boolean isOpen(Database database, String id) {
    return run(
        database,
        entities -> {
          UserSession session = entities.find(UserSession.class, id);
          return session != null && session.isOpen();
        });
  }

  /** Ends a session for good. */
  public void end(Database database, String id) {
    run(
        database,
        entities -> {
          UserSession session = entities.find(UserSession.class, id);
          if (session != null) {
            session.end();
          }
          return null;
        });
  }

  private static <T> T run(Database database, Function<EntityManager, T> work) {
    try (Session session = database.join()) {
      return session.with(work);
    } catch (SQLException fault) {
      throw database.problem(SqlFault.of(fault), fault);
    }
  }
}
