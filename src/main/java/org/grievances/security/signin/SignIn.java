package org.grievances.security.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.grievances.audit.AttemptedName;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.audit.Requester;
import org.grievances.database.Database;
import org.grievances.digest.Sha256;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.security.caller.TokenIssuers;
import org.grievances.security.session.IssuedTokens;
import org.grievances.security.session.Sessions;
import org.grievances.security.session.SignedRows;
import org.grievances.security.session.TokenIssuer;
import org.grievances.security.session.UserSession;
import org.grievances.security.user.BasicCredentials;
import org.grievances.security.user.RegistryIdentityStore;
import org.grievances.security.user.UserDirectory;
import org.grievances.security.user.UserPermissions;

/** Signs users in, continues their sessions and ends them. */
@ApplicationScoped
public class SignIn {
  /**
   * The minimum duration of a refusal, so that a quick one does not reveal that a user is unknown.
   * Liberty's registries add a random delay of their own, up to five seconds.
   */
  private static final Duration REFUSAL = Duration.ofMillis(500);

  @Inject private TokenIssuers issuers;
  @Inject private IdentityStoreHandler identities;
  @Inject private UserDirectory users;
  @Inject private RegistryIdentityStore registry;
  @Inject private SignInThrottle limits;
  @Inject private TokenIssuer issuer;
  @Inject private Sessions sessions;
  @Inject private SignedRows rows;
  @Inject private AuditLog audit;

  /**
   * @param address the address that the attempt comes from
   * @throws ProblemException {@code PASSWORD_REFUSED}, {@code TOO_MANY_ATTEMPTS}, {@code
   *     SIGN_IN_NOT_OFFERED} or {@code USERS_UNAVAILABLE}
   */
  IssuedTokens begin(Database database, String client, BasicCredentials password, String address) {
    issuer.checkOffered();
    CredentialValidationResult user =
        validate(new UsernamePasswordCredential(password.user(), password.password()), address)
            .orElseThrow(SignIn::passwordRefused);
    String name = user.getCallerPrincipal().getName();
    UserPermissions permissions = users.ofUser(name, user.getCallerGroups());
    checkMayUse(permissions, database);
    UserSession session = new UserSession(name, client, sessions.limits());
    IssuedTokens tokens = issuer.issue(session, permissions.roles(), database.name());
    sessions.begin(database, session, tokens);
    audit.write(AuditEvent.SIGN_IN, Map.of("database", database.name()));
    return tokens;
  }

  private void checkMayUse(UserPermissions permissions, Database database) {
    if (issuers.isOfAnother(database.name())) {
      throw new FailureException(
          ProblemType.DATABASE_FORBIDDEN,
          "This database takes the tokens of its own identity provider alone; sign in there.");
    }
    if (!permissions.databases().covers(database.name())) {
      throw new FailureException(
          ProblemType.DATABASE_FORBIDDEN,
          "The user's groups do not cover this database; ask for the group grievance-database-"
              + database.name()
              + ".");
    }
  }

  /**
   * The user with a password; empty if it is wrong.
   *
   * @param address the address that the attempt comes from
   * @throws ProblemException {@code TOO_MANY_ATTEMPTS}, {@code SIGN_IN_NOT_OFFERED} or {@code
   *     USERS_UNAVAILABLE}
   */
  Optional<CredentialValidationResult> validate(
      UsernamePasswordCredential password, String address) {
    Instant begun = Instant.now();
    Requester.attempt(AttemptedName.hash(password.getCaller()));
    try (SignInThrottle.Attempt attempt = limits.attempt(password.getCaller(), address)) {
      CredentialValidationResult user = identities.validate(password);
      if (user.getStatus() == Status.NOT_VALIDATED) {
        throw TokenIssuer.notOffered();
      }
      if (user.getStatus() == Status.INVALID) {
        attempt.fail();
        registry.nameOf(password.getCaller()).ifPresent(Requester::user);
        LockSupport.parkNanos(REFUSAL.minus(Duration.between(begun, Instant.now())).toNanos());
        return Optional.empty();
      }
      attempt.succeed();
      Requester.user(user.getCallerPrincipal().getName());
      return Optional.of(user);
    }
  }

  static ProblemException passwordRefused() {
    return new ProblemException(
        ProblemType.PASSWORD_REFUSED,
        "Send a user and a password that belong together, as Authorization: Basic.",
        Map.of("WWW-Authenticate", "Basic realm=\"grievances\", charset=\"UTF-8\""));
  }

  /**
   * Does everything that can fail before the token is used up.
   *
   * @throws ProblemException {@code REFRESH_REFUSED}, {@code SIGN_IN_NOT_OFFERED}, {@code
   *     USERS_UNAVAILABLE} or {@code DATABASE_FORBIDDEN}
   */
  IssuedTokens refresh(Database database, String client, String refreshToken, String idToken) {
    UserSession session =
        sessions.find(database, client, refreshToken, idToken).orElseThrow(SignIn::refreshRefused);
    Requester.user(session.user());
    UserPermissions permissions = users.ofUser(session.user());
    checkMayUse(permissions, database);
    IssuedTokens tokens = issuer.issue(session, permissions.roles(), database.name());
    if (!sessions.refresh(database, client, refreshToken, idToken, tokens)) {
      throw refreshRefused();
    }
    rows.remember(database, Sha256.hex(refreshToken));
    audit.write(AuditEvent.TOKEN_REFRESHED, Map.of("database", database.name()));
    return tokens;
  }

  static FailureException withoutSession() {
    return new FailureException(
        ProblemType.MALFORMED_REQUEST,
        "The bearer token belongs to no session of this service; sign out where it was made.");
  }

  static ProblemException refreshRefused() {
    return new ProblemException(
        ProblemType.REFRESH_REFUSED,
        "The refresh token is unknown, used, expired or not the one that came with the id token,"
            + " or its session has ended.",
        Map.of("WWW-Authenticate", "Basic realm=\"grievances\", charset=\"UTF-8\""));
  }
}
