package org.grievances.security;

import java.util.Collection;
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
}
