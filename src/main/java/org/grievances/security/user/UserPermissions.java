package org.grievances.security.user;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.grievances.http.request.Roles;

/**
 * The roles and databases of a user, derived from group names: {@code grievance-database-NAME} for
 * one database, {@code grievance-all-databases} for all. Without such a group, a user has none.
 */
public record UserPermissions(List<String> roles, DatabaseScope databases) {
  static final String ALL_DATABASES = "grievance-all-databases";
  private static final String DATABASE = "grievance-database-";
  private static final Set<String> ROLES = Set.of(Roles.READER, Roles.WRITER, Roles.ADMIN);

  public static UserPermissions of(Collection<String> groups) {
    return groups.contains(ALL_DATABASES)
        ? of(groups, List.of(DatabaseScope.ALL))
        : of(groups, databases(groups));
  }

  /** No group grants all databases by a name that looks like a wildcard. */
  private static List<String> databases(Collection<String> groups) {
    return groups.stream()
        .filter(group -> group.startsWith(DATABASE))
        .map(group -> group.substring(DATABASE.length()))
        .filter(name -> !name.equals(DatabaseScope.ALL))
        .toList();
  }

  /**
   * @param databases as a token names them
   */
  public static UserPermissions of(Collection<String> groups, Collection<String> databases) {
    return new UserPermissions(
        groups.stream().filter(ROLES::contains).sorted().toList(), DatabaseScope.of(databases));
  }
}
