package org.grievances.security.user;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The databases that a credential covers.
 *
 * @param names those of the databases; {@link #ALL} alone if it covers all
 */
public record DatabaseScope(boolean all, Set<String> names) {
  public static final String ALL = "*";

  public static DatabaseScope of(Collection<String> names) {
    boolean all = names.contains(ALL);
    return new DatabaseScope(all, all ? Set.of(ALL) : Set.copyOf(names));
  }

  /** All databases. */
  public static DatabaseScope everything() {
    return of(Set.of(ALL));
  }

  public boolean covers(String database) {
    return all || names.contains(database);
  }

  /** The name of the only database that is covered; empty when there are several or none. */
  public Optional<String> only() {
    return all || names.size() != 1 ? Optional.empty() : Optional.of(names.iterator().next());
  }
}
