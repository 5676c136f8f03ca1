package org.grievances.security.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.grievances.security.user.DatabaseScope;
import org.grievances.security.user.UserPermissions;

/**
 * The session of a user of the console, stored only as the hash of its token. It ends some time
 * after its last request, and some time after its start however much it is used.
 */
@Entity
@Table(name = "browser_sessions")
public class BrowserSession extends Session {
  /** Requests renew a session at most this often, and sooner if it would soon end. */
  private static final Duration RENEWAL_INTERVAL = Duration.ofMinutes(1);

  private static final int RENEWALS = 10;

  private static final String SEPARATOR = "\n";

  @Id private String sha256;

  private String roles;
  private String databases;

  @Column(name = "from_registry")
  private boolean fromRegistry;

  private Instant renewed;

  /** When the session ends, however many requests there are. */
  @Column(name = "lifetime_ends")
  private Instant lifetimeEnds;

  protected BrowserSession() {}

  /**
   * @param fromRegistry whether the user's groups are looked up again while it lasts
   */
  public BrowserSession(
      String sha256,
      String user,
      UserPermissions permissions,
      boolean fromRegistry,
      SessionLimits limits) {
    super(user);
    this.sha256 = sha256;
    this.fromRegistry = fromRegistry;
    this.lifetimeEnds = started().plus(limits.lifetime());
    renew(permissions, limits);
  }

  /** The hash of its token. */
  @Override
  String id() {
    return sha256;
  }

  public UserPermissions permissions() {
    return new UserPermissions(
        roles.lines().toList(), DatabaseScope.of(databases.lines().toList()));
  }

  public boolean isFromRegistry() {
    return fromRegistry;
  }

  @Override
  public final Instant end(SessionLimits limits) {
    return limits.end(started(), renewed);
  }

  /**
   * Whether it is to be renewed by the present request.
   *
   * @param idle its maximum idle time
   */
  public boolean isDue(Duration idle) {
    Duration some = idle.dividedBy(RENEWALS);
    Duration every = some.compareTo(RENEWAL_INTERVAL) < 0 ? some : RENEWAL_INTERVAL;
    return now().isAfter(renewed.plus(every));
  }

  final void renew(UserPermissions permissions, SessionLimits limits) {
    this.roles = String.join(SEPARATOR, permissions.roles());
    this.databases = String.join(SEPARATOR, permissions.databases().names());
    this.renewed = now();
    expireAt(end(limits));
  }

  @Override
  String purpose() {
    return "browser_sessions";
  }

  @Override
  List<String> texts() {
    return Stream.of(sha256, user(), roles, databases, fromRegistry, started(), renewed, ended())
        .map(value -> Objects.toString(value, null))
        .toList();
  }
}
