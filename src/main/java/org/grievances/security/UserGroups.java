package org.grievances.security;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.grievances.http.Roles;

/**
 * What a user may do by the groups he is in: the roles, and the databases, which are all unless he
 * is in groups named {@code grievance-database-NAME}.
 */
record UserGroups(List<String> roles, DatabaseScope databases) {
  private static final String DATABASE = "grievance-database-";
  private static final Set<String> ROLES = Set.of(Roles.READER, Roles.WRITER, Roles.ADMIN);

  static UserGroups of(Collection<String> groups) {
    List<String> databases =
        groups.stream()
            .filter(group -> group.startsWith(DATABASE))
            .map(group -> group.substring(DATABASE.length()))
            .toList();
    return of(groups, databases.isEmpty() ? List.of(DatabaseScope.ALL) : databases);
  }

  /**
   * @param databases as a token names them
   */
  static UserGroups of(Collection<String> groups, Collection<String> databases) {
    return new UserGroups(
        groups.stream().filter(ROLES::contains).sorted().toList(), DatabaseScope.of(databases));
  }
}
