package org.grievances.security.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.audit.Requester;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.openid.OpenIdConnect;
import org.grievances.openid.VerifiedUser;
import org.grievances.security.caller.TokenIssuers;
import org.grievances.security.client.ApiKey;
import org.grievances.security.client.ApiKeys;
import org.grievances.security.session.BrowserSession;
import org.grievances.security.session.SessionLimits;
import org.grievances.security.session.Sessions;
import org.grievances.security.user.DatabaseScope;
import org.grievances.security.user.UserDirectory;
import org.grievances.security.user.UserPermissions;
import org.grievances.settings.ConsoleSettings;

/**
 * Signs users in to the console, whose requests count as those of one configured client, and ends
 * their sessions.
 */
@ApplicationScoped
public class BrowserSignIn {
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** The maximum length of all database names of a session. */
  private static final int MAX_DATABASES_LENGTH = 8_192;

  @Inject private TokenIssuers issuers;
  @Inject private ApiKeys keys;
  @Inject private Databases databases;
  @Inject private Sessions sessions;
  @Inject private UserDirectory users;
  @Inject private SignIn signIn;
  @Inject private OpenIdConnect openId;
  @Inject private AuditLog audit;

  @Inject private ConsoleSettings settings;

  /** How long sessions last. */
  SessionLimits limits() {
    return new SessionLimits(settings.idleTimeout(), settings.lifetime());
  }

  /** The client of the console; empty where there is no console. */
  public Optional<ApiKey> client() {
    return settings.client().flatMap(keys::ofClient);
  }

  /**
   * Signs in a user of the server's registry.
   *
   * @throws ProblemException {@code PASSWORD_REFUSED}, {@code TOO_MANY_ATTEMPTS}, {@code
   *     SIGN_IN_NOT_OFFERED}, {@code USERS_UNAVAILABLE} or {@code DATABASE_FORBIDDEN}
   */
  BrowserToken begin(UsernamePasswordCredential password, String address) {
    return signIn
        .validate(password, address)
        .map(
            user ->
                begin(user.getCallerPrincipal().getName(), users.of(user.getCallerGroups()), true))
        .orElseThrow(BrowserSignIn::passwordRefused);
  }

  /** Not as Basic, because a browser would then ask for the password itself. */
  private static ProblemException passwordRefused() {
    return new ProblemException(
        ProblemType.PASSWORD_REFUSED,
        "The user or the password is wrong.",
        Map.of("WWW-Authenticate", "Session realm=\"grievances\""));
  }

  /** Whether users of an OpenID provider can sign in. */
  boolean isByOpenIdConnect() {
    return openId.isOffered() && client().isPresent();
  }

  /**
   * Signs in a user of the OpenID provider, who may use the databases that it names, or else those
   * of the user's groups.
   *
   * @throws ProblemException {@code ROLE_FORBIDDEN} or {@code DATABASE_FORBIDDEN}
   */
  BrowserToken begin(VerifiedUser user) {
    UserPermissions permissions =
        user.databases()
            .map(names -> UserPermissions.of(user.groups(), names))
            .orElseGet(() -> users.of(user.groups()));
    return begin(user.name(), permissions, false);
  }

  /**
   * Begins a session of a user whose identity is proved.
   *
   * @param fromRegistry whether the user's groups are looked up again while it lasts
   * @throws ProblemException {@code ROLE_FORBIDDEN} if the user has no role, {@code
   *     DATABASE_FORBIDDEN} if the user may use no database, or more than a session can store
   * @throws FailureException {@code DATABASE_UNAVAILABLE} if none of these can be used now
   */
  private BrowserToken begin(String user, UserPermissions permissions, boolean fromRegistry) {
    Requester.user(user);
    if (permissions.roles().isEmpty()) {
      throw new FailureException(
          ProblemType.ROLE_FORBIDDEN, "This user is in no group that has the name of a role.");
    }
    if (String.join(" ", permissions.databases().names()).length() > MAX_DATABASES_LENGTH) {
      throw new FailureException(
          ProblemType.DATABASE_FORBIDDEN, "This user's groups name too many databases.");
    }
    BrowserToken token = BrowserToken.create(home(scope(permissions.databases())).name());
    sessions.begin(
        databases.find(token.database()).orElseThrow(),
        new BrowserSession(token.sha256(), user, permissions, fromRegistry, limits()));
    audit.write(AuditEvent.SIGN_IN, Map.of("by", fromRegistry ? "password" : "openid-connect"));
    return token;
  }

  private Database home(Predicate<String> scope) {
    List<Database> covered =
        databases.all().stream().filter(database -> scope.test(database.name())).toList();
    if (covered.isEmpty()) {
      throw new FailureException(
          ProblemType.DATABASE_FORBIDDEN,
          "This user may use no database here; ask for the group grievance-database-NAME of one.");
    }
    return covered.stream()
        .filter(Database::isUp)
        .findFirst()
        .orElseThrow(
            () ->
                new FailureException(
                    ProblemType.DATABASE_UNAVAILABLE,
                    "No database can be used now; try again in " + RETRY.toSeconds() + " seconds.",
                    RETRY));
  }

  private Predicate<String> scope(DatabaseScope ofUser) {
    ApiKey console = client().orElseThrow();
    return name ->
        console.databases().covers(name) && ofUser.covers(name) && !issuers.isOfAnother(name);
  }

  /** The zones of the databases that a user may use, by their names. */
  Map<String, ZoneId> databases(DatabaseScope ofUser) {
    Predicate<String> scope = scope(ofUser);
    SortedMap<String, ZoneId> zones = new TreeMap<>();
    for (Database database : databases.all()) {
      if (scope.test(database.name())) {
        zones.put(database.name(), database.zone());
      }
    }
    return zones;
  }

  /** The open session that a browser has a token of, renewed if that is due. */
  public Optional<BrowserSession> find(BrowserToken token) {
    Optional<Database> database = databases.find(token.database());
    return database
        .flatMap(home -> sessions.find(home, BrowserSession.class, token.sha256(), limits()))
        .flatMap(
            session ->
                session.isDue(settings.idleTimeout())
                    ? renew(database.get(), token, session)
                    : some(session));
  }

  private static Optional<BrowserSession> some(BrowserSession session) {
    return Optional.of(session);
  }

  /** Ends the session of a user who was removed or has no permissions any more. */
  private Optional<BrowserSession> renew(
      Database database, BrowserToken token, BrowserSession session) {
    UserPermissions permissions =
        session.isFromRegistry() ? users.ofUser(session.user()) : session.permissions();
    if (permissions.roles().isEmpty() && permissions.databases().names().isEmpty()) {
      sessions.end(database, BrowserSession.class, token.sha256());
      return Optional.empty();
    }
    return sessions.renew(database, token.sha256(), permissions, limits());
  }

  /** Ends a session. */
  void end(BrowserToken token) {
    databases
        .find(token.database())
        .ifPresent(home -> sessions.end(home, BrowserSession.class, token.sha256()));
  }

  /** Ends all sessions of a session's user, in each available database. */
  void endAll(BrowserSession session) {
    Predicate<String> scope = scope(session.permissions().databases());
    databases.all().stream()
        .filter(database -> scope.test(database.name()) && database.isUp())
        .forEach(database -> sessions.endAll(database, BrowserSession.class, session.user()));
  }
}
