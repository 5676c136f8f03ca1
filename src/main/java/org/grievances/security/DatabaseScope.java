package org.grievances.security;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The databases that a credential covers: all, or those with these names. */
record DatabaseScope(boolean all, Set<String> names) {
  static final String ALL = "*";

  static DatabaseScope of(Collection<String> names) {
    return new DatabaseScope(names.contains(ALL), Set.copyOf(names));
  }

  boolean covers(String database) {
    return all || names.contains(database);
  }

  /** As it was made of. */
  Collection<String> texts() {
    return all ? Set.of(ALL) : names;
  }

  /** The name of the only database that is covered; empty when there are several or none. */
  Optional<String> only() {
    return all || names.size() != 1 ? Optional.empty() : Optional.of(names.iterator().next());
  }
}
