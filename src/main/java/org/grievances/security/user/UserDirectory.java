package org.grievances.security.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.grievances.settings.UserSettings;

/**
 * Looks up the permissions of users, by the groups that they are in now and by the configuration.
 */
@ApplicationScoped
public class UserDirectory {
  private static final int MAX_KNOWN = 100_000;

  private final RegistryIdentityStore registry;
  private final boolean allDatabases;
  private final Cache<String, UserPermissions> known;

  @Inject
  public UserDirectory(RegistryIdentityStore registry, UserSettings settings) {
    this.registry = registry;
    this.allDatabases = settings.allDatabases();
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MAX_KNOWN)
            .expireAfterWrite(settings.refreshInterval())
            .build();
  }

  /** For the CDI proxy. */
  protected UserDirectory() {
    this(null, new UserSettings(false, Duration.ZERO));
  }

  /** The permissions of groups. */
  public UserPermissions of(Collection<String> groups) {
    UserPermissions named = UserPermissions.of(groups);
    return allDatabases && named.databases().names().isEmpty()
        ? UserPermissions.of(groups, List.of(DatabaseScope.ALL))
        : named;
  }

  /**
   * The roles and databases of a user of the registry; none if there is no such user any more.
   *
   * @throws org.grievances.failure.FailureException {@code USERS_UNAVAILABLE}
   */
  public UserPermissions ofUser(String user) {
    return ofUser(user, registry.groups(user));
  }

  /** The permissions of a user whose groups are already known. */
  public UserPermissions ofUser(String user, Collection<String> groups) {
    UserPermissions now = of(groups);
    known.put(user, now);
    return now;
  }

  /**
   * Whether a user of the registry still has roles and a database, as of the last look-up, a short
   * time ago.
   *
   * @throws org.grievances.failure.FailureException {@code USERS_UNAVAILABLE}
   */
  public boolean stillHas(String user, Set<String> roles, String database) {
    UserPermissions permissions = known.getIfPresent(user);
    if (permissions == null) {
      permissions = ofUser(user);
    }
    return !permissions.roles().isEmpty()
        && permissions.roles().containsAll(roles)
        && permissions.databases().covers(database);
  }
}
